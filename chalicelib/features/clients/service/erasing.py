"""Erasure of the rows below a client's own key, after the transaction that deleted the client itself.

A row says that it goes on, so that the sweep finishes it after a crash; a row in the ledger stays as proof.
"""

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.table import erasures

#: Rows that one transaction deletes.
_AT_ONCE = 99


def begin(tx: Transaction, client: Client, *, actor: str) -> None:
    """Write the proof of an erasure, and that its further rows are due to be deleted."""
    erasures.write_proof(tx, client, actor=actor, at=now())
    erasures.write_due(tx, client, at=now())


def finish(account_id: str, client_id: str) -> None:
    """Delete all rows below a client's own key. Idempotent."""
    while rows := erasures.list_left(account_id, client_id, limit=_AT_ONCE):
        tx = Transaction()
        for row in rows:
            tx.delete(row)
        tx.commit()
    erasures.delete_due(account_id, client_id)


def finish_due(due: Due) -> None:
    """Finish an erasure that a crash has left."""
    account_id, _, client_id = due.pk.partition("#")
    finish(account_id, client_id)
