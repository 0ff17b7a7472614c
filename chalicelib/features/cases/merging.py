"""Cases of a client that is merged into another one."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.features.cases import client_use, service, table
from chalicelib.features.cases.changes import touched
from chalicelib.features.clients.refusals import unusable
from chalicelib.identity.principals import System, actor_of

_SYSTEM = actor_of(System())


def move_cases(account_id: str, old: str, new: str, *, limit: int) -> int:
    """Move some cases of a client to another one, each in a transaction of its own. Returns their number."""
    found, _ = table.list_cases_of(account_id, old, after=None, limit=limit)
    return sum(retry_stale(lambda each=each: _move(account_id, each.id, old, new)) for each in found)  # type: ignore[misc]


def _move(account_id: str, case_id: str, old: str, new: str) -> bool:
    before = table.get_case(account_id, case_id)
    if before is None or before.client_id != old:
        return False
    after, tx = touched(before, client_id=new), Transaction()
    service.save(tx, before, after)
    client_use.move(tx, before, after, otherwise=unusable)
    service.note(tx, after, actor=_SYSTEM, type="case.updated", fields=["client_id"])
    service.publish(tx, after, "case.updated")
    tx.commit()
    return True
