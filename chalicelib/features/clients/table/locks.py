"""Rows of bindings, and of the only client of a base with a document."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import batched
from typing import Any, NamedTuple, cast

from pynamodb.expressions.condition import Condition

from chalicelib.aws.dynamo import Otherwise, Transaction, stale
from chalicelib.base.clock import stamp
from chalicelib.base.errors import DomainError
from chalicelib.features.clients.identities import Identity, IdentityKind, identities_of
from chalicelib.features.clients.model import HOUSE, Client, Facts, Lock
from chalicelib.features.clients.table.cards import client_key
from chalicelib.features.clients.table.rows import ClientsRow, HeldRow, LockRow, NamesakeRow, OnlyRow

#: Kinds of hashes that bind, and that a base has once: a phone serves a family.
_BINDING = ("doc", "nd")
_KEYS_AT_ONCE = 100
_HELD = "lck#"

_Key = tuple[str, str]


class Standings(NamedTuple):
    """The rows about a person: locks by hash, the client of the own base with it, and freed namesakes."""

    locks: Mapping[Identity, Lock]
    only: Mapping[Identity, str]
    is_namesake: bool
    #: The hashes of the facts themselves; `only` may have those of earlier ones.
    wanted: frozenset[Identity] = frozenset()

    @property
    def binding(self) -> tuple[Lock, ...]:
        """The locks that count: those of a namesake by name don't."""
        return tuple(lock for identity, lock in self.locks.items() if not self._is_freed(identity))

    def taken_by(self, *client_ids: str) -> str | None:
        """Return another client of the base than these that is the same person; None if there is none."""
        return next(iter(self.others_than(*client_ids)), None)

    def others_than(self, *client_ids: str) -> tuple[str, ...]:
        """Return the other clients of the base than these that are the same person."""
        others = (
            each
            for identity, each in self.only.items()
            if identity in self.wanted and each not in client_ids and not self._is_freed(identity)
        )
        return tuple(dict.fromkeys(others))

    def open_to(self, identities: Iterable[Identity]) -> list[Identity]:
        """Return the hashes by which the person can be bound: a namesake is not by name."""
        return [each for each in identities if not self._is_freed(each)]

    def _is_freed(self, identity: Identity) -> bool:
        return self.is_namesake and identity.kind == "nd"


def read_standings(
    account_id: str, base: str, facts: Facts, *, before: Facts | None = None, also: Facts | None = None
) -> Standings:
    """BatchGetItem: the rows about a person, and which of the hashes of facts before, or of others, are a client's."""
    former = [each for each in (before, also) if each is not None]
    known = [key for each in (facts, *former) for key in _keys(account_id, base, each)]
    return _standings(account_id, base, facts, _read(dict.fromkeys(known)), former=former)


def read_locks(account_id: str, clients: Sequence[Client]) -> dict[str, tuple[Lock, ...]]:
    """BatchGetItem, one for each 100 keys: the locks that count for each client, by its id."""
    keys = dict.fromkeys(key for each in clients for key in _keys(account_id, None, each.facts))
    found = {key: row for some in batched(keys, _KEYS_AT_ONCE) for key, row in _read(some).items()}
    return {each.id: _standings(account_id, None, each.facts, found).binding for each in clients}


def check_unbound(
    tx: Transaction,
    before: Client,
    after: Client,
    *,
    but: Collection[Identity],
    freed: bool,
    otherwise: Otherwise,
    also: Sequence[Identity] = (),
) -> None:
    """Demand that no other agent's sale binds the person, by hashes of before or after the change, or `also` others.

    `but`: hashes whose locks this transaction writes. `freed`: by name it is a namesake.
    """
    own = [*_binding(before.account_id, before.facts), *_binding(after.account_id, after.facts)]
    identities = dict.fromkeys([*own, *also])
    for identity in identities:
        if identity not in but and not (freed and identity.kind == "nd"):
            row = LockRow(_who(before.account_id, identity), "lock")
            tx.check(row, condition=_mine(before.base), otherwise=otherwise)


def write_lock(tx: Transaction, identity: Identity, lock: Lock, *, account_id: str, otherwise: Otherwise) -> None:
    """Bind a person by one of its hashes, unless another agent has."""
    row = LockRow(_who(account_id, identity), "lock", base=lock.base, client_id=lock.client_id, at=stamp(lock.at))
    tx.put(row, condition=_mine(lock.base), otherwise=otherwise)
    tx.put(HeldRow(client_key(account_id, lock.client_id), f"{_HELD}{identity.kind}#{identity.hash}"))


def read_held(client: Client) -> dict[Identity, Lock]:
    """Query and BatchGetItem: the locks that bind a client, those by its former facts too."""
    rows = HeldRow.query(client_key(client.account_id, client.id), HeldRow.sk.startswith(_HELD), consistent_read=True)
    known = dict.fromkeys([*binding_identities(client), *map(_held, rows)])
    found = _read([(_who(client.account_id, each), "lock") for each in known])
    held = {each: found.get((_who(client.account_id, each), "lock")) for each in known}
    return {each: row.model() for each, row in held.items() if isinstance(row, LockRow) and row.client_id == client.id}


def read_own(client: Client) -> dict[Identity, Lock]:
    """Query and BatchGetItem: the locks that bind a client to its base."""
    return {identity: lock for identity, lock in read_held(client).items() if lock.base == client.base}


def move_locks(tx: Transaction, client: Client, own: Mapping[Identity, Lock], *, to: str) -> None:
    """Bind a client to another base by the locks that bind it to its own one, since the same moment."""
    for identity, lock in own.items():
        row = LockRow(_who(client.account_id, identity), "lock", base=to, client_id=client.id, at=stamp(lock.at))
        tx.put(row, condition=(LockRow.client_id == client.id) & (LockRow.base == lock.base), otherwise=stale)


def move_only(
    tx: Transaction,
    client: Client,
    *,
    standings: Standings,
    after: Facts | None,
    otherwise: Callable[[str], DomainError],
) -> None:
    """Make a client the only one of its base with its hashes, and give up former ones.

    `standings` were read for both. `otherwise` gets the id of the client that has a hash by now. A namesake, by an
    administrator's statement, leaves the hash of the name to the other client.
    """
    old = {identity for identity, holder in standings.only.items() if holder == client.id}
    new = _binding(client.account_id, after) if after else []
    for identity in new:
        if identity not in old and not (standings.is_namesake and identity.kind == "nd"):
            row = OnlyRow(_only(client.account_id, client.base, identity), "only", client_id=client.id)
            condition = OnlyRow.pk.does_not_exist() | (OnlyRow.client_id == client.id)
            tx.put(row, condition=condition, otherwise=lambda raw: otherwise(_client_of(raw)))
    for identity in old - set(new):
        tx.delete(OnlyRow(_only(client.account_id, client.base, identity), "only"))


def leave_base(tx: Transaction, client: Client, standings: Standings) -> None:
    """Free the hashes by which a client is the only one of its base; `standings` were read for that base."""
    for identity, holder in standings.only.items():
        if holder == client.id:
            tx.delete(OnlyRow(_only(client.account_id, client.base, identity), "only"))


def enter_base(
    tx: Transaction,
    client: Client,
    *,
    standings: Standings,
    beside: Collection[str],
    otherwise: Callable[[str], DomainError],
) -> None:
    """Make a client the only one of its new base with its hashes, but for those of clients `beside` it.

    `standings` were read for that base.
    """
    for identity in _binding(client.account_id, client.facts):
        is_taken = standings.only.get(identity) in beside
        if not is_taken and not (standings.is_namesake and identity.kind == "nd"):
            row = OnlyRow(_only(client.account_id, client.base, identity), "only", client_id=client.id)
            tx.put(row, condition=OnlyRow.pk.does_not_exist(), otherwise=lambda raw: otherwise(_client_of(raw)))


def merge_only(
    tx: Transaction,
    client: Client,
    other: Client,
    *,
    standings: Standings,
    otherwise: Callable[[str], DomainError],
) -> None:
    """Move the hashes of a merged client to the one that stays, and free the rest.

    `standings` were read for the facts of both.
    """
    both = (client.id, other.id)
    old = {identity: holder for identity, holder in standings.only.items() if holder in both}
    new = _binding(client.account_id, client.facts)
    for identity in new:
        if old.get(identity) != client.id and not (standings.is_namesake and identity.kind == "nd"):
            row = OnlyRow(_only(client.account_id, client.base, identity), "only", client_id=client.id)
            condition = OnlyRow.pk.does_not_exist() | OnlyRow.client_id.is_in(*both)
            tx.put(row, condition=condition, otherwise=lambda raw: otherwise(_client_of(raw)))
    for identity in old.keys() - set(new):
        tx.delete(OnlyRow(_only(client.account_id, client.base, identity), "only"))


def told_apart(client: Client, others: Sequence[Client]) -> frozenset[str]:
    """BatchGetItem: ids of clients whom an administrator's statement tells from another client of their name."""
    named = next((each for each in _binding(client.account_id, client.facts) if each.kind == "nd"), None)
    if named is None or not others:
        return frozenset()
    keys = {each.id: _namesake_key(named, each) for each in (client, *others)}
    found = _read(dict.fromkeys(key for key in keys.values() if key))
    freed = {client_id for client_id, key in keys.items() if key in found}
    return frozenset(each.id for each in others if each.id in freed or client.id in freed)


def _namesake_key(named: Identity, client: Client) -> _Key | None:
    document = next((each for each in _binding(client.account_id, client.facts) if each.kind == "doc"), None)
    return (_who(client.account_id, named), f"not#{document.hash}") if document else None


def release(tx: Transaction, client: Client) -> None:
    """Release the locks of a client that is erased, those by its former facts too."""
    for identity in read_held(client):
        row = LockRow(_who(client.account_id, identity), "lock")
        tx.delete(row, condition=LockRow.client_id == client.id)


def delete_namesake(tx: Transaction, client: Client) -> None:
    """Delete the statement that a client with a document is another person of its name, if there is one."""
    named = next((each for each in _binding(client.account_id, client.facts) if each.kind == "nd"), None)
    if named is not None and (key := _namesake_key(named, client)) is not None:
        tx.delete(NamesakeRow(*key))


def free_namesake(tx: Transaction, account_id: str, named: Identity, document: Identity, said: dict[str, Any]) -> None:
    """Write the statement that the holder of a document is another person of a name and birth date."""
    tx.put(NamesakeRow(_who(account_id, named), f"not#{document.hash}", document=said))


def binding_identities(client: Client) -> tuple[Identity, ...]:
    """Return the hashes by which a client can be bound."""
    return tuple(_binding(client.account_id, client.facts))


def binding_identities_of(account_id: str, facts: Facts) -> tuple[Identity, ...]:
    """Return the hashes by which a client with these facts can be bound."""
    return tuple(_binding(account_id, facts))


def _mine(base: str) -> Condition:
    mine: Condition = LockRow.pk.does_not_exist() | LockRow.base.is_in(base, HOUSE)
    return mine


def _binding(account_id: str, facts: Facts) -> list[Identity]:
    return [each for each in identities_of(account_id, facts) if each.kind in _BINDING]


def _keys(account_id: str, base: str | None, facts: Facts) -> list[_Key]:
    identities = {each.kind: each for each in _binding(account_id, facts)}
    keys = [(_who(account_id, each), "lock") for each in identities.values()]
    if {"doc", "nd"} <= identities.keys():
        keys.append((_who(account_id, identities["nd"]), f"not#{identities['doc'].hash}"))
    if base is not None:
        keys += [(_only(account_id, base, each), "only") for each in identities.values()]
    return keys


def _read(keys: Iterable[_Key]) -> dict[_Key, ClientsRow]:
    wanted = list(keys)
    rows = ClientsRow.batch_get(wanted, consistent_read=True) if wanted else ()
    return {(row.pk, row.sk): row for row in rows}


def _standings(
    account_id: str, base: str | None, facts: Facts, found: Mapping[_Key, ClientsRow], *, former: Sequence[Facts] = ()
) -> Standings:
    identities = _binding(account_id, facts)
    earlier = [identity for each in former for identity in _binding(account_id, each)]
    locks = {each: found.get((_who(account_id, each), "lock")) for each in identities}
    only = {each: found.get((_only(account_id, base or "", each), "only")) for each in [*identities, *earlier]}
    namesakes = [row for key in _keys(account_id, None, facts) if isinstance(row := found.get(key), NamesakeRow)]
    return Standings(
        locks={each: row.model() for each, row in locks.items() if isinstance(row, LockRow)},
        only={each: row.client_id for each, row in only.items() if isinstance(row, OnlyRow)},
        is_namesake=bool(namesakes),
        wanted=frozenset(identities),
    )


def _held(row: HeldRow) -> Identity:
    kind, _, digest = row.sk.removeprefix(_HELD).partition("#")
    return Identity(cast(IdentityKind, kind), digest)


def _client_of(raw: dict[str, Any] | None) -> str:
    return OnlyRow.read(raw).client_id if raw else ""


def _who(account_id: str, identity: Identity) -> str:
    return f"{account_id}#who#{identity.kind}#{identity.hash}"


def _only(account_id: str, base: str, identity: Identity) -> str:
    return f"{account_id}#{base}#only#{identity.kind}#{identity.hash}"
