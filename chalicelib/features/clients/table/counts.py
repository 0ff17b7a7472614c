"""Counts of clients, of each base and of the whole account, kept in the transactions of the clients.

| item | pk | sk |
|---|---|---|
| a part of the counts of a scope | `scope#count#<part>` | `count` |
"""

from collections import Counter
from collections.abc import Set

from pynamodb.attributes import NumberAttribute

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import shard
from chalicelib.features.clients.bases import scope_of
from chalicelib.features.clients.model import HOUSE, Client, Counted
from chalicelib.features.clients.table.rows import ClientsRow

#: Rows that a scope's counts are spread over: transactions on one and the same item cancel each other.
COUNTERS = 16


class CountRow(ClientsRow, discriminator="client_count"):
    """A part of the counts of a scope: attributes named as those of Counted."""

    prospects = NumberAttribute(default=0)
    bound = NumberAttribute(default=0)
    house = NumberAttribute(default=0)
    with_phone = NumberAttribute(default=0)
    confirmed = NumberAttribute(default=0)


def count(tx: Transaction, client: Client | None, *, before: Client | None, gone: Client | None = None) -> None:
    """Count a client in its new state, and no longer in the one of before; None: it is not there.

    `gone`: another client of its base that goes in the same transaction, which can write a row of counts only once.
    """
    changed = client or before
    if changed is None:
        return
    changes: dict[str, Counter[str]] = {}
    for each, number in ((client, 1), (before, -1), (gone, -1)):
        for scope in _scopes(each):
            changes.setdefault(scope, Counter()).update(dict.fromkeys(_counted_in(each), number))
    for scope, numbers in changes.items():
        actions = [getattr(CountRow, name).add(number) for name, number in sorted(numbers.items()) if number]
        if actions:
            row = CountRow(_key(scope, shard(changed.id, of=COUNTERS)), "count")
            tx.update(row, actions=[CountRow.kind.set(CountRow), *actions])


def read_counts(scope: str) -> Counted:
    """BatchGetItem: the counts of a scope."""
    counted = Counter[str]()
    for row in CountRow.batch_get([(_key(scope, part), "count") for part in range(COUNTERS)]):
        counted.update({name: int(getattr(row, name)) for name in Counted._fields})
    return Counted(**{name: max(0, counted[name]) for name in Counted._fields})


def _scopes(client: Client | None) -> tuple[str, ...]:
    return (scope_of(client.account_id, None), scope_of(client.account_id, client.base)) if client else ()


def _counted_in(client: Client | None) -> Set[str]:
    if client is None or client.blocked is not None:
        return frozenset()
    standing = "house" if client.base == HOUSE else "bound" if client.bound_at else "prospects"
    phone = {"with_phone"} if client.facts.phone else set()
    return {standing, *phone, *({"confirmed"} if client.phone_confirmed_at else ())}


def _key(scope: str, part: int) -> str:
    return f"{scope}#count#{part}"
