"""Retakes in the console: the offer to ask, the choice in the form, the lines in a case."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.aws.photo_bucket import sign_download
from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.languages import N_
from chalicelib.base.words import line
from chalicelib.features.cases.console.timeline import Wording
from chalicelib.features.photos.model import Attachment, PhotoRequest
from chalicelib.features.photos.retakes import asked_again_at, is_unusable, replaced_by, to_ask_again
from chalicelib.features.photos.service import CaseView
from chalicelib.features.photos.verdicts import REASONS, Again, UnusableReason


class Choice(NamedTuple):
    """An unusable photo in the form: `asked` says when it was asked for again, '' if it wasn't."""

    id: str
    name: str
    alt: str
    thumbnail: str
    reason: str
    words: str
    asked: str


def to_ask(view: CaseView) -> tuple[Attachment, ...]:
    """Return the photos of a case that are unusable and not asked for again yet."""
    return to_ask_again(view.attachments, requests_of(view), at=now())


def marks(photo: Attachment, view: CaseView, said: Wording) -> list[str]:
    """Return the retake marks of a photo's tile: that it was asked for again, or which ones it replaces."""
    asked = _asked(photo, view, said)
    replaced = [_name(each, view) for each in replaced_by(photo, requests_of(view))]
    known = localized.listed([name for name in replaced if name])
    instead = said.say(N_("Instead of {names}"), names=known) if known else ""
    return [each for each in (asked, instead) if each]


def _asked(photo: Attachment, view: CaseView, said: Wording) -> str:
    at = asked_again_at(photo.id, requests_of(view), at=now())
    if at is None:
        return ""
    return said.say(N_("Asked for again: {time}"), time=localized.moment(said.language, at, said.account.zone))


def _name(photo_id: str, view: CaseView) -> str:
    return next((photo.file_name for photo in view.attachments if photo.id == photo_id), "")


def requests_of(view: CaseView) -> list[PhotoRequest]:
    return [shown.request for shown in view.requests]


def choices(view: CaseView, said: Wording) -> list[Choice]:
    """Return the unusable photos of a case, those not asked for again yet first."""
    unusable = [_choice(photo, view, said) for photo in view.attachments if is_unusable(photo)]
    return sorted(unusable, key=lambda choice: bool(choice.asked))


def _choice(photo: Attachment, view: CaseView, said: Wording) -> Choice:
    received = localized.moment(said.language, photo.received_at, said.account.zone)
    reason = (photo.verdict.reason if photo.verdict else None) or UnusableReason.OTHER
    return Choice(
        id=photo.id,
        name=photo.file_name,
        alt=said.say(N_("{label}, received {time}"), label=said.category(photo.category), time=received),
        thumbnail=sign_download(photo.thumbnail_key),
        reason=said.say(REASONS[reason]),
        words=line(photo.verdict.text) if photo.verdict else "",
        asked=_asked(photo, view, said),
    )


def asked_lines(request: PhotoRequest, names: Mapping[str, str], said: Wording) -> list[str]:
    """Return the lines of a request's retakes with reasons; `names` has the files' names by id, but of deleted ones."""
    return [_asked_line(each, names, said) for each in request.again]


def _asked_line(again: Again, names: Mapping[str, str], said: Wording) -> str:
    name = names.get(again.attachment_id) or said.category(again.category)
    reason = said.say(REASONS[again.reason])
    words = line(again.text)
    quoted = said.say(N_("“{words}”"), words=words) if words else ""
    return f"{name}: {' '.join(filter(None, (reason, quoted)))}"
