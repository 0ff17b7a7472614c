"""Deliveries for staff: the step of progress, the lines of messages, the history."""

from typing import Any

import pytest

from chalicelib.features.photos import service, table
from chalicelib.messaging.reports import read
from chalicelib.outbox import service as notifications
from tests.support import delivery_documents as documents
from tests.support import mailboxes, outbox
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import PHONE, asked, token_of

EMAIL = "owner@mail.example"


@pytest.fixture
def desk(api: People) -> Desk:
    mailboxes.verify_sender()
    return at_desk(api.staff).speaking("en")


def sent(api: People, *channels: str) -> Any:
    """Return a request whose messages were handed over."""
    request = asked(api.staff, phone=PHONE, email=EMAIL, channels=list(channels))
    for item in outbox.messages():
        notifications.dispatch(item.account_id, item.id)
    return request


def provider_id(api: People, request: Any, channel: str) -> str:
    found = table.read_messages(api.account.id, request["case_id"], request["id"])
    return next(str(message.provider_id) for message in found if message.channel == channel)


def report(document: str) -> None:
    found = read(document)
    assert found is not None
    assert service.track(found)


def requests_of(desk: Desk, request: Any) -> str:
    return seen(desk.get(f"/console/cases/{request['case_id']}?tab=requests"))


def history_of(desk: Desk, request: Any) -> str:
    return seen(desk.get(f"/console/cases/{request['case_id']}?tab=history"))


def test_before_any_report_the_steps_claim_none(api: People, desk: Desk) -> None:
    unsent, request = asked(api.staff, phone=PHONE, channels=["sms"]), sent(api, "sms")

    assert "Request delivered no report yet" in requests_of(desk, request)
    assert "Request delivered no report yet" in requests_of(desk, unsent)  # the same dispatcher has sent it
    assert "Request delivered not yet" in requests_of(desk, asked(api.staff, channels=[]))


def test_a_delivery_is_a_step_and_a_state_of_its_message(api: People, desk: Desk) -> None:
    request = sent(api, "sms")

    report(documents.sms(provider_id(api, request, "sms"), "Message has been accepted by phone carrier"))

    words = requests_of(desk, request)
    assert "Request delivered today, " in words
    assert "+7 916 123-45-67: delivered, today" in words
    assert "taken by the phone's carrier; the phone itself has not confirmed it" in words
    assert "SMS delivered" in history_of(desk, request)
    assert " Delivered" in seen(desk.get(f"/console/requests/{request['id']}"))


def test_a_failure_is_said_with_its_reason_everywhere(api: People, desk: Desk) -> None:
    request = sent(api, "sms", "email")

    report(documents.mail_bounced(provider_id(api, request, "email")))
    report(documents.sms_failed(provider_id(api, request, "sms"), "Phone carrier has blocked this message"))

    for words in (requests_of(desk, request), history_of(desk, request)):
        assert "there is no such mailbox" in words
        assert "the phone's carrier blocked the message" in words
    assert "Request delivered could not be delivered" in requests_of(desk, request)
    assert "Undelivered" in requests_of(desk, request)
    russian = desk.speaking("ru")
    assert "такого почтового ящика нет" in requests_of(russian, request)
    assert "такого почтового ящика нет" in seen(russian.get(f"/console/requests/{request['id']}"))


def test_who_opened_the_link_has_got_it(api: People, desk: Desk) -> None:
    request = sent(api, "sms")

    service.mark_opened(token_of(request), address="192.0.2.1", device="phone")

    assert "Request delivered today, " in requests_of(desk, request)


def test_a_request_that_is_over_says_that_no_report_has_come(api: People, desk: Desk) -> None:
    request = sent(api, "sms")
    api.staff.post(f"/v1/photo-requests/{request['id']}/revoke").expect(200)

    assert "Request delivered no report has come" in requests_of(desk, request)


def test_a_complaint_is_said_at_the_message_and_in_the_history(api: People, desk: Desk) -> None:
    request = sent(api, "email")

    report(documents.mail_complained(provider_id(api, request, "email")))

    assert "the recipient reported it as spam" in requests_of(desk, request)
    assert "E-mail reported as spam by the recipient" in history_of(desk, request)


def test_programs_are_told_codes_and_words(api: People, desk: Desk) -> None:
    request = sent(api, "sms", "email")
    report(documents.mail_bounced(provider_id(api, request, "email"), "Transient", "MailboxFull"))
    report(documents.sms(provider_id(api, request, "sms")))

    shown = api.key.get(f"/v1/photo-requests/{request['id']}").expect(200)

    messages = {message["channel"]: message for message in shown["messages"]}
    assert (messages["email"]["status"], messages["email"]["reason"], messages["email"]["reason_code"]) == (
        "failed",
        "the mailbox is full",
        "mailbox_full",
    )
    assert (messages["sms"]["status"], messages["sms"]["reason_code"]) == ("delivered", None)
    assert shown["delivered_at"] == messages["sms"]["delivered_at"] == shown["funnel"]["delivered_at"]
    assert shown["status"] == "sent"
