"""Deleting prospects, several at once."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.features.clients import table
from chalicelib.features.clients.bases import view_of
from chalicelib.features.clients.model import Client, Kept, Known, Standing, standing_of
from chalicelib.features.clients.refusals import client_exists
from chalicelib.features.clients.service import erasing
from chalicelib.features.clients.service.recording import publish
from chalicelib.features.clients.table import locks
from chalicelib.identity.model import Caller


class Deleted(NamedTuple):
    """The result of deleting: ids of deleted clients, and those kept with the reason."""

    deleted: Sequence[str]
    kept: Sequence[tuple[str, Kept]]


def delete_clients(caller: Caller, client_ids: Sequence[str]) -> Deleted:
    """Delete those of some clients that are prospects: one BatchGetItem, and a transaction each. Idempotent.

    A client that was deleted before, or that the caller does not see, is kept as unknown.
    """
    deleted: list[str] = []
    kept: list[tuple[str, Kept]] = []
    for each in dict.fromkeys(client_ids):
        reason = retry_stale(lambda each=each: _delete(caller, each))  # type: ignore[misc]
        if reason is None:
            deleted.append(each)
        else:
            kept.append((each, reason))
    return Deleted(deleted, kept)


def why_kept(known: Known) -> Kept | None:
    """Return the reason against deleting a client; None if it can be deleted."""
    if known.client.blocked is not None:
        return "kept_by_law"
    if known.client.policies:
        return "has_policy"
    if known.standing in (Standing.BOUND, Standing.BOUND_ELSEWHERE):
        return "bound"
    return "open_case" if known.client.cases else None


def _delete(caller: Caller, client_id: str) -> Kept | None:
    client = table.get_client(caller.account_id, client_id)
    if client is None or not view_of(caller).sees(client):
        return "unknown"
    standings = locks.read_standings(client.account_id, client.base, client.facts, before=client.facts)
    reason = why_kept(standing_of(client, standings.binding))
    if reason is None:
        _erase(client, standings, actor=caller.actor)
    return reason


def _erase(client: Client, standings: locks.Standings, *, actor: str) -> None:
    tx = Transaction()
    table.delete_client(tx, client, otherwise=stale)
    locks.move_only(tx, client, standings=standings, after=None, otherwise=client_exists)
    locks.check_unbound(tx, client, client, but=(), freed=standings.is_namesake, otherwise=stale)
    if standings.is_namesake:
        erasing.withdraw_statement(tx, client)
    erasing.begin(tx, client, actor=actor)
    gone = client.model_copy(update={"version": client.version + 1})
    publish(tx, gone, "client.erased", kept_until=None)
    tx.commit()
    erasing.finish(client.account_id, client.id)
