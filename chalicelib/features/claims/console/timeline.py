"""Entries of a case's timeline about its claim, in words."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from chalicelib.base import localized
from chalicelib.base.languages import N_, plural
from chalicelib.features.cases.console.timeline import Data, Said, Wording, Writer
from chalicelib.features.claims.area.words import REJECTIONS
from chalicelib.features.claims.settings import claim_settings

_MOVES: Mapping[str, str] = MappingProxyType(
    {
        "claim.started": N_("Claim started"),
        "claim.rejected": N_("Claim rejected by the client"),
        "claim.announced": N_("Claim announced"),
        "claim.sent": N_("Claim under review"),
        "claim.documents_requested": N_("Documents of the claim asked for again"),
        "claim.decided": N_("Claim decided"),
        "claim.accepted": N_("Decision accepted by the client"),
        "claim.referred": N_("Vehicle referred to a workshop"),
        "claim.disputed": N_("Decision disputed by the client"),
        "claim.paid": N_("Claim paid"),
        "claim.closed": N_("Claim closed"),
        "claim.reopened": N_("Claim reopened"),
        "claim.updated": N_("Claim details changed"),
        "claim.decision_proposed": N_("Decision proposed, a second person has to confirm it"),
        "claim.decision_sent_back": N_("Decision sent back by the second person"),
        "claim.deductible_paid": N_("Deductible paid by the client"),
        "claim.deductible_returned": N_("Deductible returned to the client"),
    }
)


def _writer(message: str) -> Writer:
    def write(say: Wording, data: Data) -> Said:
        return say.say(message), str(data.get("reason") or "")

    return write


def _rejected(say: Wording, data: Data) -> Said:
    """Return a rejection with the company's reason, and how it asked the staff."""
    reason = REJECTIONS.get(data.get("code"))  # type: ignore[arg-type]
    known = (say.say(reason) if reason else "", str(data.get("reason") or ""), str(data.get("asked") or ""))
    return say.say(_MOVES["claim.rejected"]), " · ".join(filter(None, known))


def _started(say: Wording, data: Data) -> Said:
    return say.say(_MOVES["claim.started"]), str(data.get("asked") or "")


def _assigned(say: Wording, data: Mapping[str, Any]) -> Said:
    to = data.get("to")
    if to is None:
        return say.say(N_("Claim assigned to nobody")), ""
    if to == say.me:
        return say.say(N_("Claim assigned to you")), ""
    return say.say(N_("Claim assigned to {name}"), name=say.names.get(to) or say.say(N_("A colleague"))), ""


_DEADLINES: Mapping[str, str] = MappingProxyType(
    {
        "claim.deadline_near": N_("A deadline of the claim ends soon"),
        "claim.deadline_missed": N_("A deadline of the claim was missed"),
        "claim.deadline_waived": N_("A deadline of the claim was waived"),
    }
)
_TOLD: Mapping[str, str] = MappingProxyType(
    {
        "announced": N_("Client told of the announced claim"),
        "undecided": N_("Client reminded of the announced claim"),
        "papers": N_("Client asked for documents"),
        "complete": N_("Client told that the documents were received"),
        "decided": N_("Client told of the decision"),
        "referral": N_("Referral to the workshop sent to the client"),
        "deductible": N_("Link to pay the deductible sent to the client"),
        "near": N_("Client reminded of a deadline"),
        "missed": N_("Client told of a missed deadline"),
        "closed": N_("Client told of the end of the claim"),
        "reopened": N_("Client told that the claim is open again"),
    }
)
_GENERAL = N_("Message about the claim sent to the client")


def _deadline(message: str) -> Writer:
    def write(say: Wording, data: Data) -> Said:
        day = str(data.get("last_day") or "")
        last_day = localized.day(say.language, date.fromisoformat(day)) if day else ""
        known = (_deadline_label(say, data), last_day, str(data.get("reason") or ""))
        return say.say(message), ", ".join(filter(None, known))

    return write


def _deadline_label(say: Wording, data: Data) -> str:
    """Return the name of a deadline by its code, as the account's processes have it by now."""
    if "code" not in data:
        return ""
    rules = (rule for process in claim_settings(say.account.id).processes for rule in process.deadlines)
    return next((rule.label(say.language) for rule in rules if rule.code == data.get("code")), "")


def _told(say: Wording, data: Data) -> Said:
    people = data.get("people")
    said = (
        plural(say.language, "{count} person of the company", "{count} people of the company", people) if people else ""
    )
    return say.say(_TOLD.get(str(data.get("what")), _GENERAL)), said or str(data.get("address") or "")


def _not_told(say: Wording, data: Data) -> Said:
    what = _TOLD.get(str(data.get("what")))
    said = say.say(N_("A message did not reach the client: call, or correct e-mail and phone"))
    return said, f"«{say.say(what)}»" if what else ""


#: By type of entry.
WRITERS: Mapping[str, Writer] = {
    **{kind: _writer(message) for kind, message in _MOVES.items()},
    **{kind: _deadline(message) for kind, message in _DEADLINES.items()},
    "claim.started": _started,
    "claim.rejected": _rejected,
    "claim.assigned": _assigned,
    "claim.client_told": _told,
    "claim.client_not_told": _not_told,
}
