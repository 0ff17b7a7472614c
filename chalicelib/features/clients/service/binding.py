"""Binding a client to the agent of its base by a sale, in the transaction of the sale."""

from datetime import datetime

from chalicelib.aws.dynamo import Otherwise, Transaction, stale
from chalicelib.features.clients import table
from chalicelib.features.clients.model import HOUSE, Client, Lock, standing_of
from chalicelib.features.clients.refusals import unusable
from chalicelib.features.clients.service.changing import bound_since, demand_own, keep_bound
from chalicelib.features.clients.service.recording import note, publish
from chalicelib.features.clients.service.telling import tell_bound
from chalicelib.features.clients.table import locks


def bind(tx: Transaction, client: Client, *, actor: str, moment: datetime) -> bool:
    """Count a policy that is sold to a client, and bind the client to its base's agent: one BatchGetItem.

    Returns True if this sale, of a `moment`, binds: the client was a prospect. The house binds nobody. Raises Conflict
    if another agent's sale binds the person; so does the transaction if such a sale comes first.
    """
    standings = locks.read_standings(client.account_id, client.base, client.facts)
    demand_own(standing_of(client, standings.binding))
    if client.base == HOUSE or client.bound_at is not None:
        count_policy(tx, client.account_id, client.id, 1)
        keep_bound(tx, client, client, standings)
        return False
    bound = client.model_copy(update={"bound_at": moment, "changed_at": moment, "version": client.version + 1})
    table.write_client(tx, bound, replacing=client, otherwise=stale, policies=1)
    lock = Lock(base=client.base, client_id=client.id, at=moment)
    identities = standings.open_to(locks.binding_identities(client))
    for identity in identities:
        locks.write_lock(tx, identity, lock, account_id=client.account_id, otherwise=bound_since)
    freed = standings.is_namesake
    locks.check_unbound(tx, client, client, but=identities, freed=freed, otherwise=bound_since)
    note(tx, bound, actor=actor, type="bound")
    publish(tx, bound, "client.bound")
    tell_bound(tx, bound)
    return True


def find_bound(client: Client) -> Client | None:
    """Return the client whom a sale binds to an agent: this one, or another of the same person. None without a binding.

    One BatchGetItem, and a GetItem for another one.
    """
    if client.base != HOUSE and client.bound_at is not None:
        return client
    binding = [each for each in locks.read_locks(client.account_id, [client])[client.id] if each.base != HOUSE]
    first = min(binding, key=lambda each: each.at, default=None)
    found = table.get_client(client.account_id, first.client_id) if first else None
    return found if found is not None and first is not None and found.base == first.base else None


def count_policy(
    tx: Transaction, account_id: str, client_id: str, number: int, *, otherwise: Otherwise = unusable
) -> None:
    """Count policies that name a client: 1 for one more, -1 for one less. `otherwise`: it is deleted or erased."""
    table.count_use(tx, account_id, client_id, policies=number, otherwise=otherwise)
