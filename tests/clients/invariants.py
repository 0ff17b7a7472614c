"""Invariants of the clients table: all that others keep about a client says the same as its card."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from chalicelib.features.clients import table
from chalicelib.features.clients.bases import scope_of
from chalicelib.features.clients.model import HOUSE, Client, Counted
from chalicelib.features.clients.table import locks, look_up_keys
from chalicelib.features.clients.table.erasures import ErasingRow
from chalicelib.features.clients.table.rows import (
    ClientRow,
    ClientsRow,
    ErasedRow,
    ListedRow,
    LockRow,
    NamesakeRow,
    OnlyRow,
    SameRow,
    TermRow,
)

_LOOK_UPS = (TermRow, ListedRow, SameRow)
#: Below keys that are no client's own.
_OTHERS = (*_LOOK_UPS, OnlyRow, LockRow, NamesakeRow, ErasedRow)


def faults(account_id: str) -> list[str]:
    """Return everything in which rows of an account contradict its clients; empty if nothing does."""
    rows = [row for row in ClientsRow.scan(consistent_read=True) if row.pk.startswith(f"{account_id}#")]
    clients = {row.pk: row.model() for row in rows if isinstance(row, ClientRow)}
    due = {row.pk for row in rows if isinstance(row, ErasingRow)}
    found = [
        *_of_look_ups(rows, clients, due),
        *_of_only(rows, clients, account_id),
        *_of_own_rows(rows, clients, due),
        *_of_counts(clients, account_id),
        *_of_locks(rows, clients),
    ]
    return sorted(found)


def _of_look_ups(rows: list[Any], clients: dict[str, Client], due: set[str]) -> Iterator[str]:
    there = {(row.pk, row.sk) for row in rows if isinstance(row, _LOOK_UPS)}
    right = {key for each in clients.values() for key in look_up_keys(each)}
    left = {(pk, sk) for row in rows if isinstance(row, ErasingRow) and row.pk in due for pk, sk in row.look_ups or ()}
    yield from (f"look-up of nobody: {key}" for key in there - right - left)
    yield from (f"look-up is missing: {key}" for key in right - there)


def _of_only(rows: list[Any], clients: dict[str, Client], account_id: str) -> Iterator[str]:
    there = {row.pk: row.client_id for row in rows if isinstance(row, OnlyRow)}
    namesakes = {(row.pk, row.sk) for row in rows if isinstance(row, NamesakeRow)}
    right: dict[str, set[str]] = {}
    for each in clients.values():
        hashes = {one.kind: one.hash for one in locks.binding_identities(each)} if each.blocked is None else {}
        for kind, hashed in hashes.items():
            pk = f"{scope_of(account_id, each.base)}#only#{kind}#{hashed}"
            is_freed = kind == "nd" and (f"{account_id}#who#nd#{hashed}", f"not#{hashes.get('doc')}") in namesakes
            right.setdefault(pk, set()).add(each.id)
            if there.get(pk) != each.id and not is_freed:
                yield f"{each.id} is not the only one with {kind}"
    for pk, holder in there.items():
        if holder not in right.get(pk, set()):
            yield f"{holder} holds a hash that is not its own: {pk}"


def _of_own_rows(rows: list[Any], clients: dict[str, Client], due: set[str]) -> Iterator[str]:
    for row in rows:
        owner = row.pk.rpartition("#")[2]
        if owner.startswith("cli_") and row.pk not in clients and row.pk not in due and not isinstance(row, _OTHERS):
            yield f"row of a deleted client: {row.sk}"


def _of_counts(clients: dict[str, Client], account_id: str) -> Iterator[str]:
    counted: dict[str, Counter[str]] = {}
    for each in clients.values():
        for scope in (scope_of(account_id, None), scope_of(account_id, each.base)):
            counted.setdefault(scope, Counter()).update(_counted_as(each))
    for scope, numbers in counted.items():
        if (told := table.read_counts(scope)) != (right := Counted(**numbers)):
            yield f"counts of {scope}: {told}, not {right}"


def _counted_as(client: Client) -> Iterator[str]:
    if client.blocked is None:
        yield "house" if client.base == HOUSE else "bound" if client.bound_at else "prospects"
        yield from ["with_phone"] * bool(client.facts.phone)
        yield from ["confirmed"] * bool(client.phone_confirmed_at)


def _of_locks(rows: list[Any], clients: dict[str, Client]) -> Iterator[str]:
    held = {row.pk: row for row in rows if isinstance(row, LockRow)}
    ids = {each.id for each in clients.values()}
    namesakes = {(row.pk, row.sk) for row in rows if isinstance(row, NamesakeRow)}
    yield from (f"lock of a deleted client: {row.pk}" for row in held.values() if row.client_id not in ids)
    for each in clients.values():
        hashes = locks.binding_identities(each) if each.bound_at and each.blocked is None else ()
        documents = [one.hash for one in hashes if one.kind == "doc"]
        for one in hashes:
            pk = f"{each.account_id}#who#{one.kind}#{one.hash}"
            # A namesake is not bound by name: another person has it, too.
            is_freed = one.kind == "nd" and any((pk, f"not#{document}") in namesakes for document in documents)
            lock = held.get(pk)
            if not is_freed and (lock is None or lock.base != each.base):
                yield f"{each.id} is bound, and not by {one.kind}"
