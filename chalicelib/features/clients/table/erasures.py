"""Rows of erasures: those under way, and the proofs that stay."""

from datetime import datetime

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import hash_key
from chalicelib.base.clock import stamp
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.table.rows import ClientsRow, ErasedRow

_DUE = "erasing"


class ErasingRow(ClientsRow, discriminator="client_erasing"):
    """An erasure under way: rows below the client's key are left to delete."""


def write_proof(tx: Transaction, client: Client, *, actor: str, at: datetime) -> None:
    """Write the proof of an erasure: nothing in it is personal."""
    document = {"at": stamp(at), "actor": actor, "base": client.base, "kind": client.facts.kind}
    tx.put(ErasedRow(f"{client.account_id}#erased", client.id, document=document))


def write_due(tx: Transaction, client: Client, *, at: datetime) -> None:
    """Write that rows below a client's key are due to be deleted."""
    row = ErasingRow(f"{client.account_id}#{client.id}", _DUE)
    row.due_pk, row.due_at = hash_key("due", client.id), stamp(at)
    tx.put(row)


def list_left(account_id: str, client_id: str, *, limit: int) -> list[ClientsRow]:
    """Query: rows below a client's key, but the one that says that they are due."""
    rows = ClientsRow.query(f"{account_id}#{client_id}", consistent_read=True, limit=limit + 1)
    return [row for row in rows if row.sk != _DUE][:limit]


def delete_due(account_id: str, client_id: str) -> None:
    """DeleteItem: an erasure is finished."""
    ErasingRow(f"{account_id}#{client_id}", _DUE).delete()
