"""The deployment's hourly budget of SMS segments: SMS over it wait; none is sent, none is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.base.settings import settings
from chalicelib.features.photos import service
from chalicelib.features.photos.model import RequestStatus
from chalicelib.features.photos.service import Shown
from chalicelib.messaging.model import MessageStatus
from chalicelib.outbox import events
from chalicelib.outbox import service as notifications
from chalicelib.outbox.model import OutboxItem, OutboxStatus
from chalicelib.outbox.table import OutboxRow
from chalicelib.tenancy.model import Account
from tests.support import mailboxes, outbox, sending
from tests.support.lambda_events import Log
from tests.support.world import World

PHONES = [f"+7916123450{number}" for number in range(4)]


@pytest.fixture
def clock(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    """An hour that has just begun, a clock that stands still, and a budget for two SMS."""
    mailboxes.verify_sender()
    beginning = now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    with time_machine.travel(beginning, tick=False) as traveller:
        size = service.preview_messages(world.admin, service.Asking()).segments
        monkeypatch.setenv("SMS_SEGMENTS_PER_HOUR", str(2 * size))
        settings.cache_clear()
        yield traveller
    settings.cache_clear()


def by_sms(world: World, phone: str, **asking: Any) -> Shown:
    return sending.ask(world, phone=phone, channels=("sms",), **asking)


def dispatch() -> None:
    for item in outbox.messages():
        notifications.dispatch(item.account_id, item.id)


def kept_until(item: OutboxItem) -> datetime:
    row = OutboxRow.get(f"{item.account_id}#{item.id}", "item")
    return datetime.fromtimestamp(int(row.ttl or 0), UTC)


def test_what_is_over_the_budget_is_held_and_leaves_in_the_next_hour(
    world: World, clock: time_machine.Traveller, log: Log
) -> None:
    asked = [by_sms(world, phone) for phone in PHONES]

    dispatch()
    for _ in range(11):
        clock.shift(timedelta(minutes=5))
        events.sweep_overdue()

    assert sorted(mailboxes.sms()) == PHONES[:2]
    held = service.show_request(world.admin, asked[3].request.id)
    assert (held.messages[0].status, held.messages[0].reason) == (MessageStatus.QUEUED, "held")
    assert held.request.status is RequestStatus.CREATED
    assert all(line["count"] for line in log.named("sms_held"))
    assert log.named("sms_held")

    clock.shift(timedelta(minutes=20))
    events.sweep_overdue()

    assert sorted(mailboxes.sms()) == PHONES
    sent = service.show_request(world.admin, asked[3].request.id)
    assert (sent.messages[0].status, sent.messages[0].reason) == (MessageStatus.SENT, None)


@pytest.mark.parametrize("limits", [{"PER_HOUR": "1", "SHARE": "100"}, {"PER_HOUR": "50", "SHARE": "2"}])
def test_what_no_hour_has_room_for_leaves_when_nothing_else_has(
    world: World, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, limits: dict[str, str]
) -> None:
    monkeypatch.setenv("SMS_SEGMENTS_PER_HOUR", limits["PER_HOUR"])
    monkeypatch.setenv("SMS_SHARE_PER_CENT", limits["SHARE"])
    settings.cache_clear()
    monkeypatch.setattr(Account, "shown_name", "Страховая компания " + "Осмотр " * 8)
    asked = [by_sms(world, phone, language="ru") for phone in PHONES[:2]]
    assert (asked[0].messages[0].segments or 0) > 1

    dispatch()
    assert mailboxes.sms() == PHONES[:1]
    clock.shift(timedelta(hours=1))
    events.sweep_overdue()

    assert mailboxes.sms() == PHONES[:2]


def test_segments_are_counted_as_they_leave(
    world: World, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for phone in PHONES[:2]:
        by_sms(world, phone, language="ru")
    monkeypatch.setattr(Account, "shown_name", "Страховая компания " + "Осмотр " * 8)  # longer than when queued

    dispatch()

    assert mailboxes.sms() == PHONES[:1]


def test_what_is_held_for_days_is_not_given_up(
    world: World, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_SEGMENTS_PER_HOUR", "0")
    settings.cache_clear()
    by_sms(world, PHONES[0])
    for _ in range(30):
        clock.shift(timedelta(hours=1))
        events.sweep_overdue()
    waiting = outbox.messages()[-1]
    assert waiting.status is OutboxStatus.PENDING
    # DynamoDB removes it by then: later than it would have without the 30 hours of waiting
    assert kept_until(waiting) > waiting.created_at + timedelta(days=31)

    monkeypatch.setenv("SMS_SEGMENTS_PER_HOUR", "100")
    settings.cache_clear()
    clock.shift(timedelta(hours=1))
    events.sweep_overdue()

    assert mailboxes.sms() == PHONES[:1]


def test_an_owner_with_an_e_mail_address_does_not_wait_for_the_budget(
    world: World, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_SEGMENTS_PER_HOUR", "0")
    settings.cache_clear()
    by_sms(world, PHONES[0], email="owner@mail.example")

    for _ in range(6):
        events.sweep_overdue()
        clock.shift(timedelta(minutes=5))

    assert (mailboxes.sms(), mailboxes.mails()) == ([], ["owner@mail.example"])
