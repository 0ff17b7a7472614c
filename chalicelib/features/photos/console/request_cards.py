"""The photo requests of a case as cards: the progress of each, its messages, and the possible actions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.languages import N_
from chalicelib.base.phones import display
from chalicelib.base.words import block
from chalicelib.features.cases.console.timeline import Wording
from chalicelib.features.photos.console import words as photo_words
from chalicelib.features.photos.console.retakes import asked_lines
from chalicelib.features.photos.model import Message, PhotoRequest, RequestStatus
from chalicelib.features.photos.service import CaseView, Shown
from chalicelib.frame.console import words as console_words
from chalicelib.messaging.reasons import in_words

#: Ends that `extend` can't undo.
_CLOSED = (RequestStatus.COMPLETED, RequestStatus.REVOKED)


class Step(NamedTuple):
    """A step of the progress. `time` is '' before the step is made; `otherwise` then gives the status."""

    label: str
    time: str
    iso: str
    otherwise: str


class Asked(NamedTuple):
    """A category of a request: the number of photos that came, and of those that are missing."""

    label: str
    received: int
    least: int
    is_missing: bool


class MessageLine(NamedTuple):
    """A message of a request."""

    channel: str
    to: str
    state: str
    has_failed: bool
    time: str
    iso: str
    reason: str
    segments: int


class RequestCard(NamedTuple):
    """A request; `is_open` as long as its link opens it."""

    id: str
    status: RequestStatus
    status_label: str
    look: str
    created: str
    created_iso: str
    expires: str
    expires_iso: str
    language: str
    comment: str
    steps: Sequence[Step]
    categories: Sequence[Asked]
    #: Retakes that it asks for, with reasons.
    again: Sequence[str]
    messages: Sequence[MessageLine]
    photos: int
    rejected: int
    has_phone: bool
    has_email: bool
    channels: Sequence[str]
    is_open: bool
    may_extend: bool


class Refusal(NamedTuple):
    """A refused action on a request, with the typed values: `at` is the wrong input, '' if none is."""

    request_id: str
    at: str
    message: str
    days: str = ""
    channels: Sequence[str] = ()


def request_cards(view: CaseView, *, wording: Wording) -> list[RequestCard]:
    """Return the requests of a case, the newest first."""
    names = {photo.id: photo.file_name for photo in view.attachments}
    return [request_card(shown, names, wording=wording) for shown in reversed(view.requests)]


def request_card(shown: Shown, names: Mapping[str, str], *, wording: Wording) -> RequestCard:
    """Return a request as a card; `names` has the names of the case's photos."""
    request, moment = shown.request, now()
    status, is_open = request.status_at(moment), request.is_open(moment)
    return RequestCard(
        id=request.id,
        status=status,
        status_label=wording.say(photo_words.REQUEST_STATUS[status]),
        look=photo_words.REQUEST_LOOK[status],
        created=_time(request.created_at, wording),
        created_iso=request.created_at.isoformat(),
        expires=_time(request.expires_at, wording),
        expires_iso=request.expires_at.isoformat(),
        language=request.language,
        comment=block(request.comment),
        steps=_steps(request, wording),
        categories=_categories(request, wording),
        again=asked_lines(request, names, wording),
        messages=[_message(message, wording) for message in shown.messages],
        photos=sum(request.filed.values()),
        rejected=request.rejected,
        has_phone=request.phone is not None,
        has_email=request.email is not None,
        channels=request.channels,
        is_open=is_open,
        may_extend=status not in _CLOSED,
    )


def _time(at: datetime | None, wording: Wording) -> str:
    return localized.moment(wording.language, at, wording.account.zone) if at else ""


def _steps(request: PhotoRequest, wording: Wording) -> list[Step]:
    device = wording.say(photo_words.DEVICE[request.device]) if request.device else ""
    opened = wording.say(N_("Opened")) + (f" {device}" if device else "")
    otherwise = wording.say(N_("not yet") if request.is_open(now()) else N_("never"))
    named = (
        (wording.say(N_("Request sent")), request.sent_at, otherwise),
        (wording.say(N_("Request delivered")), request.delivered_at, _unreported(request, wording) or otherwise),
        (opened, request.opened_at, otherwise),
        (wording.say(N_("First photo")), request.first_photo_at, otherwise),
        (wording.say(N_("Complete")), request.completed_at, otherwise),
    )
    return [
        Step(label=label, time=_time(at, wording), iso=at.isoformat() if at else "", otherwise=without)
        for label, at, without in named
    ]


def _unreported(request: PhotoRequest, wording: Wording) -> str:
    """Return the words for a delivery without a report: many carriers and mail servers send none."""
    if request.status == RequestStatus.UNDELIVERED:
        return wording.say(N_("could not be delivered"))
    if request.sent_at is None:
        return ""
    return wording.say(N_("no report yet") if request.is_open(now()) else N_("no report has come"))


def _categories(request: PhotoRequest, wording: Wording) -> list[Asked]:
    missing = request.missing
    return [
        Asked(
            label=category.label(wording.language),
            received=request.filed.get(category.code, 0),
            least=category.min,
            is_missing=category.code in missing,
        )
        for category in request.categories
    ]


def _message(message: Message, wording: Wording) -> MessageLine:
    at = message.delivered_at or message.sent_at or message.queued_at
    kind = f"{wording.say(N_('reminder'))}, " if message.kind == "reminder" else ""
    return MessageLine(
        channel=wording.say(console_words.CHANNEL[message.channel]),
        to=display(message.to) if message.channel == "sms" else message.to,
        state=kind + wording.say(photo_words.MESSAGE_STATUS[message.status]),
        has_failed=message.status == "failed",
        time=_time(at, wording),
        iso=at.isoformat(),
        reason=wording.say(in_words(message.reason)) if message.reason else "",
        segments=message.segments or 0,
    )
