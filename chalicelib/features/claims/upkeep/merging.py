"""Claims of a client that is merged into another one."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.features.claims import events, service, table
from chalicelib.features.claims.model import Wanted
from chalicelib.identity.principals import System, actor_of

_SYSTEM = actor_of(System())


def move_claims(account_id: str, old: str, new: str, *, limit: int) -> int:
    """Move some claims of a client to another one, each in a transaction of its own. Returns their number."""
    found, _ = table.list_claims(account_id, Wanted(client_id=old), after=None, limit=limit)
    return sum(retry_stale(lambda each=each: _move(account_id, each.id, old, new)) for each in found)  # type: ignore[misc]


def _move(account_id: str, claim_id: str, old: str, new: str) -> bool:
    before = table.get_claim(account_id, claim_id)
    if before is None or before.client_id != old:
        return False
    tx = Transaction()
    after = service.save(tx, before, service.touched(before, client_id=new))
    events.note_apart(tx, after, actor=_SYSTEM, type="claim.updated", fields=["client_id"])
    events.publish(tx, after, "claim.updated")
    tx.commit()
    return True
