"""Changing the facts of a client."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.clock import now, stamp
from chalicelib.base.errors import DomainError
from chalicelib.features.clients import table
from chalicelib.features.clients.identities import Identity
from chalicelib.features.clients.model import HOUSE, Client, Facts, Known, Lock, Standing, standing_of
from chalicelib.features.clients.refusals import ChangedMeanwhile, client_blocked, client_bound, client_exists
from chalicelib.features.clients.rules import TypedClient, read_facts, typed_of
from chalicelib.features.clients.service import probing
from chalicelib.features.clients.service.adding import Added, warnings_of
from chalicelib.features.clients.service.reading import read_client
from chalicelib.features.clients.service.recording import note, publish
from chalicelib.features.clients.table import locks
from chalicelib.features.clients.table.rows import LockRow
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

#: Changes that a stale form is told of.
_TOLD = 100


def change_client(caller: Caller, client_id: str, *, changes: Mapping[str, Any], version: int) -> Added:
    """Replace some facts of a client that the caller read in a version.

    Raises ChangedMeanwhile if it is another one by now, Conflict for a client that is bound to another agent or that
    the base has already, Invalid, NotFound, QuotaExceeded.
    """
    account = accounts.load_account(caller.account_id)

    def change() -> Added:
        before = read_client(caller, client_id)
        demand_unblocked(before)
        demand_unchanged(before, version)
        facts = read_facts(account, _merged(before.facts, changes), before=before.facts)
        _count_new_person(before, facts)
        standings = locks.read_standings(before.account_id, before.base, facts, before=before.facts)
        after = with_facts(before, facts)
        _write(before, after, standings, actor=caller.actor)
        known = standing_of(after, standings.binding)
        return Added(known, warnings_of(account, known))

    return retry_stale(change)


def _count_new_person(before: Client, facts: Facts) -> None:
    """Count a change of document, name or birth date by an agent, also one that is refused then."""
    former = locks.binding_identities(before)
    if before.base != HOUSE and set(locks.binding_identities_of(before.account_id, facts)) - set(former):
        probing.count_identified(before.account_id, before.base)


def check_change(caller: Caller, client_id: str, *, changes: Mapping[str, Any]) -> None:
    """Raise Invalid with everything that the change would be refused for; nothing is written."""
    before = read_client(caller, client_id)
    demand_unblocked(before)
    read_facts(accounts.load_account(caller.account_id), _merged(before.facts, changes), before=before.facts)


def demand_unchanged(client: Client, version: int) -> None:
    """Raise ChangedMeanwhile if facts of a client were changed after a version, with their times and authors.

    Why not by the number alone: confirming a phone makes a version, too, and changes no fact that somebody edits.
    """
    if client.version == version:
        return
    changes, more = table.list_changes(client.account_id, client.id, after=None, limit=_TOLD)
    since = [each for each in changes if each.version > version]
    changed: dict[str, dict[str, Any]] = {}
    for each in since:  # newest first
        for field in each.fields:
            changed.setdefault(field, {"field": field, "at": stamp(each.at), "actor": each.actor})
    unknown = version > client.version or (more is not None and len(since) == len(changes))
    if changed or unknown:
        raise ChangedMeanwhile(list(changed.values()))


def with_facts(before: Client, facts: Facts) -> Client:
    """Return a client with other facts; a changed phone is unconfirmed."""
    confirmed = before.phone_confirmed_at if facts.phone == before.facts.phone else None
    changed = {"facts": facts, "phone_confirmed_at": confirmed}
    return before.model_copy(update={**changed, "changed_at": now(), "version": before.version + 1})


def demand_own(known: Known) -> None:
    """Raise Conflict if another agent's sale binds the client, or if it was erased."""
    demand_unblocked(known.client)
    if known.standing is Standing.BOUND_ELSEWHERE:
        raise client_bound(known.bound_since, _zone(known.client.account_id))


def demand_unblocked(client: Client) -> None:
    """Raise Conflict if a client was erased but for the rest that a law demands to keep."""
    if client.blocked is not None:
        raise client_blocked()


def _write(before: Client, after: Client, standings: locks.Standings, *, actor: str) -> None:
    demand_own(standing_of(after, standings.binding))
    if (taken := standings.taken_by(after.id)) is not None:
        raise client_exists(taken)
    tx = Transaction()
    table.write_client(tx, after, replacing=before, otherwise=stale)
    locks.move_only(tx, after, standings=standings, after=after.facts, otherwise=client_exists)
    keep_bound(tx, before, after, standings)
    note(tx, after, actor=actor, type="updated", before=before.facts)
    publish(tx, after, "client.updated")
    tx.commit()


def keep_bound(
    tx: Transaction, before: Client, after: Client, standings: locks.Standings, *, also: Sequence[Identity] = ()
) -> None:
    """Demand that nobody else binds the client, nor anybody with `also` these hashes.

    Bind a bound one by its new hashes, too.
    """
    new = _unlocked(after, standings) if after.bound_at is not None else []
    for identity in new:
        lock = Lock(base=after.base, client_id=after.id, at=after.bound_at or now())
        locks.write_lock(tx, identity, lock, account_id=after.account_id, otherwise=bound_since)
    freed = standings.is_namesake
    locks.check_unbound(tx, before, after, but=new, freed=freed, otherwise=bound_since, also=also)


def _unlocked(client: Client, standings: locks.Standings) -> list[Identity]:
    """Return the hashes of a client that have no lock and can have one."""
    return [each for each in standings.open_to(locks.binding_identities(client)) if each not in standings.locks]


def bound_since(raw: dict[str, Any] | None) -> DomainError:
    """Return the error for a client whom another agent's lock, a raw row, binds."""
    row = LockRow.read(raw) if raw else None
    if row is None:
        return client_bound(None, UTC)
    return client_bound(row.model().at, _zone(str(row.pk).partition("#")[0]))


def _zone(account_id: str) -> ZoneInfo:
    return accounts.load_account(account_id).zone


def _merged(facts: Facts, changes: Mapping[str, Any]) -> TypedClient:
    typed = typed_of(facts).model_dump()
    document = changes.get("document")
    if document is not None:
        changes = {**changes, "document": {**(typed["document"] or {}), **document}}
    return TypedClient.model_validate({**typed, **changes})
