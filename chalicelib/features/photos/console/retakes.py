"""Retakes in the console: the offer to ask, the choice in the form, the lines in a case."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.aws.photo_bucket import sign_download
from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language
from chalicelib.base.words import line
from chalicelib.features.cases.console.timeline import Wording, wording
from chalicelib.features.photos.console.request_form import AskForm, empty_form, repeated_form
from chalicelib.features.photos.model import Attachment, PhotoRequest
from chalicelib.features.photos.retakes import MOST, asked_again_at, is_unusable, replaced_by, to_ask_again
from chalicelib.features.photos.service import CaseView
from chalicelib.features.photos.verdicts import REASONS, Again, UnusableReason
from chalicelib.tenancy.model import Account

#: The mark of a form with a list of retakes, and of the address that leads to one.
LISTED = "yes"


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
    return to_ask_again(view.attachments, _requests(view), at=now())


def marks(photo: Attachment, view: CaseView, said: Wording) -> list[str]:
    """Return the retake marks of a photo's tile: that it was asked for again, or which ones it replaces."""
    asked = _asked(photo, view, said)
    replaced = [_name(each, view) for each in replaced_by(photo, _requests(view))]
    known = localized.listed([name for name in replaced if name])
    instead = said.say(N_("Instead of {names}"), names=known) if known else ""
    return [each for each in (asked, instead) if each]


def _asked(photo: Attachment, view: CaseView, said: Wording) -> str:
    at = asked_again_at(photo.id, _requests(view), at=now())
    if at is None:
        return ""
    return said.say(N_("Asked for again: {time}"), time=localized.moment(said.language, at, said.account.zone))


def _name(photo_id: str, view: CaseView) -> str:
    return next((photo.file_name for photo in view.attachments if photo.id == photo_id), "")


def _requests(view: CaseView) -> list[PhotoRequest]:
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


def retake_form(account: Account, view: CaseView) -> AskForm:
    """Return the form for a case's retakes, filled like the request that its photos came by."""
    wanted = to_ask(view)[:MOST]
    latest = max((photo.received_at, photo.request_id) for photo in wanted)[1] if wanted else ""
    former = next((request for request in _requests(view) if request.id == latest), None)
    form = repeated_form(account, former, ()) if former else empty_form(account, view.case)
    photos = tuple(photo.id for photo in wanted)
    return form.model_copy(update={"retake": LISTED, "photos": photos, "categories": (), "comment": ""})


def with_retakes(form: AskForm, request: PhotoRequest, view: CaseView) -> AskForm:
    """Return the form that repeats a request, with its retakes that are still unusable.

    A photo found usable since needs no other one; in place of a deleted one its category is asked for.
    """
    there = {photo.id: photo for photo in view.attachments}
    again = [each for each in request.again if each.category in form.categories and each.attachment_id in there]
    photos = tuple(each.attachment_id for each in again if is_unusable(there[each.attachment_id]))
    done = {each.category for each in again}
    others = tuple(code for code in form.categories if code not in done)
    return form.model_copy(update={"retake": LISTED, "photos": photos, "categories": others}) if again else form


def listed_choices(account: Account, view: CaseView | None, form: AskForm, language: Language) -> Sequence[Choice]:
    """Return the photos that a form lists; none if it is one of another kind."""
    if view is None or not form.retake:
        return ()
    return choices(
        view, wording(language, account, [each for request in _requests(view) for each in request.categories])
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
