"""Claims that are due: refused ones close once the term for a dispute is over, announced ones are reminded of."""

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.features.claims import machine, moving, table, undecided
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.deadlines.reminding import by_day
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.stages import Move, Side, Stage
from chalicelib.identity.principals import System, actor_of

_SYSTEM = actor_of(System())


def act_due(due: Due) -> None:
    """Close a refused claim that was not disputed in time, or remind the client of an announced one. Idempotent."""
    retry_stale(lambda: _act(due.account_id, due.pk.partition("#")[2]))


def _act(account_id: str, claim_id: str) -> None:
    claim = table.get_claim(account_id, claim_id)
    if claim is not None and claim.stage is Stage.ANNOUNCED:
        undecided.act(claim)
    elif claim is not None and claim.closes_at is not None and claim.closes_at <= now():
        _close(claim)


def _close(claim: Claim) -> None:
    after = machine.moved(claim, Move.CLOSE, by=Side.STAFF, now=moving.moment_of(claim.account_id))
    tx = Transaction()
    # Terms end at midnight: nobody is woken by that.
    moving.add_by(_SYSTEM, tx, claim, after, Move.CLOSE, told_at=by_day(now(), zone_of(claim)))
    tx.commit()
