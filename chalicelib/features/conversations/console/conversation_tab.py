"""The conversation about a claim on the page of its case."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from chalicelib.features.cases.console.case_page import CasePage
from chalicelib.features.claims import machine
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.moving import moment_of
from chalicelib.features.claims.stages import Move, Side
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may

if TYPE_CHECKING:
    from chalicelib.features.conversations.chat_part import Typed


class Wanted(NamedTuple):
    """The messages to show, those before a number or the latest, and a form as it was typed."""

    before: int | None = None
    typed: "Typed | None" = None


def conversation_tab(shown: CasePage) -> dict[str, Any]:
    """Return the tab of a case's conversation; of a case that was not converted, an empty one."""
    caller, claim = shown.caller, claims.claim_of_case(shown.collection.case)
    if claim is None:
        return {"chat": None}
    wanted = shown.refused if isinstance(shown.refused, Wanted) else Wanted()
    # Why here: the other tabs of a case do without it.
    chat = import_module("chalicelib.features.conversations.chat_part")
    writes, language = may(caller, "claims:write"), shown.wording.language
    thread = chat.load_chat(caller, claim, before=wanted.before)
    places = chat.console_chat_places(claim.id, claim.case_id, reopen=writes and _reopens(claim))
    return {
        "chat": chat.chat_values(caller, thread, places, language, may_write=writes, typed=wanted.typed),
        "is_latest": wanted.before is None,
        "transcript": f"{places.page}/transcript",
        "allow": {"connect-src": chat.chat_origins()},
    }


def case_of(caller: Caller, claim_id: str) -> str:
    """Return the id of a claim's case. Raises NotFound."""
    return claims.show_claim(caller, claim_id).case_id


def _reopens(claim: Claim) -> bool:
    return machine.refusal(claim, Move.REOPEN, by=Side.STAFF, now=moment_of(claim.account_id)) is None
