"""Messages about claims, queued in the transaction of the change that they tell of."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.stages import Move, Stage
from chalicelib.features.claims.telling.model import Told, What
from chalicelib.outbox import service as outbox

#: The kind of the outbox's items, which the manifest names the courier of.
MESSAGE = "claim_told"
#: Documents that are asked for within this time are told together.
TOGETHER = timedelta(minutes=5)
_BY_MOVE: Mapping[Move, What] = MappingProxyType(
    {
        Move.SEND: "complete",
        Move.REVIEW: "complete",
        Move.DECIDE: "decided",
        Move.PAY: "closed",
        Move.CLOSE: "closed",
        Move.WITHDRAW: "closed",
        Move.REOPEN: "reopened",
    }
)
#: Moves after which the client has to add documents.
_ASKING = frozenset({Move.START, Move.REQUEST_DOCUMENTS})


def queue(tx: Transaction, claim: Claim, told: Told, *, at: datetime | None = None) -> None:
    """Queue a message to the client of a claim; nothing without a client, or if its process tells none.

    The address is found when the message is sent, so that nothing is read here.
    """
    if _tells(claim):
        queue_always(tx, claim, told, at=at)


def queue_always(tx: Transaction, claim: Claim, told: Told, *, at: datetime | None = None) -> None:
    """Queue a message that staff send by hand: also of a process that tells no clients by itself."""
    outbox.queue_message(tx, account_id=claim.account_id, data={"kind": MESSAGE, **told.model_dump()}, at=at)


def tell_move(tx: Transaction, claim: Claim, made: Move, *, at: datetime | None = None) -> None:
    """Queue the message about a move, if clients are told of it. `at`: it leaves then, not at once."""
    what = _BY_MOVE.get(made)
    if what is not None:
        of = {"decided": str(claim.decisions), "closed": str(claim.ending or "")}.get(what, "")
        queue(tx, claim, Told(what=what, claim_id=claim.id, of=of), at=at)


def tell_moved(tx: Transaction, claim: Claim, days: Mapping[str, str]) -> None:
    """Queue the message about deadlines that end on other days, by code; it leaves after TOGETHER, if they hold."""
    of = " ".join(f"{code}={day}" for code, day in sorted(days.items()))
    queue(tx, claim, Told(what="moved", claim_id=claim.id, of=of), at=now() + TOGETHER)


def tell_announced(tx: Transaction, claim: Claim) -> None:
    """Queue the message about a claim that its client starts or rejects."""
    queue(tx, claim, Told(what="announced", claim_id=claim.id))


def tell_undecided(tx: Transaction, claim: Claim, number: int) -> None:
    """Queue a reminder of a claim that its client neither starts nor rejects; `number`: of the reminder."""
    queue(tx, claim, Told(what="undecided", claim_id=claim.id, of=str(number)))


def tell_referral(tx: Transaction, claim: Claim, referral_id: str) -> None:
    """Queue the message about a printed referral, in the transaction that stores it."""
    queue(tx, claim, Told(what="referral", claim_id=claim.id, of=referral_id))


def tell_deadlines(tx: Transaction, claim: Claim, codes: Sequence[str], *, missed: bool, at: datetime) -> None:
    """Queue the message about deadlines that the client must keep."""
    queue(tx, claim, Told(what="missed" if missed else "near", claim_id=claim.id, of=" ".join(codes)), at=at)


def asking(tx: Transaction, claim: Claim, made: Move) -> Claim:
    """Return a claim after a move, with the message about its documents queued if the move asks for some."""
    return ask_papers(tx, claim) if made in _ASKING else claim


def ask_papers(tx: Transaction, claim: Claim) -> Claim:
    """Queue the message about the documents that a claim waits for; return the claim, to be written with it.

    It leaves some minutes later and names all documents that lack by then. So there is one message for all that staff
    do meanwhile, and none if nothing lacks any more.
    """
    moment = now()
    waits = claim.papers_at is not None and claim.papers_at > moment
    if waits or claim.stage is not Stage.DOCUMENTS or not claim.missing or not _tells(claim):
        return claim
    at = moment + TOGETHER
    queue(tx, claim, Told(what="papers", claim_id=claim.id), at=at)
    return claim.model_copy(update={"papers_at": at})


def _tells(claim: Claim) -> bool:
    return claim.client_id is not None and claim.rules.tells_client
