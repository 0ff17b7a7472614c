"""Words of claims for the client: turns, next steps, outcomes, ends, moves, states of documents, as msgids."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.languages import N_
from chalicelib.features.claims.documents.model import DocumentState
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.stages import PAID, Ending, Move, Outcome, RejectionReason, Side, Stage


class MoveWords(NamedTuple):
    """The words of a move: its button, and the sentence that tells its effect."""

    label: str
    told: str


TURNS: Mapping[Side, str] = MappingProxyType(
    {Side.CLIENT: N_("It is your turn"), Side.STAFF: N_("We are at work"), Side.NOBODY: ""}
)
OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.PAYMENT: N_("We pay for the loss."),
        Outcome.REPAIR: N_("We have the vehicle repaired."),
        Outcome.PARTIAL: N_("We pay for a part of the loss."),
        Outcome.REFUSED: N_("We can't pay for this loss."),
    }
)
ENDINGS: Mapping[Ending, str] = MappingProxyType(
    {
        Ending.PAID: N_("The claim is closed: it was paid."),
        Ending.REPAIRED: N_("The claim is closed: the vehicle was repaired."),
        Ending.REFUSED: N_("The claim is closed with a refusal."),
        Ending.WITHDRAWN: N_("The claim is closed: it was withdrawn."),
    }
)
MOVES: Mapping[Move, MoveWords] = MappingProxyType(
    {
        Move.SEND: MoveWords(N_("Send the documents for review"), N_("We look at them and decide.")),
        Move.START: MoveWords(N_("Start settling the claim"), N_("We tell you at once which documents we need.")),
        Move.ACCEPT: MoveWords(N_("Accept the decision"), N_("We prepare the payment then.")),
        Move.DISPUTE: MoveWords(
            N_("Dispute the decision"),
            N_("We look at the claim anew. Write why you do not agree; a decision can be disputed once."),
        ),
        Move.UNDO_REJECTION: MoveWords(N_("Undo the rejection of the claim"), N_("The claim waits for you again.")),
        Move.REOPEN: MoveWords(
            N_("Reopen this claim"), N_("We look at the claim anew. Write what has changed, or what we missed.")
        ),
        Move.REJECT: MoveWords(
            N_("I don't want this claim"), N_("Nothing is settled then. You can undo it within some days.")
        ),
        Move.WITHDRAW: MoveWords(
            N_("Withdraw the claim"), N_("The claim is closed without a payment. Write why; it can be reopened later.")
        ),
    }
)
#: Moves that take a reason.
WITH_REASON = frozenset({Move.DISPUTE, Move.WITHDRAW, Move.REOPEN, Move.REJECT})
#: Stages as the filter of the own list names them, for claims of all processes.
STAGES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.ANNOUNCED: N_("Waiting for your answer"),
        Stage.DOCUMENTS: N_("Waiting for documents"),
        Stage.REVIEW: N_("With us for review"),
        Stage.DECIDED: N_("With a decision"),
        Stage.REPAIR: N_("At the workshop"),
        Stage.PAYMENT: N_("Before the payment"),
        Stage.CLOSED: N_("Closed ones"),
        Stage.REJECTED: N_("Rejected by you"),
    }
)
#: Reasons of a rejection, as the company chooses them.
REJECTIONS: Mapping[RejectionReason, str] = MappingProxyType(
    {
        RejectionReason.NOT_OURS: N_("The goods are not ours"),
        RejectionReason.BELOW_DEDUCTIBLE: N_("The loss is below the deductible"),
        RejectionReason.SETTLED_WITH_CARRIER: N_("We have settled with the carrier"),
        RejectionReason.NO_DAMAGE: N_("There is no damage"),
        RejectionReason.DUPLICATE: N_("The claim is here twice"),
        RejectionReason.OTHER: N_("Another reason"),
    }
)
SLOT_STATES: Mapping[str, str] = MappingProxyType(
    {
        "missing": N_("not here yet"),
        "received": N_("received, we are checking it"),
        "accepted": N_("accepted by us"),
        "refused": N_("not accepted, send another one"),
    }
)
DOCUMENT_STATES: Mapping[DocumentState, str] = MappingProxyType(
    {
        DocumentState.RESERVED: N_("on its way"),
        DocumentState.RECEIVED: SLOT_STATES["received"],
        DocumentState.ACCEPTED: SLOT_STATES["accepted"],
        DocumentState.REFUSED: SLOT_STATES["refused"],
        DocumentState.EXPIRED: N_("it did not arrive, send it again"),
    }
)
#: The state of documents of a claim that has ended: nothing is checked any more.
_RECEIVED = N_("received")
_NEXT: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.ANNOUNCED: N_("Tell us whether we are to settle this claim."),
        Stage.DOCUMENTS: N_("Add the missing documents, then send them to us."),
        Stage.REVIEW: N_("We check the documents and decide. You need to send us nothing more now."),
        Stage.REPAIR: N_("Agree on a day with the workshop, and bring the vehicle there."),
        Stage.PAYMENT: N_("We are preparing the payment. You need to do nothing."),
        Stage.REJECTED: N_("You did not want this claim to be settled."),
    }
)


def state_word(claim: Claim, word: str) -> str:
    """Return the word for a state of documents; of a claim that has ended nothing is being checked."""
    return _RECEIVED if word == SLOT_STATES["received"] and not claim.is_open else word


def next_step(claim: Claim) -> str:
    """Return the next step of a claim in a sentence."""
    if claim.stage is Stage.CLOSED:
        return ENDINGS[claim.ending] if claim.ending else N_("The claim is closed.")
    if claim.stage is Stage.DOCUMENTS and not claim.missing:
        return N_("All documents that we need are here. Send them to us.")
    if claim.stage is Stage.REVIEW and claim.missing:
        return N_("We check the documents and decide. You can still add what is missing below.")
    return _after_decision(claim) if claim.stage is Stage.DECIDED else _NEXT[claim.stage]


def _after_decision(claim: Claim) -> str:
    if claim.outcome is Outcome.REPAIR:
        return N_("We are choosing a workshop. You need to do nothing.")
    if claim.outcome not in PAID:
        return N_("Read the decision. If you do not agree, you can dispute it.")
    if claim.missing_for_payment:
        return N_("Read the decision. Accept it with the documents that the payment needs, or dispute it.")
    return N_("Read the decision, and accept or dispute it.") if claim.rules.accepts else _NEXT[Stage.PAYMENT]
