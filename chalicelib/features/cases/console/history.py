"""A case's timeline in words: who did what, and when. The newest comes first."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.base.words import first_seen
from chalicelib.features.cases.model import TimelineEntry
from chalicelib.features.photos.console import words as photo_words
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.features.photos.verdicts import REASONS as UNUSABLE
from chalicelib.features.photos.verdicts import UnusableReason
from chalicelib.frame.console import words as console_words
from chalicelib.messaging.reasons import in_words
from chalicelib.tenancy.model import Account

_FIELDS = {
    "reference": N_("reference"), "vehicle": N_("vehicle"), "loss": N_("loss"), "owner": N_("owner"),
    "client_id": N_("client"), "policy_id": N_("policy"),
}  # fmt: skip


class HistoryLine(NamedTuple):
    """One thing that happened: `what` in words, `detail` where there is more to say of it."""

    at: str
    iso: str
    who: str
    what: str
    detail: str = ""


class Wording(NamedTuple):
    """What the words are chosen by: the reader's language, and the names that the account gives to codes."""

    language: Language
    account: Account
    #: Of all requests of the case: a category may have been the account's own, and gone by now.
    labels: Mapping[str, str]
    #: The people whom a timeline names, by actor; `me` is the reader's own.
    names: Mapping[str, str] = MappingProxyType({})
    me: str = ""

    def say(self, message: str, **params: object) -> str:
        """Translate a msgid."""
        return text(self.language, message, **params)

    def counted(self, one: str, many: str, count: int) -> str:
        """Translate by number."""
        return plural(self.language, one, many, count)

    def category(self, code: object) -> str:
        """Return a category's label."""
        return self.labels.get(str(code), str(code))

    def process(self, code: object) -> str:
        """Return a process's label."""
        found = self.account.process(str(code)) if code else None
        return in_language(found.labels, self.language) if found else str(code or "")


def in_language(labels: Mapping[Language, str], language: Language) -> str:
    """Return the label in this language, or the first that can be seen; a dash where none can (rows of before)."""
    return first_seen((labels.get(language, ""), *labels.values()), otherwise="—")


def wording(language: Language, account: Account, requests: Sequence[PhotoRequest]) -> Wording:
    """Return what the words of a case are chosen by."""
    asked = [category for request in requests for category in request.categories]
    labels = {category.code: category.label(language) for category in [*asked, *account.categories]}
    return Wording(language=language, account=account, labels=labels)


def history(
    timeline: Sequence[TimelineEntry], *, wording: Wording, names: Mapping[str, str], me: str
) -> list[HistoryLine]:
    """Return a case's timeline in labels. `names` has the people by actor; `me` is the reader's own actor."""
    wording = wording._replace(names=names, me=me)
    return [_line(entry, wording, who_did(entry.actor, wording, names, me)) for entry in reversed(timeline)]


def people_in(timeline: Sequence[TimelineEntry]) -> set[str]:
    """Return the actors whom a timeline names: who did something, and whom a case was handed over to."""
    return {str(actor) for entry in timeline for actor in (entry.actor, entry.data.get("to")) if actor}


def _line(entry: TimelineEntry, wording: Wording, who: str) -> HistoryLine:
    write = _WRITERS.get(entry.type)
    what, detail = write(wording, entry.data) if write else (entry.type, "")
    return HistoryLine(
        at=localized.moment(wording.language, entry.at, wording.account.zone),
        iso=entry.at.isoformat(),
        who=who,
        what=what,
        detail=detail,
    )


def who_did(actor: str, wording: Wording, names: Mapping[str, str], me: str) -> str:
    """Return who an actor is, in the reader's words; `names` has the people by actor, `me` is the reader's own."""
    if actor == me:
        return wording.say(N_("You"))
    if actor == "owner":
        return wording.say(N_("Vehicle owner"))
    if actor == "system":
        return "Osmotr"
    if actor.startswith("key:"):
        return wording.say(N_("Back-end (API key)"))
    return names.get(actor) or wording.say(N_("A colleague"))


_Data = Mapping[str, Any]
_Said = tuple[str, str]


def _opened_case(say: Wording, _data: _Data) -> _Said:
    return say.say(N_("Case opened")), ""


def _changed_case(say: Wording, data: _Data) -> _Said:
    fields = [say.say(_FIELDS.get(name, name)) for name in data.get("fields", ())]
    return say.say(N_("Case details changed")), localized.listed(fields)


def _converted_case(say: Wording, data: _Data) -> _Said:
    what = say.say(N_("Converted into {process}"), process=say.process(data.get("process")))
    before = data.get("before")
    return what, say.say(N_("before: {process}"), process=say.process(before)) if before else ""


def _taken(say: Wording, _data: _Data) -> _Said:
    return say.say(N_("Took the case")), ""


def _handed_over(say: Wording, data: _Data) -> _Said:
    to = data.get("to")
    if to is None:
        return say.say(N_("Gave the case up: nobody handles it")), ""
    if to == say.me:
        return say.say(N_("Handed the case over to you")), ""
    name = say.names.get(to) or say.say(N_("A colleague"))
    return say.say(N_("Handed the case over to {name}"), name=name), ""


#: Why a photo is of no use, by what the timeline has of it.
_WHY: Mapping[str, str] = {str(reason): said for reason, said in UNUSABLE.items()}
_ASKED = N_("Photos requested by {channels}"), N_("Photos requested; nothing sent by Osmotr")
_ASKED_AGAIN = N_("Photos requested again by {channels}"), N_("Photos requested again; nothing sent by Osmotr")


def _asked(say: Wording, data: _Data) -> _Said:
    channels = console_words.channels(say.language, data.get("channels", []))
    again = data.get("again", ())
    by, without = _ASKED_AGAIN if again else _ASKED
    what = say.say(by, channels=channels) if channels else say.say(without)
    retaken = {each.get("category") for each in again}
    others = [say.category(code) for code in data.get("categories", ()) if code not in retaken]
    return what, localized.listed([*_retaken(say, again), *others])


def _retaken(say: Wording, again: Sequence[_Data]) -> list[str]:
    """Return category and reason of photos that were asked for again, those alike counted."""
    alike = Counter((str(each.get("category")), str(each.get("reason"))) for each in again)
    return [
        f"{say.category(category)}: {say.say(_WHY.get(reason, reason))}{f' × {count}' if count > 1 else ''}"
        for (category, reason), count in alike.items()
    ]


def _resent(say: Wording, data: _Data) -> _Said:
    return say.say(
        N_("Request sent again by {channels}"), channels=console_words.channels(say.language, data["channels"])
    ), ""


def _revoked(say: Wording, _data: _Data) -> _Said:
    return say.say(N_("Request withdrawn: its link is closed")), ""


def _extended(say: Wording, data: _Data) -> _Said:
    days = int(data.get("days", 0))
    return say.counted("Request extended by {count} day", "Request extended by {count} days", days), ""


def _opened(say: Wording, data: _Data) -> _Said:
    return say.say(N_("Link opened")), say.say(photo_words.DEVICE.get(data.get("device", "unknown"), ""))


def _completed(say: Wording, data: _Data) -> _Said:
    photos = int(data.get("photos", 0))
    return say.say(N_("Request complete")), say.counted("{count} photo", "{count} photos", photos)


def _expired(say: Wording, data: _Data) -> _Said:
    photos = int(data.get("photos", 0))
    kept = say.counted("{count} photo stays in the case", "{count} photos stay in the case", photos)
    return say.say(N_("Request expired")), kept if photos else say.say(N_("no photo has come"))


def _reminded(say: Wording, data: _Data) -> _Said:
    return say.say(N_("Reminder by {channels}"), channels=console_words.channels(say.language, data["channels"])), ""


def _message_sent(say: Wording, data: _Data) -> _Said:
    channel = say.say(console_words.CHANNEL[data["channel"]])
    reminder = data.get("kind") == "reminder"
    message = N_("{channel} with the reminder sent") if reminder else N_("{channel} with the link sent")
    return say.say(message, channel=channel), ""


def _message_delivered(say: Wording, data: _Data) -> _Said:
    channel = say.say(console_words.CHANNEL[data["channel"]])
    return say.say(N_("{channel} delivered"), channel=channel), _reason(say, data)


def _message_failed(say: Wording, data: _Data) -> _Said:
    channel = say.say(console_words.CHANNEL[data["channel"]])
    return say.say(N_("{channel} could not be delivered"), channel=channel), _reason(say, data)


def _message_complained(say: Wording, data: _Data) -> _Said:
    channel = say.say(console_words.CHANNEL[data["channel"]])
    what = say.say(N_("{channel} reported as spam by the recipient"), channel=channel)
    return what, say.say(N_("nothing more is sent to this address"))


def _reason(say: Wording, data: _Data) -> str:
    return say.say(in_words(str(data.get("reason") or "")))


def _filed(say: Wording, data: _Data) -> _Said:
    return say.say(N_("Photo filed: {category}"), category=say.category(data.get("category"))), ""


def _rejected(say: Wording, data: _Data) -> _Said:
    what = say.say(N_("Photo not accepted: {category}"), category=say.category(data.get("category")))
    return what, say.say(RejectionReason(data["reason"]).message)


def _removed(say: Wording, data: _Data) -> _Said:
    return say.say(N_("Photo taken back by the owner: {category}"), category=say.category(data.get("category"))), ""


def _deleted(say: Wording, data: _Data) -> _Said:
    what = say.say(N_("Photo deleted: {file_name}"), file_name=data.get("file_name", ""))
    return what, f"SHA-256 {data['sha256']}" if data.get("sha256") else ""


def _unusable(say: Wording, data: _Data) -> _Said:
    what = say.say(N_("Photo marked as unusable: {file_name}"), file_name=data.get("file_name", ""))
    return what, say.say(UNUSABLE[UnusableReason(data["reason"])])


def _unusable_no_more(say: Wording, data: _Data) -> _Said:
    usable, name = data.get("usable"), data.get("file_name", "")
    message = N_("Photo marked as usable after all: {file_name}") if usable else N_("Verdict taken back: {file_name}")
    return say.say(message, file_name=name), ""


_WRITERS: Mapping[str, Callable[[Wording, _Data], _Said]] = {
    "case.created": _opened_case,
    "case.updated": _changed_case,
    "case.converted": _converted_case,
    "case.taken": _taken,
    "case.handed_over": _handed_over,
    "photo_request.created": _asked,
    "photo_request.resent": _resent,
    "photo_request.revoked": _revoked,
    "photo_request.extended": _extended,
    "photo_request.opened": _opened,
    "photo_request.completed": _completed,
    "photo_request.expired": _expired,
    "photo_request.reminded": _reminded,
    "message.sent": _message_sent,
    "message.delivered": _message_delivered,
    "message.failed": _message_failed,
    "message.complained": _message_complained,
    "photo.filed": _filed,
    "photo.rejected": _rejected,
    "photo.removed": _removed,
    "photo.unusable": _unusable,
    "photo.unusable_no_more": _unusable_no_more,
    "attachment.deleted": _deleted,
}
#: Every kind of timeline entry that has labels.
KNOWN = frozenset(_WRITERS)
