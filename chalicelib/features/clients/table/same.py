"""Clients that share a hash: perhaps the same person twice."""

from chalicelib.features.clients.identities import Identity
from chalicelib.features.clients.table.rows import SameRow

#: Clients with one hash that are looked at: a phone of a family has some, one of an office may have many.
_AT_MOST = 50


def list_same(account_id: str, identity: Identity, *, base: str | None) -> list[str]:
    """Query: ids of the clients with a hash, in one base or in all of the account."""
    chosen = SameRow.base == base if base is not None else None
    key = f"{account_id}#same#{identity.kind}#{identity.hash}"
    return [row.sk for row in SameRow.query(key, filter_condition=chosen, limit=_AT_MOST)]
