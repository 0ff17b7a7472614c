"""Crashes before or after each call to AWS, at every point in turn; then the use case is repeated."""

from contextlib import suppress
from dataclasses import dataclass

import boto3
import pytest

from chalicelib.base.errors import NotFound
from chalicelib.base.settings import settings
from chalicelib.features.photos import comparison_events, events, service
from chalicelib.features.photos.model import UploadStatus
from chalicelib.features.photos.service import Announced, Shown
from tests.support import outbox, sending
from tests.support.faults import every_crash
from tests.support.lambda_events import Context, queue_event
from tests.support.world import World


@dataclass(frozen=True)
class Scene:
    """A request with a photo that is on its way or has come."""

    shown: Shown
    photo: Announced
    key: str


def under_way(world: World) -> Scene:
    shown = sending.ask(world, categories={"damage": (1, 1)})
    photo, key = sending.send(shown, sending.photo())
    return Scene(shown, photo, key)


def filed(world: World) -> Scene:
    scene = under_way(world)
    sending.file(scene.key)
    return scene


def told(scene: Scene, type: str) -> int:  # noqa: A002 - the field's name
    return sum(event["data"].get("request_id") == scene.shown.request.id for event in outbox.events(type))


def assert_counts_agree(world: World, scene: Scene, *, used: int, filed: int) -> None:
    """Demand that request, case and attachments say the same."""
    request = sending.request_of(scene.shown)
    view = service.show_case(world.admin, scene.shown.request.case_id)
    assert (request.used["damage"], request.filed["damage"]) == (used, filed)
    assert view.case.attachments == len(view.attachments) == filed


def test_filing_again_after_a_crash_files_once(world: World) -> None:
    points = 0

    for scene in every_crash(lambda: under_way(world), lambda scene: sending.file(scene.key)):
        points += 1
        assert sending.file(scene.key) == UploadStatus.FILED
        assert_counts_agree(world, scene, used=1, filed=1)
        assert told(scene, "photo.filed") == 1
        assert len(sending.keys_in_bucket(f"renditions/{scene.key.removeprefix('incoming/')}")) == 2

    assert points == 12


def test_rejecting_again_after_a_crash_rejects_once(world: World) -> None:
    def spoilt() -> Scene:
        scene = under_way(world)
        boto3.client("s3").delete_object(Bucket="photos", Key=scene.key)
        sending.put(scene.key, b"something else")
        first = boto3.client("s3").list_object_versions(Bucket="photos", Prefix=scene.key)["Versions"][-1]
        boto3.client("s3").delete_object(Bucket="photos", Key=scene.key, VersionId=first["VersionId"])
        return scene

    for scene in every_crash(spoilt, lambda scene: sending.file(scene.key)):
        assert sending.file(scene.key) == UploadStatus.REJECTED
        assert_counts_agree(world, scene, used=0, filed=0)
        assert told(scene, "photo.rejected") == 1
        assert sending.request_of(scene.shown).rejected == 1


def test_reserving_again_after_a_crash_takes_one_slot(world: World) -> None:
    def asked() -> Scene:
        return Scene(sending.ask(world, categories={"damage": (1, 1)}), sending.announced(sending.photo()), "")

    for scene in every_crash(asked, lambda scene: sending.reserve(scene.shown, scene.photo)):
        assert sending.reserve(scene.shown, scene.photo).status == "pending"
        assert_counts_agree(world, scene, used=1, filed=0)


def remove(scene: Scene) -> None:
    service.remove_upload(scene.shown.link.token, scene.photo.photo_id, address=sending.ADDRESS)


@pytest.mark.parametrize("arrange", [under_way, filed])
def test_removing_again_after_a_crash_leaves_nothing(world: World, arrange: object) -> None:
    assert callable(arrange)
    for scene in every_crash(lambda: arrange(world), remove):
        remove(scene)
        assert_counts_agree(world, scene, used=0, filed=0)
        assert sending.keys_in_bucket(scene.key) == set()
        assert sending.keys_in_bucket(f"renditions/{scene.key.removeprefix('incoming/')}") == set()


def test_submitting_again_after_a_crash_completes_once(world: World) -> None:
    def submit(scene: Scene) -> object:
        return service.submit(scene.shown.link.token, address=sending.ADDRESS)

    for scene in every_crash(lambda: filed(world), submit):
        submit(scene)
        assert sending.request_of(scene.shown).status == "completed"
        assert told(scene, "photo_request.completed") == 1
        assert service.show_case(world.admin, scene.shown.request.case_id).case.status == "received"


def test_a_crash_while_asking_leaves_a_whole_request_or_none(world: World) -> None:
    made: list[bool] = []

    def ask(_: object) -> None:
        sending.ask(world, phone="+79161234567", channels=("sms",))

    for before in every_crash(lambda: len(outbox.items()), ask):
        new = outbox.items()[before:]
        made.append(bool(new))
        assert [item.data.get("type", "message") for item in new] in (
            [],
            ["case.created", "photo_request.created", "message"],
        )
        for item in new[1:2]:
            shown = service.show_request(world.admin, item.data["data"]["request_id"])
            assert [message.status for message in shown.messages] == ["queued"]
            assert service.show_page(shown.link.token, address=sending.ADDRESS).request == shown.request
            assert service.token_for_code(shown.link.code, address="192.0.2.7") == shown.link.token

    assert {True, False} == set(made)


def test_a_crash_while_deleting_an_attachment_is_made_good_by_the_daily_comparison(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = boto3.client("sqs").create_queue(QueueName="photo-events")["QueueUrl"]
    monkeypatch.setenv("PHOTO_EVENTS_QUEUE_URL", queue)
    settings.cache_clear()

    def attached() -> tuple[Scene, str]:
        scene = filed(world)
        return scene, sending.attachments(world, scene.shown)[0].id

    for scene, attachment_id in every_crash(attached, lambda pair: service.delete_attachment(world.admin, pair[1])):
        with suppress(NotFound):  # the crash came after the caller's write
            service.delete_attachment(world.admin, attachment_id)
        compare_a_day_later(queue)
        assert_counts_agree(world, scene, used=0, filed=0)
        assert sending.keys_in_bucket() == set()


def compare_a_day_later(queue: str) -> None:
    """Run the daily comparison, and file its reports."""
    with sending.days_later(1):
        comparison_events.reconcile_photos()
        bodies = [
            message["Body"]
            for message in boto3.client("sqs")
            .receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=0)
            .get("Messages", [])
        ]
        if bodies:
            assert events.file_photos(queue_event(*bodies), Context()) == {"batchItemFailures": []}


def test_filing_what_a_plain_form_brought_again_after_a_crash_files_once(world: World) -> None:
    def brought() -> Scene:
        shown = sending.ask(world, categories={"damage": (1, 1)})
        token, address = shown.link.token, sending.ADDRESS
        photo_id = service.begin_photo(token, "damage", address=address, device="phone")
        form = service.show_form(token, photo_id, back_to="https://photos.example/r/x", address=address)
        assert form is not None
        key = form.form.fields["key"]
        sending.put(key, sending.photo())
        return Scene(shown, sending.announced(sending.photo()), key)

    for scene in every_crash(brought, lambda scene: sending.file(scene.key)):
        assert sending.file(scene.key) == UploadStatus.FILED
        assert_counts_agree(world, scene, used=1, filed=1)
        assert told(scene, "photo.filed") == 1
        assert sending.reserve(scene.shown, scene.photo).status == "duplicate"
