"""Verdicts on photos in the console: the words at a photo, and the choices of the form."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from chalicelib.base import localized
from chalicelib.base.languages import N_
from chalicelib.features.cases.console.timeline import Wording, who_did
from chalicelib.features.cases.model import Case
from chalicelib.features.photos.model import Attachment
from chalicelib.features.photos.verdicts import REASONS, Verdict
from chalicelib.identity import directory
from chalicelib.identity.model import Caller

#: Values of a form in place of a reason: for a usable photo, and for withdrawing a verdict.
USABLE, NONE = "usable", "none"


class VerdictShown(NamedTuple):
    """A verdict in the reader's language; `code` is USABLE, a reason, or '' for none.

    `seen` is the moment of the verdict: the form compares it, to find a later one by somebody else.
    """

    code: str
    label: str
    look: str
    text: str
    who: str
    at: str
    seen: str
    waits: bool


class Choice(NamedTuple):
    """A verdict that can be given."""

    value: str
    label: str
    chosen: bool


def names_of(caller: Caller, photos: Iterable[Attachment]) -> Mapping[str, str]:
    """Return the names of those who have said something of photos, by actor."""
    actors = {photo.verdict.by for photo in photos if photo.verdict}
    return directory.name_users(caller.account_id, actors) if actors else {}


def verdict_shown(photo: Attachment, wording: Wording, *, names: Mapping[str, str], me: str) -> VerdictShown:
    """Return a photo's verdict, ready to be shown."""
    verdict = photo.verdict
    if verdict is None:
        label = wording.say(N_("To review")) if photo.to_review else ""
        return VerdictShown(code="", label=label, look="look", text="", who="", at="", seen="", waits=photo.to_review)
    return VerdictShown(
        code=_code(verdict),
        label=_label(verdict, wording),
        look="good" if verdict.usable else "bad",
        text=verdict.text,
        who=who_did(verdict.by, wording, names, me),
        at=localized.moment(wording.language, verdict.at, wording.account.zone),
        seen=verdict.at.isoformat(),
        waits=False,
    )


def choices(wording: Wording, *, chosen: str, given: bool) -> list[Choice]:
    """Return the verdicts that can be given; one that is `given` can be taken back."""
    unusable = {
        str(reason): wording.say(N_("Unusable: {reason}"), reason=wording.say(words))
        for reason, words in REASONS.items()
    }
    labels = {USABLE: wording.say(N_("Usable")), **unusable}
    if given:
        labels[NONE] = wording.say(N_("Take the verdict back"))
    return [Choice(value=value, label=label, chosen=value == chosen) for value, label in labels.items()]


def review_values(case: Case, wording: Wording, *, me: str) -> dict[str, Any]:
    """Return the viewer's values for reviewing a case's photos: the reasons, and the address of the next case."""
    query = {"after": case.review_place or "", "but": case.id}
    reasons = [Choice(value=reason, label=wording.say(words), chosen=False) for reason, words in REASONS.items()]
    return {"me": me, "next": urlencode(query), "reasons": reasons}


def _code(verdict: Verdict) -> str:
    return USABLE if verdict.usable else str(verdict.reason)


def _label(verdict: Verdict, wording: Wording) -> str:
    if verdict.usable or verdict.reason is None:
        return wording.say(N_("Usable")) if verdict.usable else wording.say(N_("Unusable"))
    return wording.say(N_("Unusable: {reason}"), reason=wording.say(REASONS[verdict.reason]))
