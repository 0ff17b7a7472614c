"""track_delivery and relay_sms_reports as AWS calls them."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

import app
from chalicelib.base.settings import settings
from chalicelib.features.photos import service
from chalicelib.messaging.reports import GREETING
from tests.support import delivery_documents as documents
from tests.support import mailboxes, sending
from tests.support.lambda_events import Context, Log, queue_event, raw_items, stream_event
from tests.support.world import World

PHONE, EMAIL = "+79161234567", "owner@mail.example"


@pytest.fixture(autouse=True)
def mail(world: World) -> None:
    mailboxes.verify_sender()


def dispatch() -> None:
    app.dispatch_outbox(stream_event(raw_items("outbox")), Context())


def by_both(world: World) -> service.Shown:
    """A request whose SMS and e-mail were handed over."""
    shown = sending.ask(world, phone=PHONE, email=EMAIL, channels=("sms", "email"))
    dispatch()
    return service.show_request(world.admin, shown.request.id)


def ids(shown: service.Shown) -> tuple[str, str]:
    """The ids of SMS and e-mail at SNS and SES."""
    by_channel = {message.channel: str(message.provider_id) for message in shown.messages}
    return by_channel["sms"], by_channel["email"]


def track(*documents_: str, received: int = 1) -> list[str]:
    """Call the function as Lambda does; return the ids of the messages that failed (`m0`, `m1`…)."""
    event = queue_event(*documents_)
    for record in event["Records"]:
        record["attributes"]["ApproximateReceiveCount"] = str(received)
    answer: dict[str, Any] = app.track_delivery(event, Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def statuses(world: World, shown: service.Shown) -> dict[str, tuple[str, str | None]]:
    now = service.show_request(world.admin, shown.request.id)
    return {message.channel: (message.status, message.reason) for message in now.messages}


def timeline(world: World, shown: service.Shown) -> list[str]:
    return [entry.type for entry in service.show_case(world.admin, shown.request.case_id).timeline]


def test_deliveries_are_noted_at_the_messages_the_request_and_the_case(world: World, log: Log) -> None:
    shown = by_both(world)
    sms, mail = ids(shown)

    assert track(documents.mail_delivered(mail), documents.sms(sms)) == []

    assert statuses(world, shown) == {"sms": ("delivered", None), "email": ("delivered", None)}
    request = sending.request_of(shown)
    first = min(message.delivered_at for message in service.show_request(world.admin, request.id).messages)  # type: ignore[type-var]
    assert (request.status, request.delivered_at) == ("sent", first)
    assert timeline(world, shown).count("message.delivered") == 2
    assert len(log.named("message_tracked")) == 2
    assert log.alarms == []


def test_reports_that_come_twice_are_noted_once(world: World) -> None:
    shown = by_both(world)
    sms, mail = ids(shown)
    reports = [documents.mail_delivered(mail), documents.sms(sms), documents.mail_delivered(mail)]

    for _ in range(3):
        assert track(*reports) == []

    assert timeline(world, shown).count("message.delivered") == 2


def test_a_report_that_is_quicker_than_our_own_note_comes_again_and_alarms_nobody(world: World, log: Log) -> None:
    assert track(documents.mail_delivered("not-noted-yet"), received=1) == ["m0"]
    assert track(documents.mail_delivered("not-noted-yet"), received=2) == ["m0"]
    assert log.alarms == []

    shown = by_both(world)
    assert track(documents.mail_delivered(ids(shown)[1]), received=2) == []
    assert statuses(world, shown)["email"] == ("delivered", None)


def test_a_report_of_a_message_that_stays_unknown_is_taken_off_the_queue(world: World, log: Log) -> None:
    assert track(documents.sms("another-programs"), received=3) == []
    assert log.alarms == []
    assert log.named("report of an unknown message") == [{"channel": "sms", "status": "delivered"}]


def test_what_cannot_be_read_fails_alone_and_raises_an_alarm(world: World, log: Log) -> None:
    shown = by_both(world)
    sms, mail = ids(shown)
    poison = json.dumps({"eventType": "Bounce", "mail": {"destination": ["secret@mail.example"]}})

    assert track(documents.mail_delivered(mail), poison, documents.sms(sms)) == ["m1"]

    assert statuses(world, shown) == {"sms": ("delivered", None), "email": ("delivered", None)}
    assert log.alarms == ["record failed"]
    assert "secret@" not in repr(log.lines)


@pytest.mark.parametrize("document", [GREETING, documents.mail_sent("m"), documents.mail_opened("m")])
def test_what_concerns_no_message_is_taken_off_the_queue(world: World, log: Log, document: str) -> None:
    assert track(document) == []
    assert log.alarms == []


def test_a_report_moves_a_message_of_its_own_tenant_only(world: World) -> None:
    ours = by_both(world)
    asked = service.ask_for_photos(world.stranger, service.Asking(email=EMAIL, channels=("email",)))
    dispatch()
    theirs = service.show_request(world.stranger, asked.request.id)

    track(documents.mail_bounced(str(theirs.messages[0].provider_id)))

    assert statuses(world, ours)["email"] == ("sent", None)
    found = service.show_request(world.stranger, asked.request.id)
    assert (found.request.status, found.messages[0].reason) == ("undelivered", "no_mailbox")


def test_a_delay_is_shown_until_it_is_over(world: World) -> None:
    shown = by_both(world)
    mail = ids(shown)[1]

    track(documents.mail_delayed(mail, "MailboxFull"))
    assert statuses(world, shown)["email"] == ("sent", "mailbox_full")
    track(documents.mail_delivered(mail))

    assert statuses(world, shown)["email"] == ("delivered", None)


@pytest.fixture
def queue(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The queue of reports."""
    url = boto3.client("sqs").create_queue(QueueName="delivery-reports")["QueueUrl"]
    monkeypatch.setenv("DELIVERY_REPORTS_QUEUE_URL", url)
    settings.cache_clear()
    yield url
    settings.cache_clear()


def queued(url: str) -> list[str]:
    bodies: list[str] = []
    while found := boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        bodies += [message["Body"] for message in found]
    return bodies


def test_what_sns_logs_of_texts_is_queued_line_by_line(queue: str) -> None:
    lines = [documents.sms(f"sms-{number}") for number in range(23)]

    app.relay_sms_reports(documents.logged(*lines), Context())

    assert sorted(queued(queue)) == sorted(lines)


def test_what_cloudwatch_sends_to_try_the_way_is_no_report(queue: str) -> None:
    app.relay_sms_reports(documents.logged("CWL CONTROL MESSAGE: Checking health", kind="CONTROL_MESSAGE"), Context())

    assert queued(queue) == []


def test_what_was_logged_ends_at_the_message(world: World, queue: str, log: Log) -> None:
    shown = by_both(world)
    sms, _ = ids(shown)

    app.relay_sms_reports(documents.logged(documents.sms_failed(sms, "Blocked as spam by phone carrier")), Context())
    assert track(*queued(queue)) == []

    assert statuses(world, shown)["sms"] == ("failed", "carrier_blocked")


def test_that_the_budget_for_sms_is_used_up_is_told_to_the_operator(world: World, log: Log) -> None:
    sms, _ = ids(by_both(world))

    track(documents.sms_failed(sms, "No quota left for account"))

    assert log.alarms == ["sms budget used up"]
