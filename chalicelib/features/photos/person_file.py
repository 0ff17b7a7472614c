"""Photo requests, their messages and photos in the export of everything that is held about a client.

Originals are in the file as long as all that came before fit: an answer has 29 seconds and the function's memory. The
list says of each other photo where staff get it.
"""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from chalicelib.aws import photo_bucket
from chalicelib.base.languages import Language
from chalicelib.base.settings import settings
from chalicelib.features.cases.person_file import read_cases
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import HeldFile
from chalicelib.features.photos.model import MAX_BYTES, Attachment, Message, PhotoRequest
from chalicelib.features.photos.packing import entries
from chalicelib.features.photos.request_views import request_view
from chalicelib.features.photos.service import Shown
from chalicelib.features.photos.service.access import link_of
from chalicelib.features.photos.views import attachment_view
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may

#: Bytes and number of the originals in an export.
MOST_BYTES, MOST_PHOTOS = 40_000_000, 200
_AT_ONCE = 8


class _Photo(NamedTuple):
    """A photo, its name in the file, and whether it is in it."""

    attachment: Attachment
    name: str
    fits: bool


def files(caller: Caller, client: Client, _: Language) -> Iterator[HeldFile]:
    """Yield photos.json with the requests of the client's cases, their messages and photos; then the originals."""
    if not client.cases or not may(caller, "cases:read"):
        return
    rows = [row for each in read_cases(caller, client) for row in each.others]
    photos = _chosen([row for row in rows if isinstance(row, Attachment)])
    originals = _read([each for each in photos if each.fits])
    in_the_file = {each.name for each in originals}
    held = {"requests": _requests(rows), "photos": [_held(each, each.name in in_the_file) for each in photos]}
    if held["requests"] or held["photos"]:
        yield HeldFile("photos.json", json.dumps(held, ensure_ascii=False, indent=1).encode())
    yield from originals


def _requests(rows: Sequence[object]) -> list[dict[str, Any]]:
    messages = [row for row in rows if isinstance(row, Message)]
    shown = (
        Shown(row, tuple(each for each in messages if each.request_id == row.id), link_of(row))
        for row in rows
        if isinstance(row, PhotoRequest)
    )
    return [request_view(each, with_link=False).model_dump(mode="json", exclude_none=True) for each in shown]


def _chosen(attachments: Sequence[Attachment]) -> list[_Photo]:
    """Return the photos of all cases with their names, and which of them the file has room for."""
    by_case: dict[str, list[Attachment]] = {}
    for each in attachments:
        by_case.setdefault(each.case_id, []).append(each)
    chosen: list[_Photo] = []
    room = MOST_BYTES
    for case_id, photos in by_case.items():
        for entry in entries(photos):
            room -= entry.photo.bytes
            fits = room >= 0 and len(chosen) < MOST_PHOTOS
            chosen.append(_Photo(entry.photo, f"photos/{case_id}/{entry.name}", fits))
    return chosen


def _read(photos: Sequence[_Photo]) -> list[HeldFile]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(_original, photos)
        return [each for each in found if each is not None]


def _original(photo: _Photo) -> HeldFile | None:
    """Return the original; None for one that the bucket has lost, or that was deleted meanwhile."""
    attachment = photo.attachment
    try:
        stored = photo_bucket.read(attachment.key, version_id=attachment.version_id, at_most=MAX_BYTES)
    except photo_bucket.ObjectMissing:
        return None
    return HeldFile(photo.name, stored.data, compress=False)


def _held(photo: _Photo, is_here: bool) -> dict[str, Any]:
    shown = attachment_view(photo.attachment).model_dump(mode="json", exclude_none=True, exclude={"urls"})
    if is_here:
        return {**shown, "case_id": photo.attachment.case_id, "file": photo.name}
    base, case_id = settings().public_base_url, photo.attachment.case_id
    page = f"{base}/console/cases/{case_id}?tab=attachments"
    return {**shown, "case_id": case_id, "page_of_staff": page, "archive": f"{base}/v1/cases/{case_id}/attachments.zip"}
