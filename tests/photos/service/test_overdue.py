"""The sweep and the daily comparison: lost photos, late ones, and ended requests."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import boto3
import pytest
import time_machine

from chalicelib.aws import photo_bucket
from chalicelib.base.clock import now
from chalicelib.base.errors import Invalid, QuotaExceeded
from chalicelib.base.settings import settings
from chalicelib.features.photos import service, table
from chalicelib.features.photos.model import RequestStatus, UploadStatus
from chalicelib.features.photos.service import Announced, Shown
from chalicelib.features.photos.service.deadlines import SLOW_UPLOAD
from tests.support import outbox, sending
from tests.support.faults import between
from tests.support.lambda_events import Log
from tests.support.sweeping import sweep_cases
from tests.support.world import World

PHONE, EMAIL = "+79161234567", "owner@mail.example"


@pytest.fixture
def clock(world: World) -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


def deadline() -> timedelta:
    return timedelta(seconds=settings().upload_seconds) + SLOW_UPLOAD


def never_sent(world: World, **asking: Any) -> tuple[Shown, Announced, str]:
    shown = sending.ask(world, categories={"damage": (1, 1)}, **asking)
    photo = sending.announced(sending.photo())
    return shown, photo, sending.reserve_key(shown, photo)


def status(shown: Shown, photo: Announced) -> UploadStatus:
    return sending.upload_of(shown, photo.photo_id).status


def test_a_photo_whose_event_got_lost_is_filed_by_the_sweep(
    world: World, clock: time_machine.Traveller, log: Log
) -> None:
    shown = sending.ask(world)
    photo, _ = sending.send(shown, sending.photo())

    sweep_cases()
    assert status(shown, photo) == UploadStatus.RESERVED  # its event may still come
    clock.shift(deadline())
    sweep_cases()

    assert status(shown, photo) == UploadStatus.FILED
    assert len(log.named("upload_repaired")) == 1
    assert len(log.named("photo_filed")) == 1
    assert sweep_cases() == 0


def test_a_photo_that_never_came_gives_its_slot_back(world: World, clock: time_machine.Traveller, log: Log) -> None:
    shown, photo, _ = never_sent(world)

    clock.shift(deadline())
    sweep_cases()

    assert status(shown, photo) == UploadStatus.EXPIRED
    assert sending.request_of(shown).used == {"damage": 0}
    assert sweep_cases() == 0
    assert log.named("upload_repaired") == []
    assert sending.reserve(shown, sending.announced(sending.photo(1))).status == "pending"


def test_a_photo_that_is_announced_again_while_it_expires_keeps_its_slot(
    world: World, clock: time_machine.Traveller
) -> None:
    shown, photo, _ = never_sent(world)
    clock.shift(deadline())

    def announce_meanwhile(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        if operation == "TransactWriteItems" and not again:
            again.append(photo)
            sending.reserve(shown, photo)
        return call()

    again: list[Announced] = []
    with between(announce_meanwhile):
        sweep_cases()

    assert again == [photo]
    assert status(shown, photo) == UploadStatus.RESERVED
    assert sending.request_of(shown).used == {"damage": 1}


def test_a_late_photo_is_filed_if_there_is_room(world: World, clock: time_machine.Traveller) -> None:
    shown, photo, key = never_sent(world)
    clock.shift(deadline())
    sweep_cases()

    sending.put(key, sending.photo())

    assert sending.file(key) == UploadStatus.FILED
    assert status(shown, photo) == UploadStatus.FILED
    request = sending.request_of(shown)
    assert (request.used, request.filed) == ({"damage": 1}, {"damage": 1})
    assert sending.reserve(shown, sending.announced(sending.photo())).status == "duplicate"


def test_a_late_photo_is_refused_if_its_slot_is_taken(world: World, clock: time_machine.Traveller) -> None:
    shown, photo, key = never_sent(world)
    clock.shift(deadline())
    sweep_cases()
    sending.send_and_file(shown, sending.photo(1))

    sending.put(key, sending.photo())

    assert sending.file(key) == UploadStatus.REJECTED
    assert sending.upload_of(shown, photo.photo_id).reason == "too_many"
    assert not any(photo.photo_id in rendition for rendition in sending.keys_in_bucket("renditions/"))
    request = sending.request_of(shown)
    assert (request.used, request.filed) == ({"damage": 1}, {"damage": 1})


def test_a_late_photo_that_was_sent_again_meanwhile_is_filed_once(world: World, clock: time_machine.Traveller) -> None:
    shown = sending.ask(world)
    photo = sending.announced(sending.photo())
    key = sending.reserve_key(shown, photo)
    clock.shift(deadline())
    sweep_cases()
    sending.send_and_file(shown, sending.photo())

    sending.put(key, sending.photo())
    sending.file(key)

    assert len(sending.attachments(world, shown)) == 1
    assert sending.request_of(shown).used == {"damage": 1}
    assert not any(photo.photo_id in rendition for rendition in sending.keys_in_bucket("renditions/"))


def test_a_phone_that_was_away_for_hours_goes_on_with_the_same_photo(
    world: World, clock: time_machine.Traveller
) -> None:
    shown, photo, key = never_sent(world)
    clock.shift(timedelta(hours=8))
    sweep_cases()

    assert sending.reserve(shown, photo).status == "pending"
    sending.put(key, sending.photo())
    sending.file(key)

    assert status(shown, photo) == UploadStatus.FILED
    assert sending.request_of(shown).used == {"damage": 1}


def test_an_expired_photo_id_with_other_bytes_is_another_photo(world: World, clock: time_machine.Traveller) -> None:
    shown, photo, _ = never_sent(world)
    clock.shift(deadline())
    sweep_cases()

    with pytest.raises(Invalid):
        sending.reserve(shown, sending.announced(sending.photo(1), photo_id=photo.photo_id))


def test_signing_again_moves_the_deadline(world: World, clock: time_machine.Traveller) -> None:
    shown, photo, _ = never_sent(world)
    clock.shift(deadline() - timedelta(minutes=1))
    sending.reserve(shown, photo)

    clock.shift(timedelta(minutes=2))
    sweep_cases()

    assert status(shown, photo) == UploadStatus.RESERVED


def test_a_reminder_is_sent_once(world: World, clock: time_machine.Traveller) -> None:
    shown = sending.ask(
        world, phone=PHONE, email=EMAIL, channels=("sms", "email"), remind_after_hours=24, expires_in_days=3
    )

    for _ in range(12):
        sweep_cases()
        clock.shift(timedelta(hours=5))

    messages = service.show_request(world.admin, shown.request.id).messages
    assert sorted((message.kind, message.channel) for message in messages) == [
        ("invitation", "email"),
        ("invitation", "sms"),
        ("reminder", "email"),
        ("reminder", "sms"),
    ]


def test_over_the_sms_quota_the_reminder_goes_by_email_alone(world: World, clock: time_machine.Traveller) -> None:
    shown = sending.ask(world, phone=PHONE, email=EMAIL, channels=("sms", "email"), remind_after_hours=12)
    clock.shift(timedelta(hours=12))
    with suppress(QuotaExceeded):
        for _ in range(world.account.sms.per_phone_per_day + 1):
            sending.ask(world, phone=PHONE, channels=("sms",))

    for _ in range(3):
        sweep_cases()

    reminders = [m for m in service.show_request(world.admin, shown.request.id).messages if m.kind == "reminder"]
    assert [message.channel for message in reminders] == ["email"]


@pytest.mark.parametrize("ending", ["complete", "revoke"])
def test_who_is_done_is_not_reminded(world: World, clock: time_machine.Traveller, ending: str) -> None:
    shown = sending.ask(world, email=EMAIL, channels=("email",), remind_after_hours=24)
    if ending == "revoke":
        service.revoke(world.admin, shown.request.id)
    else:
        sending.send_and_file(shown, sending.photo())
        service.submit(shown.link.token, address=sending.ADDRESS)

    clock.shift(timedelta(days=2))
    sweep_cases()

    assert len(service.show_request(world.admin, shown.request.id).messages) == 1


def test_a_request_that_expires_keeps_its_photos_and_says_so(world: World, clock: time_machine.Traveller) -> None:
    shown = sending.ask(world, expires_in_days=1)
    sending.send_and_file(shown, sending.photo())

    clock.shift(timedelta(days=1))
    sweep_cases()
    sweep_cases()

    request = sending.request_of(shown)
    assert (request.status, request.filed) == ("expired", {"damage": 1})
    assert len(sending.attachments(world, shown)) == 1
    (event,) = outbox.events("photo_request.expired")
    assert (event["data"]["photos"], event["data"]["version"]) == ({"damage": 1}, request.version)
    entry = service.show_case(world.admin, shown.request.case_id).timeline[-1]
    assert (entry.type, entry.data["photos"]) == ("photo_request.expired", 1)


def test_an_extended_request_expires_later_and_opens_again(world: World, clock: time_machine.Traveller) -> None:
    shown = sending.ask(world, expires_in_days=1)
    clock.shift(timedelta(days=1))
    sweep_cases()

    service.extend(world.admin, shown.request.id, days=2)
    sweep_cases()
    photo = sending.send_and_file(shown, sending.photo())
    clock.shift(timedelta(days=2))
    sweep_cases()

    assert status(shown, photo) == UploadStatus.FILED
    assert sending.request_of(shown).status == "expired"
    assert len(outbox.events("photo_request.expired")) == 2


def test_a_request_is_open_for_60_days_from_today_at_most(world: World, clock: time_machine.Traveller) -> None:
    shown = sending.ask(world, expires_in_days=30)
    longest = service.extend(world.admin, shown.request.id, days=30).request.expires_at

    with pytest.raises(Invalid) as refused:
        service.extend(world.admin, shown.request.id, days=1)

    assert [error.pointer for error in refused.value.errors] == ["/days"]
    assert sending.request_of(shown).expires_at == longest == now() + timedelta(days=60)


def test_a_link_lives_as_long_as_its_extended_request(world: World, clock: time_machine.Traveller) -> None:
    shown = sending.ask(world, expires_in_days=1)

    def lives_until() -> set[int]:
        items = boto3.resource("dynamodb").Table("cases").scan()["Items"]
        return {int(item["ttl"]) for item in items if item["pk"].startswith("link#")}

    before = lives_until()
    longer = service.extend(world.admin, shown.request.id, days=30)

    (until,) = lives_until()
    assert max(before) < until
    assert until > longer.request.expires_at.timestamp() + 80 * 86400


def test_what_fails_does_not_keep_the_others_waiting(
    world: World, clock: time_machine.Traveller, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = sending.ask(world, categories={"damage": (1, 3)})
    photos = [sending.send(shown, sending.photo(number)) for number in range(3)]
    poison = photos[0][1]
    file_photo = service.file_photo

    def fail_one(arrived: service.Arrived) -> Any:
        if arrived.key == poison:
            raise RuntimeError("unforeseen")
        return file_photo(arrived)

    monkeypatch.setattr("chalicelib.features.photos.service.filing.file_photo", fail_one)
    clock.shift(deadline())
    sweep_cases()

    assert [status(shown, photo) for photo, _ in photos] == [
        UploadStatus.RESERVED,
        UploadStatus.FILED,
        UploadStatus.FILED,
    ]
    assert log.alarms == ["sweep failed for one thing"]


def test_the_daily_comparison_finds_what_differs(world: World, clock: time_machine.Traveller, log: Log) -> None:
    shown = sending.ask(world)
    kept = sending.send_and_file(shown, sending.photo(0))
    _, gone = sending.send(shown, sending.photo(1))
    sending.file(gone)
    sending.put(gone[:-26] + "01J9Z6ZZZZZZZZZZZZZZZZZZZZ", sending.photo(2))
    photo_bucket.erase([gone])

    clock.shift(timedelta(days=1))

    assert service.reconcile() == (1, 1)
    assert log.alarms == ["bucket and table differ"]
    assert status(shown, kept) == UploadStatus.FILED


def test_the_daily_comparison_of_what_agrees_is_silent(world: World, clock: time_machine.Traveller, log: Log) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo(0))

    clock.shift(timedelta(days=1))

    assert service.reconcile() == (0, 0)
    assert log.alarms == []


def test_the_daily_comparison_does_not_mistake_what_comes_meanwhile_for_lost(
    world: World, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo(0))
    list_uploads = table.list_uploads

    def list_after_another(*ids: str) -> Any:
        sending.send_and_file(shown, sending.photo(1))
        return list_uploads(*ids)

    clock.shift(timedelta(days=1))
    monkeypatch.setattr("chalicelib.features.photos.table.list_uploads", list_after_another)

    assert service.reconcile() == (0, 0)


def test_a_row_that_cannot_be_read_keeps_nobody_waiting(world: World, clock: time_machine.Traveller, log: Log) -> None:
    unreadable, other = sending.ask(world).request, sending.ask(world).request
    boto3.client("dynamodb").update_item(
        TableName="cases",
        Key={"pk": {"S": f"{unreadable.account_id}#{unreadable.case_id}"}, "sk": {"S": f"req#{unreadable.id}"}},
        UpdateExpression="SET document = :rubbish",
        ExpressionAttributeValues={":rubbish": {"S": "{}"}},
    )
    clock.shift(timedelta(days=31))

    assert sweep_cases() == 1
    assert service.show_request(world.admin, other.id).request.status == RequestStatus.EXPIRED
    assert len(log.named("row can't be read")) == 1
