"""The end of refused claims: they close by themselves once the term for a dispute is over."""

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.features.claims import machine, moving, table
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.deadlines.reminding import by_day
from chalicelib.features.claims.stages import Move, Side
from chalicelib.identity.principals import System, actor_of

_SYSTEM = actor_of(System())


def close_due(due: Due) -> None:
    """Close a refused claim whose client has not disputed the decision in time. Idempotent."""
    retry_stale(lambda: _close(due.account_id, due.pk.partition("#")[2]))


def _close(account_id: str, claim_id: str) -> None:
    claim = table.get_claim(account_id, claim_id)
    if claim is None or claim.closes_at is None or now() < claim.closes_at:
        return
    after = machine.moved(claim, Move.CLOSE, by=Side.STAFF, now=moving.moment_of(account_id))
    tx = Transaction()
    # Terms end at midnight: nobody is woken by that.
    moving.add_by(_SYSTEM, tx, claim, after, Move.CLOSE, told_at=by_day(now(), zone_of(claim)))
    tx.commit()
