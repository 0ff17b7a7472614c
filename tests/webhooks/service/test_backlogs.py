"""A batch of deliveries most of which can't be tried now: its cost, and that its neighbours don't wait."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

import app
from chalicelib.base.clock import now
from chalicelib.features.webhooks import service
from chalicelib.features.webhooks.model import LANES, SPREAD, DeliveryStatus, Endpoint, Wake
from chalicelib.features.webhooks.outbound import SECONDS
from chalicelib.features.webhooks.service import delivering
from chalicelib.features.webhooks.table import get_delivery
from tests.support.faults import counted, refusal, refusing
from tests.support.lambda_events import Context, Log, queue_event
from tests.support.world import World
from tests.webhooks import hooks
from tests.webhooks.hooks import Scripted, add, deliveries, fan_out, happens, now_of, time_stands, try_due

pytestmark = pytest.mark.usefixtures("public")
public = hooks.public


@pytest.fixture(autouse=True)
def receiver(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """The receiver of the function's calls, one after another: moto bears no two transactions at once."""
    scripted = Scripted()
    monkeypatch.setattr(delivering, "client", lambda *, seconds: scripted)
    monkeypatch.setattr("chalicelib.features.webhooks.events.AT_ONCE", 1)
    return scripted


def wakes(*endpoints: Endpoint) -> list[Wake]:
    return [hooks.wake_of(each) for endpoint in endpoints for each in deliveries(endpoint)]


def deliver(asked: list[Wake]) -> list[Any]:
    answer = app.deliver_webhooks(queue_event(*(each.model_dump_json() for each in asked)), Context())
    return list(answer["batchItemFailures"])


def fail_until_paused(world: World, endpoint: Endpoint, move: Callable[[timedelta], None]) -> None:
    """Fail an endpoint's deliveries until it is paused."""
    for version in range(5):
        happens(world, version=version + 1)
    fan_out()
    try_due(Scripted(say=lambda _: 503))
    hooks.queued()
    assert now_of(endpoint).is_paused(now())
    move(timedelta(0))


def with_ten_deliveries(world: World) -> Endpoint:
    """Return an endpoint with ten deliveries that are due and no longer in the queue."""
    endpoint = add(world.admin)
    for version in range(10):
        happens(world, version=version + 1)
    fan_out()
    hooks.queued()
    return endpoint


def test_a_batch_for_a_paused_endpoint_looks_once_and_writes_each(world: World, receiver: Scripted) -> None:
    endpoint = with_ten_deliveries(world)
    with time_stands() as move:
        try_due(Scripted(say=lambda _: "timeout"))  # five of them, then it is paused
        hooks.queued()
        move(timedelta(seconds=6))
        due = [hooks.wake_of(each) for each in deliveries(endpoint) if each.due_at <= now()]
        assert len(due) > 2
        with counted() as calls:
            assert deliver(due) == []

        assert Counter(calls) == {
            "BatchGetItem": 1,
            "UpdateItem": len(due),
            "SendMessageBatch": 1,
        }
        paused_until = now_of(endpoint).paused_until
        assert paused_until is not None
        later = [hooks.again(each).due_at for each in deliveries(endpoint) if hooks.wake_of(each) in due]
        assert all(paused_until <= each <= paused_until + SPREAD for each in later)
    assert receiver.sent == []


def test_of_a_batch_as_many_are_tried_as_there_are_lanes(world: World, receiver: Scripted) -> None:
    endpoint = with_ten_deliveries(world)

    with time_stands() as move:
        assert deliver(wakes(endpoint)) == []
        oldest = sorted(deliveries(endpoint), key=lambda each: each.created_at)[:LANES]
        assert sorted(receiver.ids) == sorted(each.id for each in oldest)
        move(delivering.FIRST_WAIT)
        assert len(hooks.queued()) == 10 - LANES
        hooks.until_settled(receiver, endpoint, move=move)

    assert {each.status for each in deliveries(endpoint)} == {DeliveryStatus.DELIVERED}
    assert {each.tries for each in deliveries(endpoint)} == {1}


def test_of_a_suspected_endpoint_one_is_tried(world: World, receiver: Scripted) -> None:
    endpoint = add(world.admin)
    with time_stands() as move:
        for version in range(8):
            happens(world, version=version + 1)
        fan_out()
        try_due(Scripted(say=lambda _: 503))
        move(timedelta(minutes=2))
        receiver.sent.clear()

        assert deliver(wakes(endpoint)) == []
        waiting = [each for each in deliveries(endpoint) if each.status == DeliveryStatus.PENDING]
        assert len(waiting) == 7
        ends = timedelta(seconds=SECONDS)
        assert all(now() + ends <= each.due_at <= now() + ends + SPREAD for each in waiting)

    assert len(receiver.sent) == 1


def test_a_backlog_takes_no_others_place_in_a_batch(world: World, receiver: Scripted) -> None:
    noisy, quiet = add(world.admin), add(world.stranger, url=f"{hooks.URL}/quiet")
    for version in range(9):
        happens(world, version=version + 1)
    happens(world, account_id=world.other_account.id)
    fan_out()

    assert deliver([*wakes(noisy), *wakes(quiet)]) == []

    assert Counter(sent.url for sent in receiver.sent) == {noisy.url: LANES, quiet.url: 1}


def test_what_can_not_be_looked_at_together_is_tried_one_by_one(world: World, receiver: Scripted, log: Log) -> None:
    endpoint = add(world.admin)
    for version in range(3):
        happens(world, version=version + 1)
    fan_out()

    with refusing("BatchGetItem", iter([refusal("BatchGetItem", "InternalServerError", status=500)])):
        assert deliver(wakes(endpoint)) == []

    assert len(receiver.sent) == 3
    assert log.alarms == []


@pytest.mark.parametrize("gone", ["removed", "disabled"])
def test_what_has_nowhere_to_go_ends(world: World, receiver: Scripted, gone: str) -> None:
    endpoint = add(world.admin)
    for version in range(3):
        happens(world, version=version + 1)
    fan_out()
    asked = wakes(endpoint)
    if gone == "removed":
        service.remove_endpoint(world.admin, endpoint.id)
    else:
        service.change_endpoint(world.admin, endpoint.id, changes={"enabled": False})

    assert deliver(asked) == []

    assert receiver.sent == []
    found = [get_delivery(each.account_id, each.endpoint_id, each.delivery_id) for each in asked]
    assert {each.status for each in found if each is not None} <= {DeliveryStatus.FAILED}


def test_what_happens_while_an_endpoint_is_paused_waits_for_the_end_of_the_pause(world: World) -> None:
    endpoint = add(world.admin)
    with time_stands() as move:
        fail_until_paused(world, endpoint, move)
        paused_until = now_of(endpoint).paused_until
        happens(world, version=99)
        fan_out()

        newest = deliveries(endpoint)[0]
        assert paused_until is not None
        assert paused_until <= newest.due_at <= paused_until + SPREAD
        assert hooks.wake_of(newest) not in hooks.queued()  # held back by the queue until then
        move(timedelta(minutes=2))
        assert hooks.wake_of(newest) in hooks.queued()


@pytest.mark.parametrize(
    ("events", "counts"),
    [
        (hooks.ALL_EVENTS, [1, 1, 1, 1, 1]),
        (("case.created",), [0, 0, 0, 0, 0]),
    ],
)
def test_a_replay_that_takes_long_leaves_the_rest_to_the_next_call(
    world: World, monkeypatch: pytest.MonkeyPatch, events: tuple[str, ...], counts: list[int]
) -> None:
    add(world.admin)
    for version in range(5):
        happens(world, version=version + 1)
    fan_out()
    monkeypatch.setattr("chalicelib.features.webhooks.service.publishing.REPLAY_SECONDS", -1.0)
    endpoint = add(world.admin, url=f"{hooks.URL}/new", events=events)
    replayed = [service.replay_since(world.admin, endpoint.id, since=now() - timedelta(minutes=1))]
    while since := replayed[-1].rest_since:
        replayed.append(service.replay_since(world.admin, endpoint.id, since=since))

    assert [each.count for each in replayed] == counts


def test_a_replay_of_what_is_on_its_way_ends_in_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = add(world.admin)
    for version in range(3):
        happens(world, version=version + 1)
    fan_out()
    monkeypatch.setattr("chalicelib.features.webhooks.service.publishing.REPLAY_SECONDS", -1.0)

    replayed = service.replay_since(world.admin, endpoint.id, since=now() - timedelta(minutes=1))

    assert replayed.count == 0
    assert replayed.rest_since == sorted(each.created_at for each in deliveries(endpoint))[1]
