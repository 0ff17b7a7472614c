"""Moves, messages and contests in a client's history."""

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.console.bases import name_bases
from chalicelib.features.clients.model import REBOUND, Change
from chalicelib.identity.model import Caller

_CHANNELS = {"email": N_("By e-mail"), "sms": N_("By SMS")}
_MOVE = N_("From {former} to {present}. Reason: {reason}")


def change_said(caller: Caller, change: Change, language: Language) -> str:
    """Return the sentence below a change in a client's history; reasons are only for readers of all bases."""
    if change.type == "told":
        return text(language, _CHANNELS.get(str(change.data.get("channel")), ""))
    reason = str(change.data.get("reason", ""))
    bases = [str(change.data.get(each, "")) for each in ("former", "present")]
    names = name_bases(caller, bases, language)
    if not names or not reason:
        return ""
    if change.type == REBOUND:
        former, present = (names[each] for each in bases)
        return text(language, _MOVE, former=former, present=present, reason=reason)
    return text(language, N_("Reason: {reason}"), reason=reason)
