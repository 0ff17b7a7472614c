"""Filing through the real path: rejections with reasons, and the outcomes of all other photos."""

import hashlib
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
import pytest
from PIL import Image

from chalicelib.base.errors import NotFound
from chalicelib.base.languages import LANGUAGES
from chalicelib.features.photos import service
from chalicelib.features.photos.model import MAX_BYTES, UploadStatus
from chalicelib.features.photos.owner_views import owner_state
from chalicelib.features.photos.views import attachment_view
from chalicelib.tenancy import service as accounts
from tests.photos import damage_factory, heic_damage_factory, photos_factory
from tests.photos.hostile_factory import jpeg_of_empty_scans
from tests.support import outbox, sending
from tests.support.faults import between
from tests.support.world import World

REFUSED: list[tuple[str, Callable[[], bytes]]] = [
    ("unsupported_type", lambda: photos_factory.SVG),
    ("not_an_image", lambda: photos_factory.PDF),
    ("unsupported_type", photos_factory.gif),
    ("not_an_image", lambda: photos_factory.EPS),
    ("not_an_image", lambda: photos_factory.HTML),
    ("too_many_pixels", photos_factory.png_bomb),
    ("too_many_pixels", photos_factory.jpeg_bomb),
    ("too_complex", jpeg_of_empty_scans),
    ("broken", lambda: photos_factory.truncated(photos_factory.jpeg())),
    ("broken", lambda: damage_factory.cut(damage_factory.jpegs()["4:2:0"], 50)),
    ("broken", lambda: damage_factory.erased(damage_factory.jpegs()["4:2:0"], 50)),
    ("broken", lambda: heic_damage_factory.with_zeros(heic_damage_factory.tiled_heic(), 50)),
    ("empty", lambda: b""),
]
#: Photos written oddly, with all their pixels.
ODD: list[Callable[[], bytes]] = [
    lambda: damage_factory.jpegs()["4:2:0"].removesuffix(damage_factory.EOI),
    lambda: damage_factory.with_odd_scan_parameters(damage_factory.jpegs()["4:2:0"]),
    lambda: heic_damage_factory.plain_heic("L", 10),
]


def state_of(shown: service.Shown, photo_id: str, language: Any) -> tuple[str, str | None]:
    """Return a photo's state on the owner's page, and the reason of its rejection."""
    view = service.show_page(shown.link.token, address=sending.ADDRESS)
    photos = owner_state(view, language=language).categories[0].photos
    photo = next(each for each in photos if each.id == photo_id)
    return photo.status, photo.reason


@pytest.mark.parametrize(("reason", "make"), REFUSED)
def test_what_is_no_photo_is_refused_with_its_reason(world: World, reason: str, make: Callable[[], bytes]) -> None:
    shown = sending.ask(world, categories={"damage": (1, 1)})
    photo, key = sending.send(shown, make())

    assert sending.file(key) == UploadStatus.REJECTED

    assert sending.upload_of(shown, photo.photo_id).reason == reason
    assert sending.attachments(world, shown) == []
    assert sending.keys_in_bucket("renditions/") == set()
    (event,) = outbox.events("photo.rejected")
    assert event["data"]["reason"] == reason


@pytest.mark.parametrize("make", ODD)
def test_an_odd_photo_with_all_its_pixels_is_filed(world: World, make: Callable[[], bytes]) -> None:
    shown = sending.ask(world)
    _, key = sending.send(shown, make())

    assert sending.file(key) == UploadStatus.FILED


def test_bytes_with_another_hash_are_refused(world: World) -> None:
    shown = sending.ask(world)
    photo = sending.announced(sending.photo(0))
    key = sending.reserve_key(shown, photo)
    sending.put(key, sending.photo(1))

    assert sending.file(key) == UploadStatus.REJECTED
    assert sending.upload_of(shown, photo.photo_id).reason == "checksum_mismatch"


def test_an_object_over_fifteen_megabytes_is_refused_unread(world: World) -> None:
    shown = sending.ask(world)
    photo = sending.announced(sending.photo())
    key = sending.reserve_key(shown, photo)
    sending.put(key, bytes(MAX_BYTES + 1))

    assert sending.file(key) == UploadStatus.REJECTED
    assert sending.upload_of(shown, photo.photo_id).reason == "too_large"


def test_a_refused_photo_gives_its_slot_and_its_bytes_back(world: World) -> None:
    shown = sending.ask(world, categories={"damage": (1, 1)})
    data = photos_factory.truncated(photos_factory.jpeg())
    sending.send_and_file(shown, data)

    again = sending.reserve(shown, sending.announced(data))

    assert again.status == "pending"
    assert sending.request_of(shown).used == {"damage": 1}
    assert sending.request_of(shown).rejected == 1


def test_the_owner_reads_why_in_each_language(world: World) -> None:
    shown = sending.ask(world)
    photo = sending.send_and_file(shown, photos_factory.gif())

    said = {language: state_of(shown, photo.photo_id, language) for language in LANGUAGES}

    assert {status for status, _ in said.values()} == {"rejected"}
    reasons = {language: reason or "" for language, (_, reason) in said.items()}
    assert len(set(reasons.values())) == len(LANGUAGES)
    assert "JPEG" in reasons["en"]
    assert any("а" <= letter <= "я" for letter in reasons["ru"])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP", "HEIC"])
def test_renditions_are_upright_and_tell_nothing(world: World, kind: str) -> None:
    camera = photos_factory.Camera(orientation=6, gps=(55.751244, 37.618423))
    make: photos_factory.MakePhoto = getattr(photos_factory, kind.lower())
    shown = sending.ask(world)
    sending.send_and_file(shown, make(2000, 1000, camera=camera), content_type=f"image/{kind.lower()}")

    (attachment,) = sending.attachments(world, shown)

    for key, longest in ((attachment.preview_key, 1600), (attachment.thumbnail_key, 320)):
        body = boto3.client("s3").get_object(Bucket="photos", Key=key)["Body"].read()
        rendition: Any = Image.open(io.BytesIO(body))
        assert rendition.format == "JPEG"
        assert rendition.size == (longest, longest // 2)
        assert not dict(rendition.getexif())
        assert not {"exif", "comment", "icc_profile", "xmp"} & rendition.info.keys()
        assert rendition.convert("RGB").getpixel((5, 5))[0] > 180  # the sun is at the top left


def test_what_the_camera_wrote_is_on_the_attachment(world: World) -> None:
    accounts.change_account(world.admin, changes={"keep_place": True})
    camera = photos_factory.Camera(orientation=6, gps=(55.751244, 37.618423))
    shown = sending.ask(world)
    data = photos_factory.jpeg(400, 300, camera=camera)
    photo = sending.send_and_file(shown, data, source="camera")

    (attachment,) = sending.attachments(world, shown)

    assert attachment.taken_at == "2026-03-14T15:09:26+03:00"
    assert attachment.camera == "Osmotr Phone 7"
    assert attachment.gps == pytest.approx((55.751244, 37.618423), abs=1e-4)
    assert (attachment.width, attachment.height) == (400, 300)
    assert (attachment.bytes, attachment.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (attachment.photo_id, attachment.source) == (photo.photo_id, "camera")


def test_a_heic_keeps_its_original_and_is_shown_as_jpeg(world: World) -> None:
    data = photos_factory.heic()
    shown = sending.ask(world)
    sending.send_and_file(shown, data, content_type="image/heic")

    (attachment,) = sending.attachments(world, shown)

    s3 = boto3.client("s3")
    original = s3.get_object(Bucket="photos", Key=attachment.key, VersionId=attachment.version_id)["Body"].read()
    assert original == data
    assert attachment.content_type == "image/heic"
    assert attachment.file_name == "Повреждения-01.heic"
    assert s3.head_object(Bucket="photos", Key=attachment.preview_key)["ContentType"] == "image/jpeg"


def test_a_mislabelled_photo_is_filed_as_what_it_is(world: World) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, photos_factory.png(), content_type="image/jpeg")

    (attachment,) = sending.attachments(world, shown)

    assert attachment.content_type == "image/png"
    assert attachment.file_name.endswith(".png")


@pytest.mark.parametrize("spoil", [photos_factory.with_zip_tail, photos_factory.with_script_tail])
def test_a_tail_behind_the_photo_stays_out_of_its_renditions(world: World, spoil: Callable[[bytes], bytes]) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, spoil(photos_factory.jpeg()))

    (attachment,) = sending.attachments(world, shown)

    body = boto3.client("s3").get_object(Bucket="photos", Key=attachment.preview_key)["Body"].read()
    assert b"<script>" not in body
    assert b"PK" not in body[-100:]


def test_names_number_on_over_repeated_requests_and_are_never_used_twice(world: World) -> None:
    first = sending.ask(world)
    sending.send_and_file(first, sending.photo(0))
    gone = sending.send_and_file(first, sending.photo(1))
    service.remove_upload(first.link.token, gone.photo_id, address=sending.ADDRESS)
    second = sending.ask(world, case_id=first.request.case_id, categories={"damage": (1, 3), "vin": (1, 1)})
    sending.send_and_file(second, sending.photo(2))
    sending.send_and_file(second, sending.photo(3), category="vin")

    names = sorted(attachment.file_name for attachment in sending.attachments(world, first))

    assert names == ["VIN-01.jpg", "Повреждения-01.jpg", "Повреждения-03.jpg"]


def test_an_original_is_saved_under_its_name_whatever_its_letters(world: World) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo())
    (attachment,) = sending.attachments(world, shown)

    query = parse_qs(urlsplit(attachment_view(attachment).urls.original).query)

    (disposition,) = query["response-content-disposition"]
    assert disposition.isascii()
    kind, _, name = disposition.partition("; filename*=UTF-8''")
    assert (kind, unquote(name)) == ("attachment", "Повреждения-01.jpg")
    assert query["versionId"] == [attachment.version_id]


def test_a_photo_counts_in_its_case_and_its_request_and_is_told_once(world: World) -> None:
    shown = sending.ask(world)
    photo = sending.send_and_file(shown, sending.photo())

    view = service.show_case(world.admin, shown.request.case_id)
    request = sending.request_of(shown)

    assert (view.case.attachments, view.case.filed, view.counts) == (1, {"damage": 1}, {"damage": 1})
    assert (request.used, request.filed, request.status) == ({"damage": 1}, {"damage": 1}, "in_progress")
    assert request.first_photo_at is not None
    (event,) = outbox.events("photo.filed")
    assert event["data"] == {
        "case_id": shown.request.case_id,
        "request_id": shown.request.id,
        "photo_id": photo.photo_id,
        "attachment_id": view.attachments[0].id,
        "category": "damage",
        "reference": None,
        "version": 1,
        "console_url": f"https://photos.example/console/cases/{shown.request.case_id}",
    }


def test_deleting_an_attachment_leaves_nothing_of_the_photo(world: World) -> None:
    shown = sending.ask(world, categories={"damage": (1, 1)})
    sending.send_and_file(shown, sending.photo())
    (attachment,) = sending.attachments(world, shown)

    service.delete_attachment(world.admin, attachment.id)

    assert sending.keys_in_bucket() == set()
    assert sending.attachments(world, shown) == []
    view = service.show_case(world.admin, shown.request.case_id)
    assert view.case.attachments == 0
    assert view.timeline[-1].type == "attachment.deleted"
    assert view.timeline[-1].actor == world.admin.actor
    assert sending.reserve(shown, sending.announced(sending.photo())).status == "pending"


def test_an_attachment_of_another_tenant_can_not_be_deleted(world: World) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo())
    (attachment,) = sending.attachments(world, shown)

    with pytest.raises(NotFound):
        service.delete_attachment(world.stranger, attachment.id)

    assert sending.attachments(world, shown) == [attachment]


def test_a_photo_that_is_taken_back_leaves_no_version_however_often_its_form_was_sent(world: World) -> None:
    shown = sending.ask(world)
    sent = sending.send_and_file(shown, sending.photo())
    key = sending.attachments(world, shown)[0].key
    for _ in range(7):
        sending.put(key, sending.photo())

    def three_at_once(operation: str, parameters: dict[str, Any], call: Callable[[], Any]) -> Any:
        if operation == "ListObjectVersions":
            parameters["MaxKeys"] = 3  # a thousand, of S3's own
        return call()

    with between(three_at_once):
        service.remove_upload(shown.link.token, sent.photo_id, address=sending.ADDRESS)

    left = boto3.client("s3").list_object_versions(Bucket="photos", Prefix=key)
    assert (left.get("Versions", []), left.get("DeleteMarkers", [])) == ([], [])
