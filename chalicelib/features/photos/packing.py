"""The content of an archive of a case's photos: its entries' names, their list, and the archive's digest."""

import hashlib
import json
from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.base.spreadsheets import csv_text
from chalicelib.features.cases.model import Case
from chalicelib.features.photos.model import Attachment, nameable

MANIFEST = "manifest.csv"
#: The name of the list of photos that the bucket has lost; only in archives that lack some.
MISSING = "missing.csv"
#: Rises when archives of the same photos come to look otherwise.
_FORMAT = 1
_COLUMNS = ("file_name", "category", "sha256", "bytes", "received_at", "taken_at", "camera")


class Entry(NamedTuple):
    """A photo under the name that it has in the archive."""

    name: str
    photo: Attachment


def entries(photos: Sequence[Attachment]) -> tuple[Entry, ...]:
    """Name the photos; two that have one name (categories may have the same label) get a number each."""
    taken = {MANIFEST, MISSING}
    named = []
    for photo in photos:
        name = _free(photo.file_name, taken)
        taken.add(name.casefold())
        named.append(Entry(name, photo))
    return tuple(named)


def _free(name: str, taken: set[str]) -> str:
    stem, dot, extension = name.rpartition(".")
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{stem} ({number}){dot}{extension}"
    return free


def digest(packed: Sequence[Entry]) -> str:
    """Return the SHA-256 (hex) of an archive's photos, versions and names."""
    identity = [_FORMAT, [(entry.photo.id, entry.photo.version_id, entry.name) for entry in packed]]
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()


def manifest(packed: Sequence[Entry]) -> bytes:
    """Return the list of the photos as CSV."""
    return csv_text(_COLUMNS, map(_listed, packed)).encode()


def _listed(entry: Entry) -> Sequence[object]:
    photo = entry.photo
    received = photo.received_at.isoformat(timespec="seconds").replace("+00:00", "Z")
    return entry.name, photo.category, photo.sha256, photo.bytes, received, photo.taken_at, photo.camera


def archive_name(case: Case) -> str:
    """Return the name of a case's archive: by the case's reference, else the plate, else the id."""
    names = (nameable(each) for each in (case.reference, case.vehicle.plate, case.id) if each)
    return f"{next(filter(None, names))}.zip"
