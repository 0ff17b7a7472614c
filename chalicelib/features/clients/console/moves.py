"""Moves to another base, in a client's history."""

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.console.bases import name_bases
from chalicelib.features.clients.model import REBOUND, Change
from chalicelib.identity.model import Caller


def move_said(caller: Caller, change: Change, language: Language) -> str:
    """Return the sentence about a move in a client's history; empty for a reader of one base, or another change."""
    if change.type != REBOUND or not change.data:
        return ""
    bases = [str(change.data.get(each, "")) for each in ("former", "present")]
    names = name_bases(caller, bases, language)
    if not names:
        return ""
    former, present = (names[each] for each in bases)
    reason = str(change.data.get("reason", ""))
    return text(
        language, N_("From {former} to {present}. Reason: {reason}"), former=former, present=present, reason=reason
    )
