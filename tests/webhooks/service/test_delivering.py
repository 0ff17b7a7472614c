"""Events on their way to endpoints: each at least once, on schedule, and no endpoint in another one's way."""

import json
import random
from datetime import timedelta

import pytest

from chalicelib.aws import queues
from chalicelib.base.clock import now
from chalicelib.base.console_links import case_link
from chalicelib.docs.events import example_of
from chalicelib.features.webhooks import service
from chalicelib.features.webhooks.model import GIVE_UP, LEASE, SCHEDULE, DeliveryStatus, Wake
from chalicelib.features.webhooks.service import delivering, publishing
from chalicelib.features.webhooks.table import list_due
from tests.support import mailboxes, outbox
from tests.support.faults import Crash, between, counted, every_crash
from tests.support.lambda_events import Log
from tests.support.world import World
from tests.webhooks import hooks
from tests.webhooks.hooks import (
    Scripted,
    Sent,
    add,
    deliveries,
    fan_out,
    happens,
    now_of,
    time_stands,
    try_due,
    until_settled,
)

pytestmark = pytest.mark.usefixtures("public")
public = hooks.public


def test_an_event_reaches_who_wants_it_signed_and_stamped(world: World) -> None:
    wanting = add(world.admin, events=("photo_request.completed",))
    add(world.admin, events=("case.created",))
    add(world.stranger)
    happens(world, version=7, request_id="req_1")
    receiver = Scripted()

    assert fan_out() == 1
    try_due(receiver)

    (sent,) = receiver.sent
    told = sent.opened_by(hooks.secret_of(wanting))
    assert told["type"] == "photo_request.completed"
    example = example_of("photo_request.completed")["data"]
    ours = {"request_id": "req_1", "version": 7, "console_url": case_link(example["case_id"])}
    assert told["data"] == {**example, **ours}
    assert sent.id == outbox.items(topic="event")[0].id
    assert sent.headers["User-Agent"] == "Osmotr-Webhooks/1"
    (delivery,) = deliveries(wanting)
    assert (delivery.status, [each.status for each in delivery.attempts]) == (DeliveryStatus.DELIVERED, [204])
    assert list(list_due(now() + timedelta(days=9), limit=9)) == []


def test_fanning_out_again_makes_nothing_more(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)
    (event,) = outbox.items(topic="event")

    assert [service.fan_out(event) for _ in range(3)] == [1, 0, 0]

    assert len(deliveries(endpoint)) == 1
    assert outbox.due_at(event.id) is None


def test_an_account_without_endpoints_costs_nothing_more(world: World) -> None:
    happens(world)

    with counted() as calls:
        assert fan_out() == 0

    assert calls.count("TransactWriteItems") == 1
    assert hooks.queued() == []


def test_each_attempt_is_signed_afresh_under_the_same_id(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()
    answers = iter([500, 503, 204])
    receiver = Scripted(say=lambda _: next(answers))

    with time_stands() as move:
        until_settled(receiver, endpoint, move=move)

        assert len(set(receiver.ids)) == 1
        assert len({each.headers["webhook-timestamp"] for each in receiver.sent}) == 3
        assert len({each.headers["webhook-signature"] for each in receiver.sent}) == 3
        assert len({each.body for each in receiver.sent}) == 1


def test_retries_follow_the_schedule_for_75_hours_and_then_the_endpoint_is_disabled(world: World, log: Log) -> None:
    endpoint = add(world.admin)
    mailboxes.verify_sender()
    happens(world)
    fan_out()
    receiver = Scripted(say=lambda _: 500)

    with time_stands() as move:
        began = deliveries(endpoint)[0].began_at
        until_settled(receiver, endpoint, move=move)

        pauses = [later.at - sent.at for sent, later in zip(receiver.sent, receiver.sent[1:], strict=False)]
        assert len(receiver.sent) == len(SCHEDULE) + 1
        for pause, planned in zip(pauses[:-1], SCHEDULE, strict=False):
            # the breaker's own pauses may put a try off by minutes, never forward
            assert planned <= pause <= planned * 1.1 + timedelta(minutes=16)
        assert timedelta(0) <= receiver.sent[-1].at - began - GIVE_UP < timedelta(minutes=16)
        (delivery,) = deliveries(endpoint)
        disabled = now_of(endpoint)
        assert delivery.status == DeliveryStatus.FAILED
        assert (disabled.enabled, disabled.disabled_reason) == (False, "failing")
        assert disabled.version == endpoint.version + 1
        (notice,) = [item for item in outbox.messages() if "notice" in item.data]
        assert notice.data["notice"] == "endpoint_failing"
    assert log.named("webhook given up")


def test_one_event_that_is_never_accepted_does_not_disable_an_endpoint_that_accepts_others(world: World) -> None:
    endpoint = add(world.admin)
    happens(world, "case.updated")
    fan_out()
    receiver = Scripted(say=lambda sent: 500 if b"case.updated" in sent.body else 200)

    with time_stands() as move:
        for _ in range(9):
            try_due(receiver)
            move(timedelta(hours=9))
            happens(world)
            fan_out()
        until_settled(receiver, endpoint, move=move)

        assert now_of(endpoint).enabled
        assert sorted({each.status for each in deliveries(endpoint)}) == ["delivered", "failed"]


@pytest.mark.parametrize("said", [301, 302, 307, 308, 400, 401, 404, 500, "timeout", "broken_off", "certificate"])
def test_what_is_no_success_is_tried_again(world: World, said: int | str) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()

    with time_stands():
        (attempt,) = try_due(Scripted(say=lambda _: said))
        (delivery,) = deliveries(endpoint)

        assert (attempt.status or attempt.reason) == said
        assert delivery.status == DeliveryStatus.PENDING
        assert timedelta(seconds=5) <= delivery.due_at - now() <= timedelta(seconds=5.5)


def test_gone_disables_at_once_and_the_administrators_are_told(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)
    happens(world)
    fan_out()
    receiver = Scripted(say=lambda _: 410)

    try_due(receiver)

    assert len(receiver.sent) == 1
    assert (now_of(endpoint).enabled, now_of(endpoint).disabled_reason) == (False, "gone")
    assert {each.status for each in deliveries(endpoint)} == {DeliveryStatus.FAILED}
    assert [item.data["notice"] for item in outbox.messages()] == ["endpoint_gone"]
    assert "@" not in json.dumps([item.data for item in outbox.items()])
    happens(world)
    assert fan_out() == 0


@pytest.mark.parametrize("count", [50, pytest.param(1000, marks=pytest.mark.slow)])
def test_everything_reaches_a_flaky_endpoint_and_versions_give_the_right_end(world: World, count: int) -> None:
    endpoint = add(world.admin)
    chance = random.Random(count)
    said: dict[str, int | str] = {"fine": 200, "500": 500, "broken": "broken_off", "lost": "timeout"}
    state: dict[str, int] = {}
    seen: set[str] = set()

    def flaky(sent: Sent) -> int | str:
        fate = chance.choice(["fine", "fine", "fine", "fine", "500", "broken", "lost"])
        if fate in {"fine", "lost"}:
            data = json.loads(sent.body)["data"]
            state[data["case_id"]] = max(state.get(data["case_id"], 0), data["version"])
            seen.add(sent.id)
        return said[fate]

    with hooks.many_rows(), time_stands() as move:
        for number in range(count):
            happens(world, "case.updated", version=number // 10 + 1, case_id=f"case_{number % 10}")
        while fan_out():
            pass
        until_settled(Scripted(say=flaky), endpoint, move=move, step=timedelta(minutes=20))

    found = deliveries(endpoint)
    assert {each.status for each in found} == {DeliveryStatus.DELIVERED}
    assert seen == {each.id for each in found}
    assert len(found) == count
    assert state == {f"case_{number}": count // 10 for number in range(10)}


def test_whoever_dies_in_the_middle_loses_nothing(world: World) -> None:
    endpoint = add(world.admin)
    received: list[str] = []

    def arrange() -> Wake:
        happens(world)
        fan_out()
        return hooks.wake_of(deliveries(endpoint)[0])

    def take(sent: Sent) -> int:
        received.append(sent.id)
        return 204

    wakes: list[Wake] = []

    def use_case(wake: Wake) -> object:
        wakes.append(wake)
        return delivering.deliver(wake, by=Scripted(say=take))

    for wake in every_crash(arrange, use_case):
        with time_stands() as move:
            move(LEASE * 2)
            delivering.deliver(wake, by=Scripted(say=take))
        assert wake.delivery_id in received
        assert [each.status for each in deliveries(endpoint)] == [DeliveryStatus.DELIVERED]
        received.clear()


def test_a_crash_between_the_write_and_the_queue_is_made_good_by_the_sweep(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)

    def die(operation: str, _: object, call: object) -> object:
        if operation == "SendMessage":
            raise Crash
        return call()  # type: ignore[operator]

    with between(die), pytest.raises(Crash):
        fan_out()
    assert hooks.queued() == []

    with time_stands() as move:
        move(timedelta(seconds=30))
        assert service.sweep() == (0, 1)
    assert [each.delivery_id for each in hooks.queued()] == [deliveries(endpoint)[0].id]


def test_the_sweep_fans_out_what_the_stream_missed(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)

    assert service.sweep()[0] == 1

    assert len(deliveries(endpoint)) == 1
    assert service.sweep()[0] == 0


def test_a_lease_that_was_lost_writes_nothing(world: World, log: Log) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()

    with time_stands() as move:

        def slowly(sent: Sent) -> int:
            move(LEASE * 2)
            delivering.deliver(hooks.wake_of(deliveries(endpoint)[0]), by=Scripted())
            return 500

        delivering.deliver(hooks.wake_of(deliveries(endpoint)[0]), by=Scripted(say=slowly))

    (delivery,) = deliveries(endpoint)
    assert (delivery.status, len(delivery.attempts)) == (DeliveryStatus.DELIVERED, 1)
    assert log.named("webhook lease lost")


def test_a_lease_that_was_lost_to_a_try_that_failed_writes_nothing(
    world: World, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()
    lanes = iter([[0], [1]])  # by lanes of their own, neither sees the other's end
    monkeypatch.setattr(random, "sample", lambda *_: next(lanes))

    with time_stands() as move:

        def slowly(_: Sent) -> int:
            move(LEASE * 2)
            delivering.deliver(hooks.wake_of(deliveries(endpoint)[0]), by=Scripted(say=lambda _: 500))
            return 204

        delivering.deliver(hooks.wake_of(deliveries(endpoint)[0]), by=Scripted(say=slowly))

    (delivery,) = deliveries(endpoint)
    assert delivery.status is DeliveryStatus.PENDING
    assert [each.status for each in delivery.attempts] == [500]
    assert log.named("webhook lease lost")


def test_a_look_is_queued_for_when_it_is_due_and_no_sooner(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()
    (delivery,) = deliveries(endpoint)
    notes: list[queues.Note] = []
    monkeypatch.setattr(queues, "send", lambda _url, given: notes.extend(given))

    with time_stands():
        for seconds in (-1, 0, 5.001, 900, 900.001):
            publishing.wake([delivery.model_copy(update={"due_at": now() + timedelta(seconds=seconds)})])

    assert [note.delay for note in notes] == [0, 0, 6, 900]  # later ones are left to the sweep


def test_a_delivery_costs_three_calls(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()
    service.secret_of(endpoint.id, generation=1)

    with counted() as calls:
        try_due(Scripted())

    assert [each for each in calls if each != "Query"] == ["BatchGetItem", "TransactWriteItems", "TransactWriteItems"]
