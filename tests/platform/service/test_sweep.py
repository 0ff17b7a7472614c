"""The sweep through its queue: retries, shares, and rows given up."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import repeat
from typing import Any

import boto3
import pytest
import time_machine

import app
from chalicelib.base.clock import now, stamp
from chalicelib.base.settings import settings
from chalicelib.features.photos import couriers, service
from chalicelib.features.photos.model import RequestStatus, UploadStatus
from chalicelib.outbox import events
from chalicelib.outbox import sweeping as sweeps
from chalicelib.outbox.kinds import Courier
from chalicelib.outbox.model import OutboxStatus, Outcome
from tests.support import mailboxes, outbox, sending, sweeping
from tests.support.faults import Crash, refusal, refusing
from tests.support.lambda_events import Context, Log, queue_event
from tests.support.world import World, acting_in, insurer

PHONE, EMAIL = "+79161234567", "owner@mail.example"
DOWN = refusal("Publish", "InternalFailure", status=500)


@pytest.fixture(autouse=True)
def queues(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The queues that the sweep fills."""
    mailboxes.verify_sender()
    sweeping.open_queues(monkeypatch)
    yield
    settings.cache_clear()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


def add_due(account_id: str, kind: str, count: int, *, minutes_ago: float = 60) -> None:
    """Write rows of a kind that fell due some time ago."""
    due_at = stamp(now() - timedelta(minutes=minutes_ago))
    with boto3.resource("dynamodb").Table("cases").batch_writer() as batch:
        for place in range(count):
            key = {"pk": f"{account_id}#case_{place}", "sk": f"{kind}#{place}", "kind": kind}
            batch.put_item(Item={**key, "due_pk": f"due#{place % 4}", "due_at": due_at})


def row(order: dict[str, Any]) -> dict[str, Any]:
    """Return the row of the cases table that an order names."""
    key = {"pk": order["pk"], "sk": order["sk"]}
    item: dict[str, Any] = boto3.resource("dynamodb").Table("cases").get_item(Key=key)["Item"]
    return item


def test_the_sweep_asks_and_does_nothing_itself(world: World, clock: time_machine.Traveller) -> None:
    shown = sending.ask(world, phone=PHONE, channels=("sms",), expires_in_days=1)
    clock.shift(timedelta(days=1))

    orders = sweeping.ask()

    assert sorted(order["kind"] for order in orders) == ["outbox", "request"]
    assert (mailboxes.sms(), sending.request_of(shown).status) == ([], RequestStatus.CREATED)
    assert sweeping.do(orders) == []
    assert sending.request_of(shown).status == RequestStatus.EXPIRED


def test_nobody_is_asked_for_twice_in_a_row(world: World, clock: time_machine.Traveller) -> None:
    add_due(world.account.id, "request", 3)

    assert [len(sweeping.ask()) for _ in range(2)] == [3, 0]
    clock.shift(sweeps.FIRST_LEASE)
    assert len(sweeping.ask()) == 3


def test_the_same_order_again_does_nothing_again(world: World) -> None:
    sending.ask(world, phone=PHONE, channels=("sms",))
    orders = sweeping.ask()

    assert sweeping.do(orders * 3) == []

    assert mailboxes.sms() == [PHONE]


def test_uploads_that_never_came_keep_nobody_from_expiring(world: World, clock: time_machine.Traveller) -> None:
    abuser = sending.ask(world, categories={"damage": (1, 20)})
    for number in range(20):
        sending.reserve(abuser, sending.announced(sending.photo(number)))
    add_due(world.account.id, "upload", 230, minutes_ago=999)
    victim = acting_in(world.other_account)
    other = service.ask_for_photos(victim, service.Asking(expires_in_days=1))
    clock.shift(timedelta(days=1))

    orders = sweeping.ask()

    first = [order["pk"] for order in orders[:3]]
    assert len(orders) > 250
    assert f"{victim.account_id}#{other.request.case_id}" in first
    sweeping.do(orders[:3])
    assert sending.request_of(other).status == RequestStatus.EXPIRED


def test_rows_of_a_kind_that_nobody_knows_starve_no_other(
    world: World, clock: time_machine.Traveller, log: Log
) -> None:
    add_due(world.account.id, "visit", 210, minutes_ago=9999)
    shown = sending.ask(world, expires_in_days=1)
    clock.shift(timedelta(days=1))

    sweeping.do([order for order in sweeping.ask()[:4] if order["kind"] in {"request", "visit"}])

    assert sending.request_of(shown).status == RequestStatus.EXPIRED
    assert "due thing of an unknown kind" in log.alarms


def test_items_of_one_kind_let_another_be_seen_in_the_same_sweep(world: World, clock: time_machine.Traveller) -> None:
    for _ in range(12):
        sweeping.queue_item(world.account.id, kind="chat")
        clock.shift(timedelta(seconds=1))
    late = sweeping.queue_item(world.account.id, kind="renewal")

    orders = sweeping.ask()

    assert late in {order["pk"].rpartition("#")[2] for order in orders[:2]}


@pytest.mark.slow
def test_ten_thousand_older_rows_of_one_kind_let_another_be_seen_in_the_same_sweep(
    world: World, clock: time_machine.Traveller
) -> None:
    add_due(world.account.id, "upload", 10_000, minutes_ago=9999)
    shown = sending.ask(world, expires_in_days=1)
    clock.shift(timedelta(days=1))

    orders = sweeping.ask()

    assert [order["kind"] for order in orders[:3]].count("request") == 1
    assert len(orders) > sweeps.SHARE
    sweeping.do([order for order in orders[:3] if order["kind"] == "request"])
    assert sending.request_of(shown).status == RequestStatus.EXPIRED


def test_a_sweep_whose_time_is_up_leaves_its_rows_to_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    add_due(world.account.id, "upload", 5)

    with monkeypatch.context() as patch:
        patch.setattr(events, "SECONDS", 0.0)
        assert sweeping.ask() == []

    assert len(sweeping.ask()) == 5


def test_a_tenants_rows_take_turns_with_those_of_others(world: World) -> None:
    accounts = [world.account.id, world.other_account.id, insurer("Третья").id]
    for account_id, count in zip(accounts, (40, 5, 5), strict=True):
        add_due(account_id, "request", count)

    orders = [order["pk"].partition("#")[0] for order in sweeping.ask()]

    assert Counter(orders[:15]) == dict.fromkeys(accounts, 5)
    assert len(orders) == 50


def test_a_share_is_all_that_a_line_gets_of_one_sweep() -> None:
    found = [*("a" * 9), *("b" * 2)]

    assert list(sweeps.in_turn(found, line=lambda each: each, share=4)) == [*"ababaa"]


def test_what_fails_goes_to_the_back_and_is_given_up_with_an_alarm(
    world: World, clock: time_machine.Traveller, log: Log
) -> None:
    add_due(world.account.id, "visit", 1)
    (order,) = sweeping.ask()
    asked = [now()]

    for _ in range(sweeps.ASKED_AT_MOST + 1):
        clock.shift(timedelta(hours=7))
        asked += [now() for _ in sweeping.ask()]

    assert len(asked) == sweeps.ASKED_AT_MOST
    assert "due thing given up" in log.alarms
    assert "due_pk" not in row(order)


def test_the_pauses_between_askings_grow(world: World, clock: time_machine.Traveller) -> None:
    add_due(world.account.id, "visit", 1)

    asked = []
    for _ in range(24):
        asked.append(len(sweeping.ask()))
        clock.shift(timedelta(minutes=5))

    assert asked[:2] == [1, 1]
    assert sum(asked) < 7


def test_a_file_that_s3_did_not_report_is_filed_where_the_reported_ones_are(
    world: World, clock: time_machine.Traveller, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = sending.ask(world)
    photo, _ = sending.send(shown, sending.photo())
    clock.shift(timedelta(hours=2))

    with monkeypatch.context() as patched:
        patched.setattr(
            "chalicelib.features.photos.service.filing.file_photo", lambda _: pytest.fail("filed by the sweep")
        )
        assert sweeping.do(sweeping.ask()) == []

    assert sending.upload_of(shown, photo.photo_id).status == UploadStatus.RESERVED
    (again,) = sweeping.taken(settings().queue_url("photo-events"))
    app.file_photos(queue_event(again), Context())
    assert sending.upload_of(shown, photo.photo_id).status == UploadStatus.FILED
    assert len(log.named("upload_repaired")) == 1


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", '{"table": "cases"}', '{"table": "none", "pk": "", "sk": "", "kind": ""}']
)
def test_an_order_that_is_none_raises_an_alarm_and_is_gone(log: Log, body: str) -> None:
    assert app.do_due(queue_event(body), Context()) == {"batchItemFailures": []}
    assert log.alarms == ["message that is not an order of the sweep"]


def test_a_message_is_given_its_lease_back_when_it_is_tried(world: World, clock: time_machine.Traveller) -> None:
    """After an outage the sweep finds each message after its pause, not after an earlier sweep's lease."""
    sending.ask(world, phone=PHONE, channels=("sms",))
    with refusing("Publish", iter([DOWN])):
        sweeping.do(sweeping.ask())
    clock.shift(timedelta(seconds=30))

    sweeping.do(sweeping.ask())

    assert mailboxes.sms() == [PHONE]


def test_after_two_hours_of_outage_everything_is_sent(world: World, clock: time_machine.Traveller) -> None:
    for _ in range(8):
        sending.ask(world, phone=PHONE, channels=("sms",))
    with refusing("Publish", repeat(DOWN)):
        sweeping.sweep_for(clock, timedelta(hours=2), minutes=15)

    sweeping.sweep_for(clock, timedelta(minutes=30), minutes=15)

    assert len(mailboxes.sms()) == 8
    assert {item.status for item in outbox.messages()} == {OutboxStatus.DONE}


@pytest.mark.parametrize("data", [{"kind": "chat"}, {}, {"case_id": "case_1"}, {"message_id": "msg_1"}])
def test_an_item_that_no_sender_can_send_is_given_up_after_a_day(
    world: World, clock: time_machine.Traveller, log: Log, data: dict[str, Any]
) -> None:
    item_id = sweeping.queue_item(world.account.id, **data)

    sweeping.sweep_for(clock, timedelta(hours=30), minutes=180)

    assert outbox.item(item_id).status == OutboxStatus.DEAD
    assert 5 < outbox.item(item_id).attempts < 12
    assert "message given up" in log.alarms
    assert sweeping.ask() == []


def test_an_item_of_an_unknown_topic_is_given_up_like_any_other(
    world: World, clock: time_machine.Traveller, log: Log
) -> None:
    item_id = sweeping.queue_item(world.account.id)
    item = outbox.item(item_id)
    outbox.change(item_id, document=item.model_copy(update={"topic": "parcel"}).model_dump_json())

    sweeping.sweep_for(clock, timedelta(hours=30), minutes=180)

    assert outbox.item(item_id).status == OutboxStatus.DEAD
    assert "message given up" in log.alarms


@pytest.mark.parametrize("document", ['{"created_at": "never"}', "no JSON"])
def test_an_item_that_cannot_be_read_is_given_up(
    world: World, clock: time_machine.Traveller, log: Log, monkeypatch: pytest.MonkeyPatch, document: str
) -> None:
    monkeypatch.setattr("chalicelib.outbox.table.ATTEMPTS_AT_MOST", 4)
    item_id = sweeping.queue_item(world.account.id)
    outbox.change(item_id, document=document)

    sweeping.sweep_for(clock, timedelta(hours=2), minutes=10)

    (raw,) = [each for each in outbox.table().scan()["Items"] if each["pk"].endswith(item_id)]
    assert (raw["status"], raw["due_pk"]) == ("dead", "dead")
    assert "row can't be read" in log.alarms


def test_a_sender_that_ends_its_process_is_given_up_in_time(
    world: World, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.outbox.table.ATTEMPTS_AT_MOST", 4)
    item_id = sweeping.queue_item(world.account.id, kind="chat")
    sent = []

    def die(_: object) -> Outcome:
        sent.append(now())
        raise Crash

    monkeypatch.setattr("chalicelib.outbox.kinds.find_message", lambda _: Courier(die, lambda *_: None))
    for _ in range(7):
        for order in sweeping.ask():
            with suppress(Crash):
                sweeping.do([order])
        clock.shift(timedelta(minutes=5))

    assert outbox.item(item_id).status == OutboxStatus.DEAD
    assert len(sent) == 4


def test_an_outcome_that_cannot_be_recorded_is_given_up_in_time(
    world: World, clock: time_machine.Traveller, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending.ask(world, phone=PHONE, channels=("sms",))

    def fail(*_: object) -> None:
        raise KeyError("unforeseen")

    monkeypatch.setattr(couriers, "PHOTO_REQUEST", couriers.PHOTO_REQUEST._replace(record=fail))
    sweeping.sweep_for(clock, timedelta(hours=30), minutes=180)

    assert [item.status for item in outbox.messages()] == [OutboxStatus.DEAD]
    assert len(mailboxes.sms()) == 2  # as with every outcome that nobody knows
    assert "outcome of a message not recorded" in log.alarms


@pytest.mark.parametrize("place", ["_content", "_sender"])
def test_an_unknown_error_of_a_sender_means_not_sent_and_then_the_other_channel(
    world: World, clock: time_machine.Traveller, log: Log, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    from chalicelib.features.photos.service import messages  # noqa: PLC0415

    shown = sending.ask(world, phone=PHONE, email=EMAIL, channels=("sms",))
    true = getattr(messages, place)

    def fail_for_sms(*arguments: Any) -> Any:
        if place == "_sender" and arguments[1] == "sms":
            raise ZeroDivisionError
        return true(*arguments)

    if place == "_content":
        monkeypatch.setattr("chalicelib.features.photos.senders.render_sms", lambda _: 1 / 0)
    else:
        monkeypatch.setattr(messages, place, fail_for_sms)
    sweeping.sweep_for(clock, timedelta(minutes=30))

    assert (mailboxes.sms(), mailboxes.mails()) == ([], [EMAIL])
    assert sending.request_of(shown).status == RequestStatus.SENT
    assert "outbox item failed" in log.alarms


def test_what_a_limit_holds_is_not_given_up_however_often_it_was_looked_at(
    world: World, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.features.photos.service import messages  # noqa: PLC0415

    sending.ask(world, phone=PHONE, channels=("sms",))
    monkeypatch.setattr("chalicelib.outbox.table.ATTEMPTS_AT_MOST", 4)
    with monkeypatch.context() as patch:
        patch.setattr(messages, "spend_segments", lambda *_: False)
        sweeping.sweep_for(clock, timedelta(hours=33), minutes=180)
    assert outbox.messages()[0].attempts > 8

    sweeping.do(sweeping.ask())

    assert mailboxes.sms() == [PHONE]
