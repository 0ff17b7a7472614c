"""Steps of owners and staff on a photo's way, in one line each."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any

import boto3
import time_machine
from ulid import ULID

from chalicelib.base.clock import now
from chalicelib.features.photos import service, table
from chalicelib.features.photos.model import Attachment, PhotoRequest, Upload
from chalicelib.features.photos.service import Announced, Asking, Reservation, Shown
from chalicelib.tenancy.model import CategoryChoice
from tests.photos import photos_factory
from tests.support.world import World

ADDRESS = "192.0.2.1"


def ask(world: World, *, categories: dict[str, tuple[int, int]] | None = None, **asking: Any) -> Shown:
    """Make a request for categories with their min and max (one to three photos of damage if nothing is said)."""
    wanted = categories or {"damage": (1, 3)}
    choices = [CategoryChoice(code=code, min=least, max=most) for code, (least, most) in wanted.items()]
    return service.ask_for_photos(world.admin, Asking(categories=choices, **asking))


@cache
def photo(number: int = 0) -> bytes:
    """Return a small JPEG, always the same one for a number."""
    return photos_factory.jpeg(40 + number, 30)


def announced(data: bytes, *, category: str = "damage", content_type: str = "image/jpeg", **said: Any) -> Announced:
    """Return a phone's announcement of a photo."""
    truth: dict[str, Any] = {
        "photo_id": str(ULID()),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    return Announced(category=category, content_type=content_type, **truth | said)


def reserve(shown: Shown, photo: Announced) -> Reservation:
    """Reserve a slot."""
    return service.reserve_upload(shown.link.token, photo, address=ADDRESS)


def reserve_key(shown: Shown, photo: Announced) -> str:
    """Reserve a slot and return the key of the object that will fill it."""
    reservation = reserve(shown, photo)
    assert reservation.form is not None
    return reservation.form.fields["key"]


def put(key: str, data: bytes) -> str:
    """Store an object as S3 does at the end of an upload, and return its version."""
    version: str = boto3.client("s3").put_object(Bucket="photos", Key=key, Body=data)["VersionId"]
    return version


def send(shown: Shown, data: bytes, **said: Any) -> tuple[Announced, str]:
    """Reserve and store a photo; nobody tells of it yet. Return the announced photo, and the key."""
    photo = announced(data, **said)
    key = reserve_key(shown, photo)
    put(key, data)
    return photo, key


def file(key: str, version_id: str | None = None) -> Any:
    """File an object as its event would."""
    return service.file_photo(service.Arrived(key=key, version_id=version_id))


def send_and_file(shown: Shown, data: bytes, **said: Any) -> Announced:
    """Bring a photo the whole way into its case."""
    photo, key = send(shown, data, **said)
    file(key)
    return photo


def request_of(shown: Shown) -> PhotoRequest:
    """Return the request as it now is."""
    found = table.get_request(shown.request.account_id, shown.request.case_id, shown.request.id)
    assert found is not None
    return found


def upload_of(shown: Shown, photo_id: str) -> Upload:
    """Return an upload as it now is."""
    found = table.get_upload(shown.request.account_id, shown.request.case_id, shown.request.id, photo_id)
    assert found is not None
    return found


def attachments(world: World, shown: Shown) -> list[Attachment]:
    """Return the photos of the request's case."""
    return list(service.show_case(world.admin, shown.request.case_id).attachments)


def keys_in_bucket(prefix: str = "") -> set[str]:
    """Return the keys that any version of an object has."""
    answer = boto3.client("s3").list_object_versions(Bucket="photos", Prefix=prefix)
    return {version["Key"] for version in answer.get("Versions", [])}


@contextmanager
def days_later(days: float) -> Iterator[None]:
    """Travel forward in time; the clock stands still there."""
    with time_machine.travel(now() + timedelta(days=days), tick=False):
        yield
