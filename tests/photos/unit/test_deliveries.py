"""Effects of reports on a message, in any order and any number."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from chalicelib.features.photos.deliveries import moved
from chalicelib.features.photos.model import Message
from chalicelib.messaging.model import MessageStatus, Report
from chalicelib.messaging.reports import read
from tests.support import delivery_documents as documents

SENT_AT = datetime(2017, 8, 5, 0, 40, 3, tzinfo=UTC)
NOW = SENT_AT + timedelta(hours=2)


def message(**said: Any) -> Message:
    return Message(
        **{
            "id": "msg_1",
            "account_id": "acc_1",
            "case_id": "case_1",
            "request_id": "req_1",
            "kind": "invitation",
            "channel": "email",
            "to": "owner@mail.example",
            "status": "sent",
            "queued_at": SENT_AT,
            "sent_at": SENT_AT,
            "provider_id": "m",
            **said,
        }
    )


def report(document: str) -> Report:
    found = read(document)
    assert found is not None
    return found


def after(*reports: Report, start: Message | None = None) -> Message:
    state = start or message()
    for each in reports:
        state = moved(state, each, now=NOW) or state
    return state


DELIVERED = report(documents.mail_delivered("m"))
HARD = report(documents.mail_bounced("m"))
SOFT = report(documents.mail_bounced("m", "Transient", "MailboxFull", status="4.2.2"))
COMPLAINT = report(documents.mail_complained("m"))
DELAY = report(documents.mail_delayed("m"))
KINDS = {"delivered": DELIVERED, "hard": HARD, "soft": SOFT, "delay": DELAY}


@pytest.mark.parametrize(
    ("kinds", "status", "reason"),
    [
        (["delivered"], "delivered", None),
        (["hard"], "failed", "no_mailbox"),
        (["soft"], "failed", "mailbox_full"),
        (["delay"], "sent", "mail_delayed"),
        (["delay", "delivered"], "delivered", None),
        (["delay", "soft"], "failed", "mailbox_full"),
        (["delivered", "soft"], "delivered", None),
        (["delivered", "hard"], "failed", "no_mailbox"),
        (["delivered", "hard", "soft", "delay"], "failed", "no_mailbox"),
    ],
)
def test_the_end_is_the_same_in_any_order_and_with_each_report_twice(
    kinds: list[str], status: str, reason: str | None
) -> None:
    for order in permutations(kinds):
        for repeated in ([*order, *order], [kind for kind in order for _ in range(2)], [*order, *reversed(order)]):
            state = after(*(KINDS[kind] for kind in repeated))
            assert (state.status, state.reason) == (status, reason), repeated


def test_who_complains_has_got_it() -> None:
    for order in permutations([DELIVERED, COMPLAINT, COMPLAINT, SOFT]):
        state = after(*order)
        assert (state.status, state.reason) == ("delivered", "complaint"), order
        assert state.delivered_at is not None


def test_a_report_that_says_nothing_new_changes_nothing() -> None:
    for kind in (DELIVERED, HARD, SOFT, DELAY, COMPLAINT):
        once = after(kind)
        assert moved(once, kind, now=NOW) is None


def test_what_is_reported_did_not_happen_before_it_was_sent_nor_in_the_future() -> None:
    early, late = (
        DELIVERED.model_copy(update={"at": SENT_AT - timedelta(days=1)}),
        DELIVERED.model_copy(update={"at": NOW + timedelta(days=1)}),
    )

    assert after(DELIVERED).delivered_at == DELIVERED.at
    assert after(early).delivered_at == SENT_AT
    assert after(late).delivered_at == NOW


def test_what_failed_before_it_was_sent_stays_failed() -> None:
    ended = message(status=MessageStatus.FAILED, reason="the request has ended")

    assert after(DELIVERED, HARD, start=ended) == ended
