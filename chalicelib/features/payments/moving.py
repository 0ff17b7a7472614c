"""Payments and saved methods of a client that is merged into another one."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.features.payments import table
from chalicelib.features.payments.schedule import next_look


def move(account_id: str, old: str, new: str, *, limit: int) -> int:
    """Move some payments of a client, and its saved methods, to another one. Returns their number."""
    paid = [each.id for each in table.list_of_payer(account_id, old)[:limit]]
    moved = sum(retry_stale(lambda each=each: _move(account_id, each, old, new)) for each in paid)  # type: ignore[misc]
    for method in table.list_methods(account_id, old):
        tx = Transaction()
        table.put_method(tx, method.model_copy(update={"payer_id": new}))
        table.delete_method(tx, method)
        tx.commit()
        moved += 1
    return moved


def _move(account_id: str, payment_id: str, old: str, new: str) -> bool:
    before = table.get_payment(account_id, payment_id)
    if before is None or before.payer_id != old:
        return False
    after = before.model_copy(update={"payer_id": new, "changed_at": now(), "version": before.version + 1})
    tx = Transaction()
    table.replace_payment(tx, before, after, due_at=next_look(after))
    tx.commit()
    return True
