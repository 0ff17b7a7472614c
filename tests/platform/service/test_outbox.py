"""Messages from the outbox to SNS and SES over hours and days of failures; time is travelled, never waited for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import repeat
from typing import Any

import pytest
import time_machine
from botocore.exceptions import ReadTimeoutError

from chalicelib.base.clock import now
from chalicelib.base.errors import QuotaExceeded
from chalicelib.features.photos import service
from chalicelib.features.photos.service import Shown
from chalicelib.outbox import events
from chalicelib.outbox import service as notifications
from chalicelib.outbox.model import OutboxStatus
from chalicelib.tenancy.model import SmsPolicy
from tests.support import mailboxes, outbox, sending
from tests.support.faults import Crash, between, every_crash, refusal, refusing
from tests.support.lambda_events import Log, raw_items, stream_event
from tests.support.world import World, acting_in, insurer

PHONE, EMAIL = "+79161234567", "owner@mail.example"
DOWN = refusal("Publish", "InternalFailure", status=500)
IMPOSSIBLE = refusal("Publish", "InvalidParameter")
LOST = ReadTimeoutError(endpoint_url="https://sns")


@pytest.fixture(autouse=True)
def mail(world: World) -> None:
    """SES lets us send."""
    mailboxes.verify_sender()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


def sweep_for(clock: time_machine.Traveller, time: timedelta, *, minutes: int = 5) -> None:
    """Shift the time, with a sweep every five minutes, as deployed, or less often."""
    for _ in range(time // timedelta(minutes=minutes)):
        events.sweep_overdue()
        clock.shift(timedelta(minutes=minutes))
    events.sweep_overdue()


def dispatch() -> None:
    """Dispatch waiting items, as the stream's wake-up does."""
    for item in outbox.messages():
        notifications.dispatch(item.account_id, item.id)


def statuses(world: World, shown: Shown) -> dict[str, str]:
    messages = service.show_request(world.admin, shown.request.id).messages
    return {message.channel: message.status for message in messages}


def by_sms(world: World, **asking: Any) -> Shown:
    return sending.ask(world, phone=PHONE, channels=("sms",), **asking)


def test_a_lease_that_ran_out_is_taken_over(world: World, clock: time_machine.Traveller) -> None:
    by_sms(world)
    scene = outbox.messages()[0]
    with pytest.raises(Crash), refusing("Publish", iter([Crash()])):
        dispatch()

    events.sweep_overdue()
    assert mailboxes.sms() == []  # the lease still holds
    clock.shift(notifications.LEASE + timedelta(seconds=1))
    events.sweep_overdue()

    assert mailboxes.sms() == [PHONE]
    assert outbox.item(scene.id).status == OutboxStatus.DONE
    assert outbox.item(scene.id).unknown == 1


def test_an_sms_is_sent_twice_at_most_wherever_the_dispatcher_dies(world: World, clock: time_machine.Traveller) -> None:
    beginning = now()
    for _ in every_crash(lambda: (by_sms(world), mailboxes.sms()), lambda _: dispatch()):
        before = len(mailboxes.sms())
        clock.shift(notifications.LEASE + timedelta(seconds=1))
        events.sweep_overdue()
        assert len(mailboxes.sms()) - before <= 1
        assert outbox.messages()[-1].status == OutboxStatus.DONE
        clock.move_to(beginning)


def test_a_dispatcher_that_dies_again_and_again_sends_two_sms_and_gives_up(
    world: World, clock: time_machine.Traveller
) -> None:
    shown = by_sms(world)

    def die_after_sending(operation: str, _: dict[str, Any], call: Any) -> Any:
        answer = call()
        if operation == "Publish":
            raise RuntimeError("died")
        return answer

    with between(die_after_sending):
        sweep_for(clock, timedelta(hours=2), minutes=15)

    assert mailboxes.sms() == [PHONE, PHONE]
    assert statuses(world, shown) == {"sms": "failed"}
    assert outbox.messages()[0].status == OutboxStatus.DEAD


def test_an_sms_whose_answer_got_lost_is_sent_twice_at_most(world: World, clock: time_machine.Traveller) -> None:
    shown = by_sms(world, email=EMAIL)

    def lose_every_answer(operation: str, _: dict[str, Any], call: Any) -> Any:
        answer = call()
        if operation == "Publish":
            raise LOST
        return answer

    with between(lose_every_answer):
        sweep_for(clock, timedelta(hours=3), minutes=15)

    assert mailboxes.sms() == [PHONE, PHONE]
    assert mailboxes.mails() == [EMAIL]  # nobody knows, so the other channel is tried
    assert statuses(world, shown) == {"sms": "failed", "email": "sent"}


def test_one_lost_answer_ends_with_the_second_sms(world: World, clock: time_machine.Traveller) -> None:
    shown = by_sms(world)

    with refusing("Publish", iter([LOST])):
        sweep_for(clock, timedelta(minutes=30))

    assert mailboxes.sms() == [PHONE]
    assert statuses(world, shown) == {"sms": "sent"}


def test_while_sns_is_down_for_two_hours_an_email_goes_out_and_the_sms_is_still_tried(
    world: World, clock: time_machine.Traveller, log: Log
) -> None:
    shown = by_sms(world, email=EMAIL)

    with refusing("Publish", repeat(DOWN)) as refused:
        dispatch()
        sweep_for(clock, timedelta(minutes=5))
        assert mailboxes.mails() == []
        sweep_for(clock, timedelta(hours=2))
        assert mailboxes.mails() == [EMAIL]
        tries = len(refused)
    sweep_for(clock, timedelta(minutes=30))

    assert tries > 6
    assert mailboxes.sms() == [PHONE]
    assert mailboxes.mails() == [EMAIL]
    assert statuses(world, shown) == {"sms": "sent", "email": "sent"}
    assert {item.status for item in outbox.messages()} == {OutboxStatus.DONE}
    assert log.alarms == []


def test_the_email_goes_out_although_the_third_try_was_cut_off(world: World, clock: time_machine.Traveller) -> None:
    by_sms(world, email=EMAIL)

    with refusing("Publish", iter([DOWN, DOWN, RuntimeError("died"), *[DOWN] * 3])):
        for _ in range(6):
            events.sweep_overdue()
            clock.shift(timedelta(minutes=5))

    assert mailboxes.mails() == [EMAIL]


def test_without_another_channel_the_request_ends_undelivered_after_a_day(
    world: World, clock: time_machine.Traveller, log: Log
) -> None:
    shown = by_sms(world)

    with refusing("Publish", repeat(DOWN)):
        sweep_for(clock, timedelta(hours=25), minutes=60)

    assert statuses(world, shown) == {"sms": "failed"}
    assert sending.request_of(shown).status == "undelivered"
    assert log.alarms == ["message given up"]
    assert len(outbox.events("photo_request.undelivered")) == 1


def test_a_number_that_can_not_be_reached_is_undelivered_at_once(world: World) -> None:
    shown = by_sms(world)

    with refusing("Publish", iter([IMPOSSIBLE])):
        dispatch()

    assert sending.request_of(shown).status == "undelivered"
    (event,) = outbox.events("photo_request.undelivered")
    assert event["data"]["request_id"] == shown.request.id
    assert event["data"]["status"] == "undelivered"
    timeline = service.show_case(world.admin, shown.request.case_id).timeline
    assert [entry.type for entry in timeline][-1] == "message.failed"


def test_a_number_that_can_not_be_reached_is_answered_by_email(world: World) -> None:
    shown = by_sms(world, email=EMAIL)

    with refusing("Publish", iter([IMPOSSIBLE])):
        dispatch()
    dispatch()

    assert mailboxes.mails() == [EMAIL]
    assert statuses(world, shown) == {"sms": "failed", "email": "sent"}
    assert sending.request_of(shown).status == "sent"
    assert outbox.events("photo_request.undelivered") == []


def test_two_channels_that_fail_at_once_are_undelivered_once(world: World) -> None:
    shown = sending.ask(world, phone=PHONE, email=EMAIL, channels=("sms", "email"))
    sms, email = outbox.messages()
    nested = False

    def fail_the_other_meanwhile(operation: str, _: dict[str, Any], call: Any) -> Any:
        nonlocal nested
        if operation in {"Publish", "SendEmail"}:
            raise refusal(operation, "InvalidParameter")
        if operation == "TransactWriteItems" and not nested:
            nested = True
            notifications.dispatch(email.account_id, email.id)
        return call()

    with between(fail_the_other_meanwhile):
        notifications.dispatch(sms.account_id, sms.id)

    assert statuses(world, shown) == {"sms": "failed", "email": "failed"}
    assert sending.request_of(shown).status == "undelivered"
    assert len(outbox.events("photo_request.undelivered")) == 1


def test_an_undelivered_request_can_be_sent_again(world: World) -> None:
    shown = by_sms(world)
    with refusing("Publish", iter([IMPOSSIBLE])):
        dispatch()

    service.resend(world.admin, shown.request.id, channels=None)
    dispatch()

    assert mailboxes.sms() == [PHONE]
    assert sending.request_of(shown).status == "sent"


@pytest.mark.parametrize("ending", ["revoked", "expired", "completed"])
def test_a_request_that_has_ended_is_not_sent(world: World, clock: time_machine.Traveller, ending: str) -> None:
    shown = by_sms(world, email=EMAIL, expires_in_days=1)
    if ending == "revoked":
        service.revoke(world.admin, shown.request.id)
    elif ending == "expired":
        clock.shift(timedelta(days=1))
    else:
        sending.send_and_file(shown, sending.photo())
        service.submit(shown.link.token, address=sending.ADDRESS)

    dispatch()

    assert (mailboxes.sms(), mailboxes.mails()) == ([], [])
    assert statuses(world, shown) == {"sms": "failed"}
    assert outbox.messages()[0].status == OutboxStatus.DEAD
    assert outbox.events("photo_request.undelivered") == []


@pytest.mark.parametrize("asking", [{}, {"remind_after_hours": 2}])
def test_over_its_quota_an_account_writes_nothing(world: World, asking: dict[str, Any]) -> None:
    for _ in range(world.account.sms.per_phone_per_day):
        by_sms(world)
    before = [raw_items(name) for name in ("accounts", "cases", "outbox")]

    with pytest.raises(QuotaExceeded) as refused:
        by_sms(world, **asking)

    assert 0 < refused.value.retry_after <= 86400
    assert [raw_items(name) for name in ("accounts", "cases", "outbox")] == before


def test_a_quota_begins_anew_with_the_day(world: World, clock: time_machine.Traveller) -> None:
    for _ in range(world.account.sms.per_phone_per_day):
        by_sms(world)

    clock.shift(timedelta(days=1))

    assert by_sms(world).messages[0].status == "queued"


def test_a_thousand_numbers_of_one_range_meet_the_quota(world: World) -> None:
    small = replace(world, admin=acting_in(insurer("Такси", sms=SmsPolicy(per_prefix_per_day=5))))
    sent = 0

    with pytest.raises(QuotaExceeded):
        for number in range(1000):
            sending.ask(small, phone=f"+79161234{number:03}", channels=("sms",))
            sent += 1

    assert sent == 5


def test_what_happened_to_each_message_is_in_the_timeline(world: World) -> None:
    shown = sending.ask(world, phone=PHONE, email=EMAIL, channels=("sms", "email"))

    dispatch()

    view = service.show_case(world.admin, shown.request.case_id)
    told = [(entry.type, entry.data["channel"]) for entry in view.timeline if entry.type.startswith("message.")]
    assert told == [("message.sent", "sms"), ("message.sent", "email")]
    for message in view.requests[0].messages:
        assert message.provider_id
        assert message.sent_at is not None


def test_each_transition_is_told_once_with_rising_versions(world: World) -> None:
    shown = sending.ask(world, phone=PHONE, email=EMAIL, channels=("sms", "email"))
    dispatch()
    for _ in range(2):
        service.mark_opened(shown.link.token, address=sending.ADDRESS, device="phone")
    sending.send_and_file(shown, sending.photo())
    for _ in range(2):
        service.submit(shown.link.token, address=sending.ADDRESS)
    dispatch()

    told = [event for event in outbox.events() if event["type"].startswith("photo_request.")]

    assert [event["type"].partition(".")[2] for event in told] == ["created", "sent", "opened", "completed"]
    versions = [event["data"]["version"] for event in told]
    assert versions == sorted(set(versions))
    assert versions[-1] == sending.request_of(shown).version
    assert [event["data"]["status"] for event in told] == ["created", "sent", "opened", "completed"]


def test_a_lease_that_was_lost_is_not_written_over(world: World, clock: time_machine.Traveller, log: Log) -> None:
    """A sender that took longer than its lease finds its item done by another one."""
    shown = by_sms(world)
    (item,) = outbox.messages()
    slow = True

    def take_long(operation: str, _: dict[str, Any], call: Any) -> Any:
        nonlocal slow
        answer = call()
        if operation == "Publish" and slow:
            slow = False
            clock.shift(notifications.LEASE + timedelta(seconds=1))
            events.sweep_overdue()
        return answer

    with between(take_long):
        notifications.dispatch(item.account_id, item.id)

    assert mailboxes.sms() == [PHONE, PHONE]
    assert log.named("outbox lease lost")
    assert statuses(world, shown) == {"sms": "sent"}
    assert len(outbox.events("photo_request.sent")) == 1


def given_up(world: World) -> Shown:
    shown = by_sms(world)
    with refusing("Publish", iter([IMPOSSIBLE])):
        dispatch()
    return shown


def test_what_was_given_up_is_sent_after_a_redrive_and_only_once(world: World) -> None:
    shown = given_up(world)

    assert notifications.redrive(at_most=3) == 1
    assert notifications.redrive(at_most=3) == 0
    events.sweep_overdue()
    events.sweep_overdue()

    assert mailboxes.sms() == [PHONE]
    assert statuses(world, shown) == {"sms": "sent"}
    assert sending.request_of(shown).status == "sent"
    assert notifications.redrive(at_most=3) == 0


def test_what_fails_for_ever_is_redriven_three_times(world: World) -> None:
    given_up(world)

    with refusing("Publish", repeat(IMPOSSIBLE)) as refused:
        for _ in range(5):
            notifications.redrive(at_most=3)
            events.sweep_overdue()

    assert len(refused) == 3


def test_a_clock_a_little_ahead_does_not_keep_a_new_message_waiting(
    world: World, clock: time_machine.Traveller
) -> None:
    by_sms(world)
    written = raw_items("outbox")

    clock.shift(-timedelta(seconds=3))
    events.dispatch_outbox(stream_event(written))

    assert mailboxes.sms() == [PHONE]
