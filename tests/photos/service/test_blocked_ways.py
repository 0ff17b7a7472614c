"""Suppressed addresses: their causes, their scope, and the messages that are not sent."""

from typing import Any

import pytest

from chalicelib.base.errors import Invalid
from chalicelib.features.photos import service
from chalicelib.messaging import suppressions
from chalicelib.outbox import events
from tests.photos.service import outcomes
from tests.photos.service.outcomes import (
    EMAIL,
    PHONE,
    asked,
    blocked,
    bounce,
    dispatch,
    fail_sms,
    last,
    report,
    states,
    undelivered,
)
from tests.support import delivery_documents as documents
from tests.support import mailboxes, sending
from tests.support.world import World

mail = outcomes.mail


def test_no_sms_replaces_an_e_mail_to_a_number_that_takes_none(world: World) -> None:
    shown = asked(world, "email", phone="+74951234567")

    bounce(shown)

    assert [state[0] for state in states(shown)] == ["email"]
    assert len(undelivered()) == 1


def test_a_way_that_is_blocked_is_not_tried(world: World) -> None:
    bounce(asked(world, "email", phone=None))
    shown = asked(world, "sms")

    fail_sms(shown)

    assert [state[0] for state in states(shown)] == ["sms"]
    assert sending.request_of(shown).status == "undelivered"


@pytest.mark.parametrize(
    ("fail", "expected"),
    [
        (bounce, {EMAIL: "no_mailbox"}),
        (lambda shown: bounce(shown, "Transient", "MailboxFull"), {}),
        (lambda shown: bounce(shown, "Undetermined", "Undetermined"), {}),
        (lambda shown: service.track(report(documents.mail_complained(last(shown, "email")))), {EMAIL: "complaint"}),
        (lambda shown: service.track(report(documents.mail_rejected(last(shown, "email")))), {}),
        (lambda shown: fail_sms(shown, "Phone number is opted out"), {PHONE: "opted_out"}),
        (lambda shown: fail_sms(shown, "Phone is currently unreachable/unavailable"), {}),
        (lambda shown: fail_sms(shown, "Invalid phone number"), {}),
    ],
)
def test_only_what_is_for_good_blocks_the_address(world: World, fail: Any, expected: dict[str, str]) -> None:
    fail(asked(world, "sms", "email"))

    assert blocked(world) == expected


def test_a_block_is_the_tenants_own(world: World) -> None:
    bounce(asked(world, "email", phone=None))

    with pytest.raises(Invalid) as caught:
        sending.ask(world, email=EMAIL.upper(), channels=("email",))
    service.ask_for_photos(world.stranger, service.Asking(email=EMAIL, channels=("email",)))

    assert [error.pointer for error in caught.value.errors] == ["/email"]
    assert suppressions.list_suppressions(world.other_account.id, after=None, limit=5) == ([], None)


def test_a_complaint_keeps_the_message_delivered_and_sends_nothing_by_another_way(world: World) -> None:
    shown = asked(world, "email")

    for _ in range(2):
        service.track(report(documents.mail_complained(last(shown, "email"))))
    dispatch()

    assert states(shown) == [("email", "delivered", "complaint")]
    assert mailboxes.sms() == []
    kinds = [entry.type for entry in service.show_case(world.admin, shown.request.case_id).timeline]
    assert (kinds.count("message.complained"), kinds.count("message.delivered")) == (1, 0)


def test_what_was_queued_before_the_block_is_not_sent(world: World) -> None:
    first = asked(world, "email", phone=None)
    second = sending.ask(world, email=EMAIL, phone=PHONE, channels=("email",))
    bounce(first)

    dispatch()
    dispatch()

    assert mailboxes.mails() == [EMAIL]
    assert states(second) == [("email", "failed", "suppressed"), ("sms", "sent", None)]


def test_a_reminder_to_a_blocked_address_takes_no_sms_if_the_invitation_arrived(world: World) -> None:
    shown = asked(world, "email", remind_after_hours=1)
    service.track(report(documents.mail_complained(last(shown, "email"))))

    with sending.days_later(0.1):
        events.sweep_overdue()
        events.sweep_overdue()

    assert mailboxes.mails() == [EMAIL]
    assert mailboxes.sms() == []
    assert states(shown) == [("email", "delivered", "complaint"), ("email", "failed", "suppressed")]
    assert undelivered() == []
