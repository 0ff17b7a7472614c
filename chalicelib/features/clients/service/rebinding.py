"""Moving a client to the base of another agent, with its binding, its look-ups and its counts."""

from collections.abc import Mapping, Sequence

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.words import line
from chalicelib.features.clients import table
from chalicelib.features.clients.bases import view_of
from chalicelib.features.clients.identities import Identity
from chalicelib.features.clients.model import HOUSE, REBOUND, Client, Known, Lock
from chalicelib.features.clients.refusals import both_bound, client_there, same_base
from chalicelib.features.clients.service import moving_messages
from chalicelib.features.clients.service.changing import demand_unblocked
from chalicelib.features.clients.service.contesting import close_contest
from chalicelib.features.clients.service.following import follow
from chalicelib.features.clients.service.merging import merge_clients
from chalicelib.features.clients.service.reading import read_client, with_standing
from chalicelib.features.clients.service.recording import note, publish
from chalicelib.features.clients.service.telling import tell_bound
from chalicelib.features.clients.table import locks
from chalicelib.features.clients.table.followings import write_following
from chalicelib.identity.agents import find_agent
from chalicelib.identity.model import Caller


def rebind_client(caller: Caller, client_id: str, *, agent_id: str | None, reason: str, merge: bool = False) -> Known:
    """Move a client to the base of an agent, or of the house with None. A binding moves with it, since the same day.

    `merge`: cards that the base has of the person are merged with it; one that a sale binds stays, with its id. A move
    to the base where the client is closes the matter of one who contests it. Repeating after a failure goes on.
    Raises Conflict, Invalid, NotFound, and Unavailable as merge_clients does.
    """
    check_agent(caller, agent_id)
    base, before = agent_id or HOUSE, read_client(caller, client_id)
    if before.base == base and before.contested_at is not None and not merge:
        return close_contest(caller, client_id, reason=reason)
    merges = merge and view_of(caller).base is None
    client, others = retry_stale(lambda: _rebind(caller, client_id, base, line(reason), merges=merges))
    follow(client.account_id, client.id)
    return _merge(caller, client, others) if others else with_standing(client)


def check_agent(caller: Caller, agent_id: str | None) -> None:
    """Raise Invalid if there is no such agent with access."""
    if agent_id is not None and find_agent(caller.account_id, agent_id) is None:
        message = N_("There is no agent with access of this id. Choose one of the list, or null for the organisation.")
        raise Invalid([FieldError("/agent_id", message)])


def _rebind(
    caller: Caller, client_id: str, base: str, reason: str, *, merges: bool
) -> tuple[Client, tuple[Client, ...]]:
    """Return the client after the move, and the cards of the same person in the new base."""
    before = read_client(caller, client_id)
    there = locks.read_standings(before.account_id, base, before.facts)
    others = _others(before, base, there, merges=merges)
    if before.base == base:  # an earlier call moved it, and failed before it had merged
        return before, others
    tx = Transaction()
    after = move(tx, before, base, there, beside=others, actor=caller.actor, reason=reason)
    moving_messages.queue(tx, before, after)
    tx.commit()
    return after, others


def _others(before: Client, base: str, there: locks.Standings, *, merges: bool) -> tuple[Client, ...]:
    """Return the cards of the same person in a base. Raises Conflict if they hinder the move."""
    demand_unblocked(before)
    others = tuple(table.get_clients(before.account_id, there.others_than(before.id)).values())
    if before.base == base and not (merges and others):
        raise same_base()
    if others and not merges:
        raise client_there(others[0].id)
    if before.bound_at is not None and any(each.bound_at for each in others):
        raise both_bound()
    return others


def move(
    tx: Transaction,
    before: Client,
    base: str,
    there: locks.Standings,
    *,
    actor: str,
    reason: str,
    beside: Sequence[Client] = (),
) -> Client:
    """Add to a transaction the move of a client to another base, of which `there` was read. Returns it as it is then.

    A bound client is told. `beside`: cards of the person in that base that are merged afterwards.
    """
    held = locks.read_own(before)
    after = _moved_to(base, before, is_bound=bool(held))
    _write(tx, before, after, held, there, beside=tuple(each.id for each in beside))
    note(tx, after, actor=actor, type=REBOUND, former=before.base, present=base, reason=reason)
    publish(tx, after, "client.rebound", former_agent_id=before.agent_id)
    if after.bound_at is not None:
        tell_bound(tx, after, cause="move")
    return after


def _moved_to(base: str, client: Client, *, is_bound: bool) -> Client:
    """Return a client as it is in another base: nothing is contested any more.

    Without a lock it is not bound: another agent has sold to a client whom the house had.
    """
    changed = {"base": base, "contested_at": None, "changed_at": now(), "version": client.version + 1}
    return client.model_copy(update={**changed, "bound_at": client.bound_at if is_bound else None})


def _write(
    tx: Transaction,
    before: Client,
    after: Client,
    held: Mapping[Identity, Lock],
    there: locks.Standings,
    *,
    beside: tuple[str, ...],
) -> None:
    """Write a client in its new base, with all that says in which base it is.

    `there` was read for the new base, which may have the person's cards `beside` it until they are merged.
    """
    here = locks.read_standings(before.account_id, before.base, before.facts)
    table.write_client(tx, after, replacing=before, otherwise=stale)
    write_following(tx, after)
    locks.leave_base(tx, before, here)
    locks.enter_base(tx, after, standings=there, beside=beside, otherwise=client_there)
    locks.move_locks(tx, before, held, to=after.base)


def _merge(caller: Caller, client: Client, others: tuple[Client, ...]) -> Known:
    """Merge a client with the other cards of its person; one that is bound stays."""
    cards = (client, *others)
    kept = next((each for each in others if each.bound_at), client)
    gone = [each.id for each in cards if each.id != kept.id]
    return merge_clients(caller, kept.id, merged=gone, keep={}, version=kept.version)
