"""Merging of clients of a base that are the same person, with a choice for each field."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.errors import Conflict, FieldError, Invalid, Unavailable
from chalicelib.base.installed import client_moves
from chalicelib.base.languages import N_
from chalicelib.features.clients import table
from chalicelib.features.clients.model import Client, Facts, Known, standing_of
from chalicelib.features.clients.refusals import ChangedMeanwhile, client_exists
from chalicelib.features.clients.rules import read_facts, typed_of
from chalicelib.features.clients.service import erasing
from chalicelib.features.clients.service.changing import (
    changes_since,
    demand_own,
    demand_unblocked,
    keep_bound,
    with_facts,
)
from chalicelib.features.clients.service.reading import read_client
from chalicelib.features.clients.service.recording import note, publish
from chalicelib.features.clients.table import consents, locks
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

#: Clients that are merged into one at once, and cases or policies that one call moves.
MERGED_AT_ONCE, MOVED_AT_ONCE = 10, 200
_STEP = 40


def merge_clients(
    caller: Caller, client_id: str, *, merged: Sequence[str], keep: Mapping[str, str], version: int
) -> Known:
    """Merge clients into one of the same base, and delete them; their cases and policies name that one afterwards.

    `keep`: by field, the client whose value stays; others keep the value of the one, or get one that it lacks. Each
    client is merged in a transaction of its own. Repeating after a failure goes on. Raises ChangedMeanwhile, Conflict,
    Invalid, NotFound, and Unavailable if more cases have to be moved than one call may.
    """
    client = read_client(caller, client_id)
    if client.version != version:
        raise ChangedMeanwhile(changes_since(client, version))
    others = _others(caller, client, merged)
    for each in (client, *others):
        demand_unblocked(each)
    _check_keep(keep, [client, *others])
    _move_uses(client, others)
    for each in others:
        consents.carry_over(each.account_id, each.id, to=client_id)
        retry_stale(lambda each=each: _merge(caller, client_id, each.id, keep))  # type: ignore[misc]
        erasing.finish(each.account_id, each.id)
    after = read_client(caller, client_id)
    return standing_of(after, locks.read_locks(after.account_id, [after])[after.id])


def _others(caller: Caller, client: Client, merged: Sequence[str]) -> list[Client]:
    """Return the clients to merge. Raises Invalid for those that can't be."""
    found, others = [], []
    for place, each in enumerate(dict.fromkeys(merged)):
        other = read_client(caller, each)
        pointer = f"/from/{place}"
        if other.id == client.id:
            found.append(FieldError(pointer, N_("A client can't be merged with itself.")))
        elif other.base != client.base:
            found.append(
                FieldError(pointer, N_("This client is in another base. Only clients of one base are merged."))
            )
        elif other.facts.kind is not client.facts.kind:
            found.append(FieldError(pointer, N_("A person and a company can't be merged.")))
        elif other.bound_at is not None:
            found.append(FieldError(pointer, N_("A sale binds this client. Merge the others into this one.")))
        others.append(other)
    if found:
        raise Invalid(found)
    return others


def _check_keep(keep: Mapping[str, str], clients: Sequence[Client]) -> None:
    ids = {each.id for each in clients}
    unknown = [name for name in keep if name not in Facts.model_fields or name == "kind"]
    known = ", ".join(name for name in Facts.model_fields if name != "kind")
    errors = [
        FieldError(f"/keep/{name}", N_("There is no such field; there are: {known}."), {"known": known})
        for name in unknown
    ]
    foreign = [name for name, client_id in keep.items() if client_id not in ids and name not in unknown]
    errors += [FieldError(f"/keep/{name}", N_("Must be the id of one of the merged clients.")) for name in foreign]
    if errors:
        raise Invalid(errors)


def _move_uses(client: Client, others: Sequence[Client]) -> None:
    """Move cases and policies of the others to the one client."""
    moved = 0
    for other in others:
        for move in client_moves():
            while count := move(client.account_id, other.id, client.id, limit=_STEP):
                moved += count
                if moved >= MOVED_AT_ONCE:
                    message = N_("{count} cases and policies were moved, and there are more. Repeat it to go on.")
                    raise Unavailable(message, retry_after=1, count=moved)


def _merge(caller: Caller, client_id: str, other_id: str, keep: Mapping[str, str]) -> None:
    before, other = read_client(caller, client_id), table.get_client(caller.account_id, other_id)
    if other is None:  # merged before
        return
    account = accounts.load_account(caller.account_id)
    typed = typed_of(_merged_facts(before, other, keep))
    facts = read_facts(account, typed, before=before.facts)
    after = with_facts(before, facts)
    if facts.phone == other.facts.phone and before.facts.phone != facts.phone:
        after = after.model_copy(update={"phone_confirmed_at": other.phone_confirmed_at})
    standings = locks.read_standings(before.account_id, before.base, facts, before=before.facts, also=other.facts)
    demand_own(standing_of(after, standings.binding))
    tx = Transaction()
    table.write_client(tx, after, replacing=before, otherwise=stale)
    table.delete_client(tx, other, otherwise=lambda _: Conflict(_USED))
    keep_bound(tx, before, after, standings)
    locks.merge_only(tx, after, other, standings=standings, otherwise=client_exists)
    note(tx, after, actor=caller.actor, type="merged", before=before.facts, merged=other.id)
    publish(tx, after, "client.merged", merged_id=other.id)
    erasing.begin(tx, other, actor=caller.actor)
    tx.commit()


_USED = N_("A case or a policy named the client at the same moment. Repeat it to go on.")


def _merged_facts(client: Client, other: Client, keep: Mapping[str, str]) -> Facts:
    """Return the facts after a merge: those that were chosen, then the client's own, then the other's."""
    changes: dict[str, Any] = {}
    for name in Facts.model_fields:
        own, others = getattr(client.facts, name), getattr(other.facts, name)
        if keep.get(name) == other.id or (own in (None, "") and name not in keep):
            changes[name] = others
    if changes.get("patronymic"):
        changes["no_patronymic"] = False
    return client.facts.model_copy(update=changes)
