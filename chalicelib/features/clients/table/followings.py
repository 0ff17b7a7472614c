"""Rows of moved clients whose policies and quotes have to follow: due at once, deleted when they have.

| item | pk | sk |
|---|---|---|
| move that things of features follow | `a#cli` | `following` |
"""

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import hash_key
from chalicelib.base.clock import now, stamp
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.table.cards import client_key
from chalicelib.features.clients.table.rows import ClientsRow

_KEY = "following"


class FollowingRow(ClientsRow, discriminator="client_following"):
    """A move of a client that things of features follow."""


def write_following(tx: Transaction, client: Client) -> None:
    """Write that things of a client, which moves in this transaction, have to follow."""
    row = FollowingRow(client_key(client.account_id, client.id), _KEY)
    row.due_pk, row.due_at = hash_key("due", client.id), stamp(now())
    tx.put(row)


def get_following(account_id: str, client_id: str) -> FollowingRow | None:
    """GetItem: the move that things of a client have to follow."""
    try:
        return FollowingRow.get(client_key(account_id, client_id), _KEY, consistent_read=True)
    except FollowingRow.DoesNotExist:
        return None


def delete_following(tx: Transaction, row: FollowingRow) -> None:
    """Delete a move that all have followed, unless the client has moved once more."""
    tx.delete(row, condition=FollowingRow.due_at == row.due_at)
