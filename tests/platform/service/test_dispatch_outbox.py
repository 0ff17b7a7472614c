"""dispatch_outbox as Lambda calls it with records of the outbox's stream, and the sweep beside it."""

import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

import app
from chalicelib.features.photos import service
from chalicelib.outbox.model import OutboxStatus
from tests.support import mailboxes, outbox, sending
from tests.support.faults import between, refusing
from tests.support.lambda_events import Context, Log, raw_items, schedule_event, stream_event
from tests.support.running import DEADLINE
from tests.support.world import World

PHONE, EMAIL = "+79161234567", "owner@mail.example"


def dispatch(items: list[dict[str, Any]], *, name: str = "INSERT") -> list[str]:
    """Call the function as Lambda does; return the sequence numbers of the records that failed."""
    answer: dict[str, Any] = app.dispatch_outbox(stream_event(items, name=name), Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


@pytest.fixture
def asked(world: World) -> Iterator[service.Shown]:
    """A request whose SMS and e-mail wait in the outbox."""
    mailboxes.verify_sender()
    yield sending.ask(world, phone=PHONE, email=EMAIL, channels=("sms", "email"))


def test_what_was_written_is_sent(world: World, asked: service.Shown, log: Log) -> None:
    assert dispatch(raw_items("outbox")) == []

    assert (mailboxes.sms(), mailboxes.mails()) == ([PHONE], [EMAIL])
    shown = service.show_request(world.admin, asked.request.id)
    assert [message.status for message in shown.messages] == ["sent", "sent"]
    assert shown.request.status == "sent"
    assert {item.status for item in outbox.messages()} == {OutboxStatus.DONE}
    assert log.alarms == []
    assert log.named("sms_sent")[0]["count"] == asked.messages[0].segments
    assert len(log.named("outbox_taken")) == 2


def test_the_same_records_again_send_nothing(asked: service.Shown) -> None:
    written = raw_items("outbox")

    for _ in range(5):
        assert dispatch([*written, *written]) == []

    assert (mailboxes.sms(), mailboxes.mails()) == ([PHONE], [EMAIL])


@pytest.mark.parametrize("stream_first", [True, False])
def test_stream_and_sweep_together_send_once(asked: service.Shown, stream_first: bool) -> None:
    written = raw_items("outbox")
    calls = [lambda: dispatch(written), lambda: app.sweep_overdue(schedule_event(), Context())]

    for call in calls if stream_first else reversed(calls):
        call()

    assert (mailboxes.sms(), mailboxes.mails()) == ([PHONE], [EMAIL])


def test_a_sweep_in_the_middle_of_sending_sends_nothing(asked: service.Shown) -> None:
    swept: list[str] = []

    def sweep_meanwhile(operation: str, _: dict[str, Any], call: Any) -> Any:
        if operation == "Publish" and not swept:
            swept.append(operation)
            app.sweep_overdue(schedule_event(), Context())
        return call()

    with between(sweep_meanwhile):
        dispatch(raw_items("outbox"))

    assert swept
    assert (mailboxes.sms(), mailboxes.mails()) == ([PHONE], [EMAIL])


@pytest.mark.parametrize("name", ["MODIFY", "REMOVE"])
def test_only_what_is_new_in_the_stream_is_sent(asked: service.Shown, name: str) -> None:
    assert dispatch(raw_items("outbox"), name=name) == []
    assert mailboxes.sms() == []


def test_events_for_back_ends_are_left_to_who_hands_them_on(asked: service.Shown) -> None:
    before = outbox.items(topic="event")

    dispatch(raw_items("outbox"))

    assert before == [item for item in outbox.items(topic="event") if item in before]
    assert {item.status for item in before} == {OutboxStatus.RECORDED}
    assert all(outbox.due_at(item.id) is not None for item in before)


def test_an_unexpected_error_fails_only_its_own_record(asked: service.Shown, log: Log) -> None:
    written = sorted(raw_items("outbox"), key=lambda item: "msg_" not in item["document"]["S"])

    with refusing("UpdateItem", iter([RuntimeError("unforeseen")])):
        failed = dispatch(written)

    assert failed in (["000000000000000000001"], ["000000000000000000002"])  # they are told at once
    assert log.alarms == ["record failed"]
    assert len(mailboxes.sms()) + len(mailboxes.mails()) == 1
    assert dispatch(written) == []
    assert (mailboxes.sms(), mailboxes.mails()) == ([PHONE], [EMAIL])


def test_messages_that_hang_keep_their_neighbours_waiting_for_nothing(world: World, log: Log) -> None:
    mailboxes.verify_sender()
    phones = [f"+79161234{number:03d}" for number in range(6)]
    for phone in phones:
        sending.ask(world, phone=phone, channels=("sms",))
    all_there = threading.Barrier(len(phones), timeout=DEADLINE)

    def hang(operation: str, _: dict[str, Any], call: Any) -> Any:
        if operation == "Publish":
            all_there.wait()  # goes on when each has been called, while none has answered
        return call()

    with between(hang):
        assert dispatch(raw_items("outbox")) == []

    assert sorted(mailboxes.sms()) == phones
    assert log.alarms == []


def test_a_record_without_image_is_nothing_to_do(asked: service.Shown) -> None:
    event = stream_event(raw_items("outbox"))
    for record in event["Records"]:
        del record["dynamodb"]["NewImage"]

    assert app.dispatch_outbox(event, Context()) == {"batchItemFailures": []}
    assert mailboxes.sms() == []


def test_an_image_of_the_real_stream_can_be_read(asked: service.Shown) -> None:
    """DynamoDB shows numbers as text, with their type: as an item is read raw, not as boto3's resources give it."""
    raw = boto3.client("dynamodb").scan(TableName="outbox")["Items"]

    assert dispatch(raw) == []
    assert (mailboxes.sms(), mailboxes.mails()) == ([PHONE], [EMAIL])
