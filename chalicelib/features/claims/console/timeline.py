"""Entries of a case's timeline about its claim, in words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from chalicelib.base.languages import N_
from chalicelib.features.cases.console.timeline import Data, Said, Wording, Writer

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
    }
)


def _writer(message: str) -> Writer:
    def write(say: Wording, data: Data) -> Said:
        return say.say(message), str(data.get("reason") or "")

    return write


def _assigned(say: Wording, data: Mapping[str, Any]) -> Said:
    to = data.get("to")
    if to is None:
        return say.say(N_("Claim assigned to nobody")), ""
    if to == say.me:
        return say.say(N_("Claim assigned to you")), ""
    return say.say(N_("Claim assigned to {name}"), name=say.names.get(to) or say.say(N_("A colleague"))), ""


#: By type of entry.
WRITERS: Mapping[str, Writer] = {
    **{kind: _writer(message) for kind, message in _MOVES.items()},
    "claim.assigned": _assigned,
}
