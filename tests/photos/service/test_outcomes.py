"""Effects of a failed or delivered message on its request: the next way, the end of all ways, suppressed addresses."""

from typing import Any

import pytest

from chalicelib.base.clock import now
from chalicelib.base.errors import Invalid
from chalicelib.features.photos import service, table
from chalicelib.features.photos.model import Found
from chalicelib.messaging import locators
from chalicelib.tenancy import sms_quota
from chalicelib.tenancy.model import Account, SmsPolicy
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
    messages,
    report,
    states,
    undelivered,
)
from tests.support import delivery_documents as documents
from tests.support import mailboxes, outbox, sending
from tests.support.faults import counted, every_crash
from tests.support.sweeping import sweep_cases
from tests.support.world import World, acting_in, insurer


def test_a_message_is_findable_by_its_providers_id_once_it_is_handed_over_and_not_for_ever(world: World) -> None:
    shown = asked(world, "sms")
    (message,) = messages(shown)

    found = locators.find_by_provider(str(message.provider_id), naming="case_id")

    assert found is not None
    assert table.find_message(Found.model_validate(found)) == message
    row = locators.LocatorRow.get(f"provider#{message.provider_id}", "provider")
    assert row.ttl is not None
    assert 30 < (row.ttl - now().timestamp()) / 86400 < 90


mail = outcomes.mail


def test_wherever_the_dispatcher_dies_what_is_noted_as_sent_can_be_found(world: World) -> None:
    for shown in every_crash(lambda: sending.ask(world, email=EMAIL, channels=("email",)), lambda _: dispatch()):
        for message in messages(shown):
            assert (
                message.status != "sent"
                or locators.find_by_provider(str(message.provider_id), naming="case_id") is not None
            )
        dispatch()


def test_an_sms_that_failed_is_replaced_by_an_e_mail(world: World) -> None:
    shown = asked(world, "sms")

    fail_sms(shown)
    dispatch()

    assert states(shown) == [("sms", "failed", "unknown_number"), ("email", "sent", None)]
    assert mailboxes.mails() == [EMAIL]
    assert sending.request_of(shown).status == "sent"
    assert undelivered() == []


def test_an_e_mail_that_bounced_is_replaced_by_an_sms_if_no_other_way_is_left(world: World) -> None:
    shown = asked(world, "email")

    bounce(shown)
    dispatch()

    assert states(shown) == [("email", "failed", "no_mailbox"), ("sms", "sent", None)]
    assert mailboxes.sms() == [PHONE]
    assert undelivered() == []


def test_no_sms_is_spent_while_another_message_may_arrive(world: World) -> None:
    shown = asked(world, "email")
    first = last(shown, "email")
    service.resend(world.admin, shown.request.id, channels=("email",))
    dispatch()

    service.track(report(documents.mail_bounced(first, "Transient", "MailboxFull")))
    dispatch()

    assert states(shown) == [("email", "failed", "mailbox_full"), ("email", "sent", None)]
    assert mailboxes.sms() == []


def test_an_sms_is_tried_once(world: World) -> None:
    shown = asked(world, "sms", "email")

    fail_sms(shown)
    bounce(shown)
    dispatch()

    assert states(shown) == [("sms", "failed", "unknown_number"), ("email", "failed", "no_mailbox")]
    assert mailboxes.sms() == [PHONE]


@pytest.mark.parametrize("first", ["sms", "email"])
def test_undelivered_is_told_once_and_when_the_last_way_has_failed(world: World, first: str) -> None:
    shown = asked(world, "sms", "email")
    fail = {"sms": lambda: fail_sms(shown), "email": lambda: bounce(shown)}
    last_one = "email" if first == "sms" else "sms"

    fail[first]()
    assert (sending.request_of(shown).status, undelivered()) == ("sent", [])
    fail[last_one]()
    fail[first]()
    fail[last_one]()

    assert sending.request_of(shown).status == "undelivered"
    (told,) = undelivered()
    assert (told["channel"], told["status"], told["request_id"]) == (last_one, "undelivered", shown.request.id)
    assert told["version"] == sending.request_of(shown).version


@pytest.mark.parametrize(("channel", "other"), [("sms", {"email": None}), ("email", {"phone": None})])
def test_without_an_address_for_the_other_way_it_is_undelivered(world: World, channel: Any, other: Any) -> None:
    shown = asked(world, channel, **other)

    fail_sms(shown) if channel == "sms" else bounce(shown)

    assert sending.request_of(shown).status == "undelivered"
    assert len(undelivered()) == 1


def test_no_sms_replaces_an_e_mail_over_the_quota(world: World) -> None:
    account = insurer("Мало SMS", sms=SmsPolicy(per_day=1))
    admin = acting_in(account)
    service.ask_for_photos(admin, service.Asking(phone="+79167654321", channels=("sms",)))
    shown = service.ask_for_photos(admin, service.Asking(phone=PHONE, email=EMAIL, channels=("email",)))
    dispatch()

    bounce(shown)

    assert [state[0] for state in states(shown)] == ["email"]
    assert len(undelivered()) == 1
    assert not sms_quota.has_sms_left(account=account, phone=PHONE)


@pytest.mark.parametrize("how", ["opened", "photo", "completed"])
def test_who_has_opened_the_link_needs_no_other_message(world: World, how: str) -> None:
    shown = asked(world, "sms")
    if how == "opened":
        service.mark_opened(shown.link.token, address=sending.ADDRESS, device="phone")
    else:
        sending.send_and_file(shown, sending.photo())
    if how == "completed":
        service.submit(shown.link.token, address=sending.ADDRESS)
    before = sending.request_of(shown).status

    fail_sms(shown)
    dispatch()

    assert states(shown) == [("sms", "failed", "unknown_number")]
    assert sending.request_of(shown).status == before
    assert undelivered() == []


def test_opening_after_a_message_proves_a_delivery_and_an_earlier_report_corrects_when(world: World) -> None:
    shown, unsent = asked(world, "email"), asked(world)
    sent_at = sending.request_of(shown).sent_at
    for each in (shown, unsent):
        service.mark_opened(each.link.token, address=sending.ADDRESS, device="phone")
    opened = sending.request_of(shown)

    assert opened.delivered_at == opened.opened_at
    assert sending.request_of(unsent).delivered_at is None
    service.track(report(documents.mail_delivered(last(shown, "email"))))
    assert (sending.request_of(shown).delivered_at, sending.request_of(shown).status) == (sent_at, "opened")


def test_what_was_given_up_and_is_delivered_after_all_counts_as_sent_again(world: World) -> None:
    shown = asked(world, "email", phone=None)
    mail = last(shown, "email")
    bounce(shown, "Transient", "MailboxFull")
    assert sending.request_of(shown).status == "undelivered"

    service.track(report(documents.mail_delivered(mail)))

    assert sending.request_of(shown).status == "sent"
    assert states(shown) == [("email", "delivered", None)]
    assert [event["data"]["status"] for event in outbox.events("photo_request.sent")] == ["sent", "sent"]


def test_sending_again_after_undelivered_is_sent_and_may_be_undelivered_again(world: World) -> None:
    shown = asked(world, "email", phone=None)
    bounce(shown, "Transient", "MailboxFull")

    service.resend(world.admin, shown.request.id, channels=("email",))
    dispatch()
    assert sending.request_of(shown).status == "sent"
    bounce(shown, "Transient", "MailboxFull")

    assert sending.request_of(shown).status == "undelivered"
    assert len(undelivered()) == 2


def test_a_request_that_has_ended_stays_as_it_is(world: World) -> None:
    shown = asked(world, "sms")
    service.revoke(world.admin, shown.request.id)

    fail_sms(shown)
    dispatch()

    assert states(shown) == [("sms", "failed", "unknown_number")]
    assert sending.request_of(shown).status == "revoked"
    assert mailboxes.mails() == []


def test_a_crash_anywhere_leaves_nothing_half_done(world: World) -> None:
    for shown in every_crash(lambda: asked(world, "email", phone=None), bounce):
        bounce(shown)
        assert states(shown) == [("email", "failed", "no_mailbox")]
        assert sending.request_of(shown).status == "undelivered"
        assert len(undelivered()) == 1


def test_a_delivery_reads_three_times_and_writes_once_and_its_repetition_only_reads(world: World) -> None:
    shown = asked(world, "sms", "email")
    delivered = report(documents.mail_delivered(last(shown, "email")))

    with counted() as first:
        service.track(delivered)
    with counted() as again:
        service.track(delivered)

    assert first == ["GetItem", "GetItem", "GetItem", "TransactWriteItems"]
    assert again == ["GetItem", "GetItem", "GetItem"]


def test_a_message_written_before_states_were_kept_apart_can_be_moved(world: World) -> None:
    shown = asked(world, "email")
    (message,) = messages(shown)
    row = table.MessageRow.get(f"{world.account.id}#{shown.request.case_id}", table.message_sk(message))
    row.update(actions=[table.MessageRow.status.remove()])

    service.track(report(documents.mail_delivered(str(message.provider_id))))

    assert states(shown) == [("email", "delivered", None)]


def test_a_report_weeks_later_still_finds_its_message(world: World) -> None:
    shown = asked(world, "email", expires_in_days=30)

    with sending.days_later(20):
        assert service.track(report(documents.mail_complained(last(shown, "email"))))

    assert blocked(world) == {EMAIL: "complaint"}


@pytest.mark.parametrize("channels", [("email",), ("sms",), ("sms", "email")])
def test_a_message_that_the_settings_make_impossible_meanwhile_fails_once_and_for_all(
    world: World, channels: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = sending.ask(world, phone=PHONE, email=EMAIL, channels=channels, remind_after_hours=24)
    # Every name of before is shown somehow; this stands for a setting that a message can't carry.
    monkeypatch.setattr(Account, "shown_name", "")

    dispatch()

    assert {status for _, status, _ in states(shown)} == {"failed"}
    assert {item.status for item in outbox.messages()} == {"dead"}
    with pytest.raises(Invalid):
        sending.ask(world, phone=PHONE, email=EMAIL, channels=channels)
    with sending.days_later(2):
        sweep_cases()
    assert sending.request_of(shown).remind_at is None
