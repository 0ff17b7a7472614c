"""Merging of clients of a base that are the same person, with a choice for each field."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.errors import Conflict, FieldError, Invalid, Unavailable
from chalicelib.base.installed import client_moves
from chalicelib.base.languages import N_
from chalicelib.features.clients import table
from chalicelib.features.clients.model import Client, Facts, Known, standing_of
from chalicelib.features.clients.refusals import client_exists
from chalicelib.features.clients.rules import read_facts, typed_of
from chalicelib.features.clients.service import erasing
from chalicelib.features.clients.service.changing import (
    demand_own,
    demand_unchanged,
    keep_bound,
    with_facts,
)
from chalicelib.features.clients.service.reading import read_client
from chalicelib.features.clients.service.recording import note, publish
from chalicelib.features.clients.table import locks
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

#: Clients that are merged into one at once, and cases or policies that one call moves.
MERGED_AT_ONCE, MOVED_AT_ONCE = 10, 200
_STEP = 40
#: Changes in which a repeated call looks for clients that it has merged before.
_LOOKED_AT = 100


def merge_clients(
    caller: Caller, client_id: str, *, merged: Sequence[str], keep: Mapping[str, str], version: int
) -> Known:
    """Merge clients into one of the same base, and delete them; their cases and policies name that one afterwards.

    `keep`: by field, the client whose value stays; others keep the value of the one, or get one that it lacks. Each
    client is merged in a transaction of its own. Repeating after a failure goes on. Raises ChangedMeanwhile, Conflict,
    Invalid, NotFound, and Unavailable if more cases have to be moved than one call may.
    """
    client = read_client(caller, client_id)
    demand_unchanged(client, version)
    before = _merged_before(client)
    others = _others(caller, client, {each: place for place, each in enumerate(merged) if each not in before})
    binding = locks.read_locks(client.account_id, [client, *others])
    for each in (client, *others):
        demand_own(standing_of(each, binding[each.id]))
    _check_keep(keep, {client.id, *merged})
    _check_merged(client, others, keep)
    _move_uses(client, others)
    for each in others:
        retry_stale(lambda each=each: _merge(caller, client_id, each.id, keep))  # type: ignore[misc]
        erasing.finish(each.account_id, each.id)
    after = read_client(caller, client_id)
    return standing_of(after, locks.read_locks(after.account_id, [after])[after.id])


def _merged_before(client: Client) -> set[object]:
    """Return the ids of clients that were merged into a client lately."""
    changes, _ = table.list_changes(client.account_id, client.id, after=None, limit=_LOOKED_AT)
    return {each.data.get("merged") for each in changes if each.type == "merged"}


def _others(caller: Caller, client: Client, merged: Mapping[str, int]) -> list[Client]:
    """Return the clients to merge, given their places in the body. Raises Invalid for those that can't be."""
    found, others = [], []
    for each, place in merged.items():
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


def _check_keep(keep: Mapping[str, str], ids: Collection[str]) -> None:
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


def _check_merged(client: Client, others: Sequence[Client], keep: Mapping[str, str]) -> None:
    """Raise the refusal that one of the merges would meet. Why: no case is moved for a merge that is refused."""
    ids = (client.id, *(each.id for each in others))
    for other in others:
        client, standings = _merged(client, other, keep)
        if (taken := standings.taken_by(*ids)) is not None:
            raise client_exists(taken)


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
    if other.cases or other.policies:
        raise Conflict(_USED)
    after, standings = _merged(before, other, keep)
    _write(before, after, other, standings, actor=caller.actor)


def _merged(client: Client, other: Client, keep: Mapping[str, str]) -> tuple[Client, locks.Standings]:
    """Return a client after a merge, and the rows about it. Raises Invalid, Conflict if another agent binds it."""
    account = accounts.load_account(client.account_id)
    facts = read_facts(account, typed_of(_merged_facts(client, other, keep)), before=client.facts)
    after = _confirmed(with_facts(client, facts), client, other)
    standings = locks.read_standings(client.account_id, client.base, facts, before=client.facts, also=other.facts)
    demand_own(standing_of(after, standings.binding))
    return after, standings


def _write(before: Client, after: Client, other: Client, standings: locks.Standings, *, actor: str) -> None:
    """Write the merged client, and delete the other one.

    Its look-ups go afterwards. Why: those of three clients are too many for a transaction.
    """
    tx = Transaction()
    table.write_client(tx, after, replacing=before, otherwise=stale, gone=other)
    table.delete_card(tx, other, otherwise=stale)
    keep_bound(tx, before, after, standings, also=locks.binding_identities(other))
    locks.merge_only(tx, after, other, standings=standings, otherwise=client_exists)
    erasing.withdraw_statement(tx, other, kept=locks.binding_identities(after))
    note(tx, after, actor=actor, type="merged", before=before.facts, merged=other.id)
    publish(tx, after, "client.merged", merged_id=other.id)
    erasing.begin(tx, other, actor=actor, heir=after.id, look_ups=table.look_up_keys(other))
    tx.commit()


def _confirmed(after: Client, before: Client, other: Client) -> Client:
    """Return a merged client whose phone is confirmed if either client's was."""
    moments = [each.phone_confirmed_at for each in (before, other) if each.facts.phone == after.facts.phone]
    return after.model_copy(update={"phone_confirmed_at": max(filter(None, moments), default=None)})


_USED = N_("A case or a policy named the client at the same moment. Repeat it to go on.")


def _merged_facts(client: Client, other: Client, keep: Mapping[str, str]) -> Facts:
    """Return the facts after a merge: those that were chosen, then the client's own, then the other's."""
    changes: dict[str, Any] = {}
    alone = (name for name in Facts.model_fields if not any(name in names for names in _TOGETHER))
    for names in (*_TOGETHER, *((name,) for name in alone)):
        chosen = next((keep[name] for name in names if name in keep), None)
        lacks = not any(getattr(client.facts, name) for name in names)
        if chosen == other.id or (chosen is None and lacks):
            changes |= {name: getattr(other.facts, name) for name in names}
    return client.facts.model_copy(update=changes)


#: Facts that mean something only together.
_TOGETHER = (("patronymic", "no_patronymic"), ("tax_number", "tax_country"))
