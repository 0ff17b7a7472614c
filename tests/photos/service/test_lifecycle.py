"""Objects of attachments stay, at any age and after other photos were sent in their place."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
import time_machine
from chalice.package import YAMLTemplateSerializer

from chalicelib.aws import photo_bucket
from chalicelib.base.clock import now
from chalicelib.features.photos import service
from chalicelib.features.photos.model import Attachment
from infra import package, system
from infra.package import ROOT
from tests.photos.archives import make_what_was_ordered, open_queue, opened, the_archive
from tests.support import sending
from tests.support.faults import between, counted
from tests.support.lambda_events import recorded_log
from tests.support.lifecycle import expires, let_time_pass
from tests.support.world import World

TEMPLATE = YAMLTemplateSerializer().load_template((ROOT / package.TEMPLATE).read_text())
PHOTOS = TEMPLATE["Resources"]["PhotosBucket"]["Properties"]
RULES: list[dict[str, Any]] = PHOTOS["LifecycleConfiguration"]["Rules"]
TABLES = {table.name: table.ttl for table in system.TABLES if table.ttl}
FOREVER = timedelta(days=36500)


@pytest.fixture
def queue(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """The queue of archives."""
    return open_queue(monkeypatch)


@pytest.fixture
def clock(world: World) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


def opened_whole(photo: Attachment) -> bytes:
    """Return the original in the version that is attached; fails if it or a picture made of it is gone."""
    for key in (photo.preview_key, photo.thumbnail_key):
        assert boto3.client("s3").get_object(Bucket="photos", Key=key)["Body"].read()
    return photo_bucket.read(photo.key, version_id=photo.version_id, at_most=photo.bytes).data


def send_again(key: str, data: bytes) -> str:
    """Post the same form once more, as a page does after a lost answer, and have the event handled."""
    version = sending.put(key, data)
    sending.file(key, version)
    return version


def versions(key: str) -> list[str]:
    listed = boto3.client("s3").list_object_versions(Bucket="photos", Prefix=key).get("Versions", [])
    return [each["VersionId"] for each in listed]


def reported(queue_url: str) -> list[str]:
    messages = boto3.client("sqs").receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages", [])
    return [message["Body"] for message in messages]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["Id"])
def test_no_lifecycle_rule_touches_what_rows_refer_to(rule: dict[str, Any]) -> None:
    pinned, current = f"{photo_bucket.INCOMING}acc/case/req/photo", f"{photo_bucket.RENDITIONS}acc/case/x/preview.jpg"

    assert not any(expires(rule, pinned, noncurrent=noncurrent, age=FOREVER) for noncurrent in (True, False))
    assert not expires(rule, current, noncurrent=False, age=FOREVER)
    assert not expires(rule, f"{photo_bucket.LOGOS}acc/logo.png", noncurrent=False, age=FOREVER)


def test_after_400_days_every_attachment_still_opens(world: World, clock: time_machine.Traveller, queue: str) -> None:
    shown = sending.ask(world, categories={"damage": (1, 9)})
    sent = [sending.photo(number) for number in range(5)]
    for data in sent:
        _, key = sending.send(shown, data)
        sending.file(key, versions(key)[0])
        clock.shift(timedelta(minutes=1))
        sending.put(key, data)  # sent again, and no event of it ever comes
        clock.shift(timedelta(minutes=1))
        send_again(key, data)
    service.delete_attachment(world.admin, sending.attachments(world, shown)[4].id)

    for day in range(400):
        clock.shift(timedelta(days=1))
        if day % 20 == 0:
            let_time_pass(rules=RULES, tables=TABLES)

    photos = sending.attachments(world, shown)
    assert [opened_whole(photo) for photo in photos] == sent[:4]
    service.show_archive(world.admin, shown.request.case_id)
    make_what_was_ordered()
    assert list(opened(the_archive())) == ["manifest.csv", *(photo.file_name for photo in photos)]


def test_a_form_that_is_posted_again_leaves_one_version(world: World) -> None:
    shown = sending.ask(world)
    _, key = sending.send(shown, sending.photo())
    sending.file(key, versions(key)[0])
    (pinned,) = versions(key)

    send_again(key, sending.photo())
    sending.file(key, pinned)  # its own event comes again

    assert versions(key) == [pinned]
    assert sending.attachments(world, shown)[0].version_id == pinned


def test_a_later_version_that_no_event_told_of_is_erased_by_the_daily_comparison(
    world: World, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = sending.ask(world)
    _, key = sending.send(shown, sending.photo())
    sending.file(key, versions(key)[0])
    (pinned,) = versions(key)
    later = sending.put(key, sending.photo())
    told: list[tuple[str, str | None]] = []
    monkeypatch.setattr(
        "chalicelib.aws.s3_events.report_again", lambda key, version_id=None: told.append((key, version_id))
    )
    clock.shift(timedelta(days=1))

    assert service.reconcile() == (0, 0)

    assert told == [(key, later)]
    sending.file(*told[0])
    assert versions(key) == [pinned]


@pytest.mark.parametrize("lost", ["key", "preview_key", "thumbnail_key"])
def test_the_daily_comparison_finds_what_an_attachment_refers_to_and_the_bucket_lost(
    world: World, clock: time_machine.Traveller, lost: str
) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo())
    (photo,) = sending.attachments(world, shown)
    photo_bucket.erase([getattr(photo, lost)])
    if lost == "key":
        sending.put(photo.key, sending.photo())  # the same key, but not the version that the attachment pins
    clock.shift(timedelta(days=1))

    with recorded_log() as log:
        assert service.reconcile() == (0, 1)
    assert log.alarms == ["bucket and table differ"]


def test_a_case_of_which_no_original_is_left_is_found_too(world: World, clock: time_machine.Traveller) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo())
    photo_bucket.erase([sending.attachments(world, shown)[0].key])
    clock.shift(timedelta(days=1))

    assert service.reconcile() == (0, 1)


def test_an_event_that_is_repeated_costs_no_more_than_before(world: World) -> None:
    shown = sending.ask(world)
    _, key = sending.send(shown, sending.photo())
    (version,) = versions(key)
    sending.file(key, version)

    with counted() as calls:
        sending.file(key, version)

    assert calls == ["BatchGetItem"]


def test_two_versions_filed_at_the_same_moment_leave_the_one_that_is_attached(world: World) -> None:
    shown = sending.ask(world)
    _, key = sending.send(shown, sending.photo())
    first = versions(key)[0]
    second = sending.put(key, sending.photo())
    filed: list[str] = []

    def file_the_other_first(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        if operation == "TransactWriteItems" and not filed:
            filed.append(first)
            sending.file(key, first)
        return call()

    with between(file_the_other_first):
        sending.file(key, second)

    assert [photo.version_id for photo in sending.attachments(world, shown)] == versions(key) == [first]
