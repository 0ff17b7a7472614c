"""What an archive of a case's photos holds: its entries' names, the list of them, and the digest that it goes by."""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.cases.model import Case
from chalicelib.photos.model import Attachment, nameable

MANIFEST = "manifest.csv"
#: Rises when archives of the same photos come to look otherwise.
_FORMAT = 1
_COLUMNS = ("file_name", "category", "sha256", "bytes", "received_at", "taken_at", "camera")
#: What spreadsheets may take for a formula (OWASP, CSV injection): category labels and cameras are what others wrote.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Entry:
    """A photo under the name that it has in the archive."""

    name: str
    photo: Attachment


def entries(photos: Sequence[Attachment]) -> tuple[Entry, ...]:
    """Name the photos; two that have one name (categories may have the same label) get a number each."""
    taken = {MANIFEST}
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
    """Return the SHA-256 (hex) of which photos these are, in which versions, under which names."""
    identity = [_FORMAT, [(entry.photo.id, entry.photo.version_id, entry.name) for entry in packed]]
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()


def manifest(packed: Sequence[Entry]) -> bytes:
    """Return the list of the photos as CSV (RFC 4180, in UTF-8 with the mark by which spreadsheets know it)."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(_COLUMNS)
    for entry in packed:
        photo = entry.photo
        received = photo.received_at.isoformat(timespec="seconds").replace("+00:00", "Z")
        cells = (entry.name, photo.category, photo.sha256, str(photo.bytes), received, photo.taken_at, photo.camera)
        rows.writerow([_harmless(cell or "") for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def archive_name(case: Case) -> str:
    """Return what a case's archive is called: by the case's reference, else the plate, else the id."""
    names = (nameable(each) for each in (case.reference, case.vehicle.plate, case.id) if each)
    return f"{next(filter(None, names))}.zip"
