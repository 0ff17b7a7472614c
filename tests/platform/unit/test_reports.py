"""Reports are read from the documents of SES and SNS, with any other fields in them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.base.languages import text
from chalicelib.messaging.model import Report
from chalicelib.messaging.reasons import SUPPRESSING, FailureReason, in_words, known
from chalicelib.messaging.reports import GREETING, Unreadable, read
from tests.support import delivery_documents as documents


def said(document: str) -> tuple[str, str | None]:
    report = read(document)
    assert report is not None
    return report.verdict, report.reason


@pytest.mark.parametrize(
    ("kind", "subtype", "status", "reason"),
    [
        ("Permanent", "General", "5.1.1", "no_mailbox"),
        ("Permanent", "General", "5.1.2", "no_mailbox"),
        ("Permanent", "General", "5.2.1", "no_mailbox"),
        ("Permanent", "General", "5.4.4", "no_mailbox"),
        ("Permanent", "General", "5.7.1", "mail_refused"),
        ("Permanent", "General", None, "mail_refused"),
        ("Permanent", "NoEmail", None, "no_mailbox"),
        ("Permanent", "Suppressed", "5.1.1", "provider_list"),
        ("Permanent", "OnAccountSuppressionList", "5.1.1", "provider_list"),
        ("Transient", "General", "4.4.7", "mail_returned"),
        ("Transient", "MailboxFull", "4.2.2", "mailbox_full"),
        ("Transient", "MessageTooLarge", "5.3.4", "content"),
        ("Transient", "ContentRejected", "5.6.0", "content"),
        ("Transient", "AttachmentRejected", None, "content"),
        ("Undetermined", "Undetermined", None, "mail_returned"),
        ("Something new", "", None, "mail_returned"),
    ],
)
def test_a_bounce_says_why(kind: str, subtype: str, status: str | None, reason: str) -> None:
    assert said(documents.mail_bounced("m", kind, subtype, status=status)) == ("failed", reason)


def test_only_what_is_for_good_blocks_an_address() -> None:
    assert {
        "opted_out",
        "no_mailbox",
        "mail_refused",
        "complaint",
        "provider_list",
    } == SUPPRESSING


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (documents.mail_delivered("m"), ("delivered", None)),
        (documents.mail_complained("m"), ("complained", "complaint")),
        (documents.mail_complained("m", subtype="OnAccountSuppressionList"), ("failed", "provider_list")),
        (documents.mail_rejected("m"), ("failed", "content")),
        (documents.mail_delayed("m"), ("delayed", "mail_delayed")),
        (documents.mail_delayed("m", "MailboxFull"), ("delayed", "mailbox_full")),
        (documents.sms("m"), ("delivered", None)),
        (documents.sms("m", "Delivered"), ("delivered", None)),
        (documents.sms("m", "Message has been accepted by phone carrier"), ("delivered", "accepted_by_carrier")),
    ],
)
def test_each_kind_says_what_became_of_the_message(document: str, expected: tuple[str, str | None]) -> None:
    assert said(document) == expected


@pytest.mark.parametrize("response", documents.SMS_FAILURES)
def test_a_failed_sms_says_why(response: str) -> None:
    assert said(documents.sms_failed("m", response)) == ("failed", documents.SMS_FAILURES[response])


def test_a_report_carries_the_providers_id_and_when_it_happened() -> None:
    assert read(documents.mail_delivered("0100-1")) == Report(
        provider_id="0100-1", channel="email", verdict="delivered", at=datetime(2017, 8, 5, 0, 41, 2, 669000, UTC)
    )
    assert read(documents.sms("34d9b400")) == Report(
        provider_id="34d9b400", channel="sms", verdict="delivered", at=datetime(2016, 6, 28, 0, 40, 35, 902000, UTC)
    )


@pytest.mark.parametrize("document", [documents.mail_sent("m"), documents.mail_opened("m"), GREETING, GREETING + "\n"])
def test_what_changes_nothing_is_no_report(document: str) -> None:
    assert read(document) is None


def test_an_identitys_own_notification_says_the_same() -> None:
    event = json.loads(documents.mail_bounced("m"))
    event["notificationType"] = event.pop("eventType")

    assert said(json.dumps(event)) == ("failed", "no_mailbox")


def without(document: str, *path: str) -> str:
    whole: dict[str, Any] = json.loads(document)
    part = whole
    for name in path[:-1]:
        part = part[name]
    del part[path[-1]]
    return json.dumps(whole)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "hello",
        "7",
        "[]",
        "{}",
        "null",
        '{"eventType": "Bounce"}',
        without(documents.mail_bounced("m"), "bounce"),
        without(documents.mail_bounced("m"), "mail", "messageId"),
        without(documents.mail_delivered("m"), "delivery", "timestamp"),
        without(documents.sms("m"), "status"),
        documents.sms("m", status="PERHAPS"),
        documents.sms(""),
        documents.sms("m" * 500),
    ],
)
def test_what_lacks_its_parts_is_unreadable_and_says_nothing_of_what_it_held(document: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(document)

    assert "recipient" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("language", ["ru", "es"])
@pytest.mark.parametrize("reason", FailureReason)
def test_every_reason_has_words_in_every_language(reason: FailureReason, language: Any) -> None:
    assert text(language, reason.words) != reason.words


def test_words_that_were_kept_in_place_of_a_code_stay_as_they_are() -> None:
    assert in_words("mailbox_full") == "the mailbox is full"
    assert in_words("the request has ended") == "the request has ended"
    assert (known("mailbox_full"), known("the request has ended"), known(None)) == ("mailbox_full", None, None)
