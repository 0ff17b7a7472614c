"""file_photos as Lambda calls it: every way that S3's events go astray."""

import json
from itertools import permutations
from typing import Any

import boto3
import pytest
import time_machine

import app
from chalicelib.aws import photo_bucket
from chalicelib.base.clock import now
from chalicelib.features.photos import service
from chalicelib.features.photos.model import UploadStatus
from tests.support import outbox, sending
from tests.support.grants import elsewhere
from tests.support.lambda_events import TEST_EVENT, Context, Log, object_created, object_removed, queue_event
from tests.support.world import World


def file_photos(*bodies: str) -> list[str]:
    """Call the function as Lambda does; return the ids of the messages that failed."""
    answer: dict[str, Any] = app.file_photos(queue_event(*bodies), Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_a_photo_is_filed(world: World, log: Log) -> None:
    shown = sending.ask(world)
    photo, key = sending.send(shown, sending.photo())

    failed = file_photos(object_created(key))

    assert failed == []
    assert sending.upload_of(shown, photo.photo_id).status == UploadStatus.FILED
    assert log.alarms == []
    (line,) = log.named("photo_filed")
    assert line["milliseconds"] >= 0


def test_the_same_event_a_hundred_times_files_one_photo(world: World) -> None:
    shown = sending.ask(world)
    _, key = sending.send(shown, sending.photo())

    for _ in range(10):
        assert file_photos(*[object_created(key)] * 10) == []

    assert [attachment.file_name for attachment in sending.attachments(world, shown)] == ["Повреждения-01.jpg"]
    assert sending.request_of(shown).filed == {"damage": 1}
    assert len(outbox.events("photo.filed")) == 1


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_order_of_events_does_not_matter(world: World, order: tuple[int, ...]) -> None:
    shown = sending.ask(world)
    keys = [sending.send(shown, sending.photo(number))[1] for number in range(3)]

    for place in order:
        assert file_photos(object_created(keys[place])) == []

    names = {attachment.file_name for attachment in sending.attachments(world, shown)}
    assert names == {"Повреждения-01.jpg", "Повреждения-02.jpg", "Повреждения-03.jpg"}


def test_an_event_after_the_submit_still_files(world: World) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo(0))
    late, key = sending.send(shown, sending.photo(1))
    service.submit(shown.link.token, address=sending.ADDRESS)

    file_photos(object_created(key))

    assert sending.upload_of(shown, late.photo_id).status == UploadStatus.FILED
    assert sending.request_of(shown).status == "completed"
    assert sending.request_of(shown).filed == {"damage": 2}


@pytest.mark.parametrize(("ending", "status"), [("revoke", UploadStatus.REJECTED), ("expire", UploadStatus.FILED)])
def test_an_event_after_the_end_of_a_request_files_what_was_sent_before_unless_it_was_revoked(
    world: World, ending: str, status: UploadStatus
) -> None:
    shown = sending.ask(world, expires_in_days=1)
    photo, key = sending.send(shown, sending.photo())
    if ending == "revoke":
        service.revoke(world.admin, shown.request.id)
    days = 2 * 86400 if ending == "expire" else 0

    with time_machine.travel(now().timestamp() + days, tick=False):
        file_photos(object_created(key))

    assert sending.upload_of(shown, photo.photo_id).status == status
    assert sending.request_of(shown).status in {"revoked", "in_progress"}


def test_the_second_version_before_the_first_does_not_take_its_place(world: World) -> None:
    shown = sending.ask(world)
    data = sending.photo()
    photo, key = sending.send(shown, data)
    first = boto3.client("s3").list_object_versions(Bucket="photos", Prefix=key)["Versions"][0]["VersionId"]
    second = sending.put(key, sending.photo(7))

    failed = file_photos(object_created(key, version_id=second), object_created(key, version_id=first))

    assert failed == []
    (attachment,) = sending.attachments(world, shown)
    assert attachment.version_id == first
    assert sending.upload_of(shown, photo.photo_id).status == UploadStatus.FILED


def test_later_versions_are_recorded_and_never_adopted(world: World, log: Log) -> None:
    shown = sending.ask(world)
    _, key = sending.send(shown, sending.photo())
    file_photos(object_created(key))
    before = sending.attachments(world, shown)
    later = sending.put(key, sending.photo(7))

    failed = file_photos(object_created(key, version_id=later))

    assert failed == []
    assert sending.attachments(world, shown) == before
    assert log.named("event repeated")[0]["version_id"] == later


def test_a_second_version_does_not_revive_a_rejected_photo(world: World) -> None:
    shown = sending.ask(world)
    data = sending.photo()
    photo = sending.announced(data)
    key = sending.reserve_key(shown, photo)
    wrong = sending.put(key, b"something else")
    right = sending.put(key, data)

    file_photos(object_created(key, version_id=wrong), object_created(key, version_id=right))

    assert sending.upload_of(shown, photo.photo_id).status == UploadStatus.REJECTED
    assert sending.attachments(world, shown) == []


@pytest.mark.parametrize("body", [TEST_EVENT, object_removed("incoming/a/b/c/d")])
def test_what_tells_of_no_new_object_is_acknowledged(world: World, log: Log, body: str) -> None:
    assert file_photos(body) == []
    assert log.alarms == []


@pytest.mark.parametrize("body", ["{}", "[]", "null", '"text"', "not JSON", "", '{"Event": "s3:Other"}'])
def test_what_is_no_notification_is_acknowledged_with_an_alarm(world: World, log: Log, body: str) -> None:
    assert file_photos(body) == []
    assert log.alarms == ["message that is not an S3 notification"]


def test_no_records_are_nothing_to_do(world: World, log: Log) -> None:
    assert file_photos('{"Records": []}') == []
    assert log.alarms == []


@pytest.mark.parametrize(
    "key",
    [
        "incoming/дело/Повреждения-02.jpg",
        "incoming/a+b/c d.jpg",
        "incoming/acc/case%2Freq/photo",
        "incoming/café/é.jpg",
        "elsewhere/file",
        "incoming/../acc_01J9Z6ZZZZZZZZZZZZZZZZZZZZ",
    ],
)
def test_a_key_that_is_not_ours_raises_an_alarm_and_is_acknowledged(world: World, log: Log, key: str) -> None:
    sending.put(key, sending.photo())

    assert file_photos(object_created(key)) == []

    assert log.alarms == ["object with a key that is not ours"]
    (line,) = log.named("object with a key that is not ours")
    assert not any(character.isalnum() and character != "x" for character in line["key_shape"])


def test_keys_are_read_as_s3_quotes_them(world: World) -> None:
    shown = sending.ask(world)
    photo, key = sending.send(shown, sending.photo())

    file_photos(object_created(key, quoted=lambda text: "".join(f"%{byte:02X}" for byte in text.encode())))

    assert sending.upload_of(shown, photo.photo_id).status == UploadStatus.FILED


def test_a_key_with_something_after_it_is_not_ours(world: World, log: Log) -> None:
    shown = sending.ask(world)
    photo, key = sending.send(shown, sending.photo())

    file_photos(object_created(key + "\n"), object_created(key + "/preview.jpg"))

    assert sending.upload_of(shown, photo.photo_id).status == UploadStatus.RESERVED
    assert log.alarms == ["object with a key that is not ours"] * 2


def test_an_object_without_an_upload_raises_an_alarm(world: World, log: Log) -> None:
    shown = sending.ask(world)
    _, key = sending.send(shown, sending.photo())
    unknown = key[:-26] + "01J9Z6ZZZZZZZZZZZZZZZZZZZZ"
    sending.put(unknown, sending.photo())

    assert file_photos(object_created(unknown)) == []
    assert log.alarms == ["object without an upload"]


def test_the_ids_of_another_tenant_find_nothing(world: World, log: Log) -> None:
    shown = sending.ask(world)
    photo, key = sending.send(shown, sending.photo())
    foreign = key.replace(world.account.id, world.other_account.id)
    sending.put(foreign, sending.photo())

    assert file_photos(object_created(foreign)) == []

    assert log.alarms == ["object without an upload"]
    assert sending.upload_of(shown, photo.photo_id).status == UploadStatus.RESERVED


def test_an_object_that_is_gone_is_acknowledged(world: World, log: Log) -> None:
    shown = sending.ask(world)
    photo, key = sending.send(shown, sending.photo())
    boto3.client("s3").delete_object(Bucket="photos", Key=key)

    assert file_photos(object_removed(key), object_created(key)) == []

    assert log.alarms == []
    assert log.named("object gone before it was filed")
    assert sending.upload_of(shown, photo.photo_id).status == UploadStatus.RESERVED


def test_a_version_that_was_deleted_for_good_is_acknowledged(world: World) -> None:
    shown = sending.ask(world)
    data = sending.photo()
    photo = sending.announced(data)
    key = sending.reserve_key(shown, photo)
    version = sending.put(key, data)
    boto3.client("s3").delete_object(Bucket="photos", Key=key, VersionId=version)

    assert file_photos(object_created(key, version_id=version)) == []
    assert sending.upload_of(shown, photo.photo_id).status == UploadStatus.RESERVED


def test_a_photo_that_its_owner_took_back_under_way_is_erased(world: World) -> None:
    shown = sending.ask(world)
    photo = sending.announced(sending.photo())
    key = sending.reserve_key(shown, photo)
    service.remove_upload(shown.link.token, photo.photo_id, address=sending.ADDRESS)
    sending.put(key, sending.photo())

    assert file_photos(object_created(key)) == []

    assert sending.keys_in_bucket() == set()
    assert sending.attachments(world, shown) == []


def test_a_photo_that_is_taken_back_while_it_is_being_filed_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = sending.ask(world)
    photo, key = sending.send(shown, sending.photo())
    write = photo_bucket.write_rendition

    def write_and_remove(rendition: str, data: bytes) -> None:
        write(rendition, data)
        with elsewhere():
            service.remove_upload(shown.link.token, photo.photo_id, address=sending.ADDRESS)
        sending.put(key, sending.photo())  # the bytes were there before the removal could erase them

    monkeypatch.setattr(photo_bucket, "write_rendition", write_and_remove)
    assert file_photos(object_created(key)) == []

    assert sending.keys_in_bucket() == set()
    assert sending.attachments(world, shown) == []
    assert sending.request_of(shown).used == {"damage": 0}


def test_one_poison_among_ten_leaves_nine_filed(world: World, log: Log) -> None:
    shown = sending.ask(world, categories={"damage": (1, 10)})
    bodies = [object_created(sending.send(shown, sending.photo(number))[1]) for number in range(9)]
    poison = json.dumps({"Records": [{"eventName": "ObjectCreated:Put", "s3": {}}]})

    failed = file_photos(*bodies[:4], poison, *bodies[4:])

    assert failed == ["m4"]
    assert len(sending.attachments(world, shown)) == 9
    assert log.alarms == ["record failed"]


def test_an_unexpected_error_fails_only_its_own_message(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = sending.ask(world)
    keys = [sending.send(shown, sending.photo(number))[1] for number in range(3)]

    def fail_once(*_: Any, **__: Any) -> Any:
        monkeypatch.undo()
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("chalicelib.features.photos.service.filing.examine", fail_once)
    failed = file_photos(*[object_created(key) for key in keys])

    assert failed == ["m0"]
    assert len(sending.attachments(world, shown)) == 2
    assert file_photos(object_created(keys[0])) == []
    assert len(sending.attachments(world, shown)) == 3


def test_a_batch_in_which_all_fail_names_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = sending.ask(world)
    keys = [sending.send(shown, sending.photo(number))[1] for number in range(2)]

    def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("chalicelib.features.photos.service.filing.examine", fail)

    assert file_photos(*[object_created(key) for key in keys]) == ["m0", "m1"]
