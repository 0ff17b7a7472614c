"""Bindings of clients to agents, as sales make them."""

from datetime import UTC

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.features.clients import table
from chalicelib.features.clients.identities import identities_of
from chalicelib.features.clients.model import Facts, Lock
from chalicelib.features.clients.refusals import client_bound
from chalicelib.features.clients.table import locks
from tests.support.api.people import People


def bind(api: People, base: str, client_id: str) -> None:
    """Bind a client to a base, as a sale does."""
    client = table.get_client(api.account.id, client_id)
    assert client is not None
    tx, lock = Transaction(), Lock(base=base, client_id=client_id, at=now())
    if client.base == base:
        table.write_client(tx, client.model_copy(update={"bound_at": lock.at}), replacing=client, otherwise=stale)
    for identity in locks.binding_identities(client):
        locks.write_lock(tx, identity, lock, account_id=api.account.id, otherwise=lambda _: client_bound(None, UTC))
    tx.commit()


def bind_person(account_id: str, facts: Facts, base: str = "sub-agent-elsewhere") -> None:
    """Bind a person to a base, as a sale to a client there does."""
    tx, lock = Transaction(), Lock(base=base, client_id=new_id("cli"), at=now())
    for identity in identities_of(account_id, facts):
        if identity.kind in {"doc", "nd"}:
            locks.write_lock(tx, identity, lock, account_id=account_id, otherwise=lambda _: client_bound(None, UTC))
    tx.commit()


def bind_elsewhere(api: People, client_id: str) -> None:
    """Bind the person of a client to an agent in whose base the client is not."""
    bind(api, "sub-agent-elsewhere", client_id)
