"""Words of claims for staff: moves, next steps, outcomes and ends, as msgids."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import N_
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.stages import PAID, Ending, Move, Outcome, Side, Stage

#: Labels of buttons, in their order. Decisions and referrals have pages of their own.
MOVES: Mapping[Move, str] = MappingProxyType(
    {
        Move.START: N_("Start the claim"),
        Move.SEND: N_("Review the claim"),
        Move.REVIEW: N_("Review without the missing documents"),
        Move.REQUEST_DOCUMENTS: N_("Ask for documents again"),
        Move.PAY: N_("Note the payment"),
        Move.ACCEPT: N_("The client accepts the decision"),
        Move.DISPUTE: N_("The client disputes the decision"),
        Move.CLOSE: N_("Close the claim"),
        Move.REOPEN: N_("Reopen the claim"),
        Move.UNDO_REJECTION: N_("Undo the rejection"),
        Move.REJECT: N_("The client rejects the claim"),
        Move.WITHDRAW: N_("The client withdraws the claim"),
    }
)
#: Moves whose button stands out: nothing else is left to do at their stage.
MAIN = frozenset({Move.START, Move.SEND, Move.PAY, Move.ACCEPT, Move.CLOSE})
#: Moves that take a reason.
WITH_REASON = frozenset({Move.DISPUTE, Move.WITHDRAW, Move.REOPEN, Move.REJECT})
OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.PAYMENT: N_("Payment of the claim"),
        Outcome.REPAIR: N_("Repair"),
        Outcome.PARTIAL: N_("Payment in part"),
        Outcome.REFUSED: N_("Refusal"),
    }
)
ENDINGS: Mapping[Ending, str] = MappingProxyType(
    {
        Ending.PAID: N_("Paid"),
        Ending.REPAIRED: N_("Repaired"),
        Ending.REFUSED: N_("Refused"),
        Ending.WITHDRAWN: N_("Withdrawn by the client"),
    }
)
TURNS: Mapping[Side, str] = MappingProxyType(
    {Side.CLIENT: N_("Waits for the client"), Side.STAFF: N_("Your turn"), Side.NOBODY: ""}
)
SLOT_STATES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "missing": (N_("Missing"), "bad"),
        "received": (N_("Has arrived"), "look"),
        "accepted": (N_("Accepted"), "good"),
        "refused": (N_("Turned down"), "bad"),
    }
)
_PAY = N_("Pay the sum of the decision, and note the payment here.")
_NEXT: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.ANNOUNCED: N_("The client decides whether the claim is to be handled."),
        Stage.DOCUMENTS: N_("The client adds the missing documents and sends the claim."),
        Stage.REVIEW: N_("Check the documents and decide, or ask for documents again."),
        Stage.REPAIR: N_("The workshop repairs the vehicle. Close the claim when it is back."),
        Stage.PAYMENT: _PAY,
        Stage.CLOSED: N_("Nothing is left to do."),
        Stage.REJECTED: N_("The client does not want this claim to be handled."),
    }
)


def path_of(move: Move) -> str:
    """Return the last part of a move's address."""
    return move.replace("_", "-")


def next_step(claim: Claim) -> str:
    """Return the next step of a claim, in a sentence."""
    if claim.stage is Stage.DOCUMENTS and not claim.missing:
        return N_("All required documents are there. Review the claim.")
    if claim.stage is not Stage.DECIDED:
        return _NEXT[claim.stage]
    if claim.outcome is Outcome.REPAIR:
        return N_("Refer the vehicle to a workshop.")
    if claim.missing_for_payment:
        return N_("The client accepts the decision and adds the documents that the payment needs, or disputes it.")
    if claim.outcome in PAID:
        return N_("The client accepts the decision, or disputes it.") if claim.rules.accepts else _PAY
    return N_("The client can dispute the refusal. Close the claim after that.")


#: Stages as lists name them, for claims of all processes.
STAGES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.ANNOUNCED: N_("Announced"),
        Stage.DOCUMENTS: N_("Documents"),
        Stage.REVIEW: N_("Under review"),
        Stage.DECIDED: N_("Decided"),
        Stage.REPAIR: N_("In repair"),
        Stage.PAYMENT: N_("Payment of the claim"),
        Stage.CLOSED: N_("Claim closed"),
        Stage.REJECTED: N_("Rejected by the client"),
    }
)
