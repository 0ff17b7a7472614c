"""Erasure of a payer: e-mail and saved methods go, payments and refunds stay as proof of the money."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.features.payments import table
from chalicelib.features.payments.schedule import next_look


def forget(account_id: str, client_id: str) -> None:
    """Erase a client's e-mail from its payments, and delete its saved methods. Idempotent."""
    for payment in table.list_of_payer(account_id, client_id):
        if payment.email:
            retry_stale(lambda each=payment.id: _forget(account_id, each))  # type: ignore[misc]
    for method in table.list_methods(account_id, client_id):
        tx = Transaction()
        table.delete_method(tx, method)
        tx.commit()


def _forget(account_id: str, payment_id: str) -> None:
    before = table.get_payment(account_id, payment_id)
    if before is None or not before.email:
        return
    after = before.model_copy(update={"email": "", "changed_at": now(), "version": before.version + 1})
    tx = Transaction()
    table.replace_payment(tx, before, after, due_at=next_look(after))
    tx.commit()
