"""A case's photos by category, and rejected ones: the content that the tab of attachments shows and refreshes."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.aws.photo_bucket import sign_download
from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language
from chalicelib.features.cases.console.summary import Fact
from chalicelib.features.cases.console.timeline import Wording
from chalicelib.features.photos.console import words as photo_words
from chalicelib.features.photos.console.retakes import marks, to_ask
from chalicelib.features.photos.console.verdicts import Choice, VerdictShown, choices, verdict_shown
from chalicelib.features.photos.model import Attachment, Upload, UploadStatus
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.features.photos.service import CaseView

#: Shorter than the life of thumbnails' signed addresses, so that a page renews them before they go stale.
TAG_SECONDS = 600
_MAP = "https://www.openstreetmap.org/?mlat={0:.6f}&mlon={1:.6f}#map=17/{0:.6f}/{1:.6f}"


class Tile(NamedTuple):
    """A photo. `preview` and `original` are the console's own addresses, which stay good; `thumbnail` is signed."""

    id: str
    name: str
    alt: str
    received: str
    thumbnail: str
    preview: str
    original: str
    delete: str
    doubt: str
    #: Retake marks: asked for again, sent in place of another.
    marks: Sequence[str]
    place: str
    facts: Sequence[Fact]
    shown: VerdictShown
    choices: Sequence[Choice]
    #: The address that its verdict's form posts to.
    action: str


class TileGroup(NamedTuple):
    """The photos of a category."""

    code: str
    label: str
    tiles: Sequence[Tile]


class Refused(NamedTuple):
    """A photo that was not accepted, with the owner's message."""

    category: str
    received: str
    reason: str


class Gallery(NamedTuple):
    """All of it; `pending` photos are announced and have not arrived. `tag` changes with the shown content."""

    groups: Sequence[TileGroup]
    refused: Sequence[Refused]
    pending: int
    total: int
    #: Photos that are unusable and not asked for again yet.
    to_ask: int
    #: The photos that wait for a verdict, by their ids.
    waiting: Sequence[str]
    tag: str


def gallery(view: CaseView, *, wording: Wording, names: Mapping[str, str], me: str) -> Gallery:
    """Return a case's photos, in the order in which the account and its requests name the categories.

    `names` has those who have given verdicts, by actor; `me` is the reader's own actor.
    """
    codes = dict.fromkeys([*wording.labels, *view.counts])
    groups = [
        TileGroup(
            code=code,
            label=wording.category(code),
            tiles=[
                _tile(each, view, wording, verdict_shown(each, wording, names=names, me=me))
                for each in view.attachments
                if each.category == code
            ],
        )
        for code in codes
        if view.counts.get(code)
    ]
    return Gallery(
        groups=groups,
        refused=[_refused(each, wording) for each in view.uploads if each.status == UploadStatus.REJECTED],
        pending=sum(each.status == UploadStatus.RESERVED for each in view.uploads),
        total=len(view.attachments),
        to_ask=len(to_ask(view)),
        waiting=[tile.id for group in groups for tile in group.tiles if tile.shown.waits],
        tag=gallery_tag(view, language=wording.language),
    )


def gallery_tag(view: CaseView, *, language: Language) -> str:
    """Return the entity tag of a gallery, without making it (RFC 9110, 8.8.3: weak, since signatures differ)."""
    shown = (
        language,
        [(attachment.id, attachment.gps, attachment.verdict, attachment.to_review) for attachment in view.attachments],
        [(upload.photo_id, upload.status) for upload in view.uploads],
        [photo.id for photo in to_ask(view)],
        [(shown.request.id, shown.request.status) for shown in view.requests if shown.request.again],
        int(now().timestamp()) // TAG_SECONDS,
    )
    return f'W/"{hashlib.sha256(repr(shown).encode()).hexdigest()[:32]}"'


def _tile(photo: Attachment, view: CaseView, wording: Wording, shown: VerdictShown) -> Tile:
    received = localized.moment(wording.language, photo.received_at, wording.account.zone)
    address = f"{view.case.id}/photos/{photo.id}"
    return Tile(
        id=photo.id,
        name=photo.file_name,
        alt=wording.say(N_("{label}, received {time}"), label=wording.category(photo.category), time=received),
        received=received,
        thumbnail=sign_download(photo.thumbnail_key),
        preview=f"{address}/preview",
        original=f"{address}/original",
        delete=f"{address}/delete",
        doubt=wording.say(photo_words.DOUBT[photo.doubt]) if photo.doubt else "",
        marks=marks(photo, view, wording),
        place=_MAP.format(*photo.gps) if photo.gps else "",
        facts=_facts(photo, received, wording),
        shown=shown,
        choices=choices(wording, chosen=shown.code, given=bool(shown.code)),
        action=f"{address}/verdict",
    )


def _facts(photo: Attachment, received: str, wording: Wording) -> list[Fact]:
    language = wording.language
    named = (
        (N_("Received"), received),
        (
            N_("Taken, by the camera's clock"),
            photo_words.camera_time(language, photo.taken_at) if photo.taken_at else "",
        ),
        (N_("Camera"), photo.camera or ""),
        (N_("Source"), wording.say(photo_words.SOURCE[photo.source])),
        (N_("Size"), f"{photo.width} × {photo.height}, {localized.size(language, photo.bytes)}"),
        (N_("SHA-256"), photo.sha256),
    )
    return [Fact(label=wording.say(label), value=value) for label, value in named if value]


def _refused(upload: Upload, wording: Wording) -> Refused:
    return Refused(
        category=wording.category(upload.category),
        received=localized.moment(wording.language, upload.reserved_at, wording.account.zone),
        reason=wording.say(RejectionReason(upload.reason or RejectionReason.BROKEN).message),
    )
