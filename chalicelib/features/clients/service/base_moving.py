"""Moving all clients of an agent to another base: some at once, the others by a due row."""

from contextlib import suppress

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.base.words import line
from chalicelib.features.clients import table
from chalicelib.features.clients.base_moves import BaseMove
from chalicelib.features.clients.bases import scope_of
from chalicelib.features.clients.model import HOUSE
from chalicelib.features.clients.service.following import follow
from chalicelib.features.clients.service.moving_messages import queue_base
from chalicelib.features.clients.service.rebinding import check_agent, move
from chalicelib.features.clients.table import locks
from chalicelib.features.clients.table.base_moves import get_base_move, write_base_move
from chalicelib.identity import directory
from chalicelib.identity.model import Caller, Role

#: Clients that a call moves at once, and that a due row moves.
AT_ONCE, IN_TURN = 20, 200
_NO_BASE = N_("Must be an agent, or somebody who was one, of this organisation.")
_SAME = N_("Choose another agent than the one whose clients move.")
_EMPTY = N_("This base has no clients.")
_UNDER_WAY = N_("The clients of this base are being moved already.")


def move_base(caller: Caller, *, former: str, agent_id: str | None, reason: str) -> BaseMove:
    """Begin to move all clients of an agent to another agent, or to the house with None.

    Clients whom the new base has already stay. Raises Invalid, Conflict for a move that is under way.
    """
    check_base_move(caller, former=former, agent_id=agent_id)
    begun = BaseMove(
        account_id=caller.account_id,
        former=former,
        present=agent_id or HOUSE,
        actor=caller.actor,
        reason=line(reason),
        at=now(),
        clients=count_base(caller.account_id, former),
    )
    known = get_base_move(caller.account_id, former)
    if known is not None and known[0].finished_at is None:
        raise _under_way()
    tx = Transaction()
    write_base_move(tx, begun, step=known[1] if known else None, otherwise=lambda _: _under_way())
    tx.commit()
    _go_on(caller.account_id, former, limit=AT_ONCE)
    found = get_base_move(caller.account_id, former)
    return found[0] if found else begun


def check_base_move(caller: Caller, *, former: str, agent_id: str | None) -> None:
    """Raise Invalid with everything that the move of a base would be refused for."""
    found = Findings()
    with found:
        check_agent(caller, agent_id)
    if not _is_base(caller.account_id, former):
        found.add([FieldError("/former_agent_id", _NO_BASE)])
    elif former == agent_id:
        found.add([FieldError("/agent_id", _SAME)])
    elif not count_base(caller.account_id, former):
        found.add([FieldError("/former_agent_id", _EMPTY)])
    found.demand_none()


def count_base(account_id: str, base: str) -> int:
    """Return the number of clients of a base."""
    return table.read_counts(scope_of(account_id, base)).clients


def find_base_move(caller: Caller, base: str) -> BaseMove | None:
    """Return the last move of a base."""
    found = get_base_move(caller.account_id, base)
    return found[0] if found else None


def move_due(due: Due) -> None:
    """Move further clients of a base."""
    _go_on(due.account_id, due.sk, limit=IN_TURN)


def _go_on(account_id: str, base: str, *, limit: int) -> None:
    """Move some clients of a base, and write the progress. Another worker at the same moment may have moved them."""
    found = get_base_move(account_id, base)
    if found is None or found[0].finished_at is not None:
        return
    before, step = found
    ids, end = table.list_names(scope_of(account_id, base), begins="", after=before.position, limit=limit)
    outcomes = [retry_stale(lambda each=each: _move(before, each)) for each in ids]  # type: ignore[misc]
    progress = {"moved": before.moved + outcomes.count(True), "kept": before.kept + outcomes.count(False)}
    after = before.model_copy(update={**progress, "position": end, "finished_at": None if end is not None else now()})
    tx = Transaction()
    write_base_move(tx, after, step=step, otherwise=stale)
    if after.finished_at is not None:
        queue_base(tx, after)
    with suppress(Conflict):  # another worker wrote first, and goes on
        tx.commit()


def _move(order: BaseMove, client_id: str) -> bool | None:
    """Move a client. Returns False if the new base has the person, None if the client is gone or was erased."""
    client = table.get_client(order.account_id, client_id)
    if client is None or client.base != order.former or client.blocked is not None:
        return None
    there = locks.read_standings(client.account_id, order.present, client.facts)
    if there.taken_by(client.id) is not None:
        return False
    tx = Transaction()
    move(tx, client, order.present, there, actor=order.actor, reason=order.reason)
    tx.commit()
    follow(client.account_id, client.id)
    return True


def _is_base(account_id: str, base: str) -> bool:
    user = directory.find_user(base)
    return user is not None and user.account_id == account_id and (user.role is Role.AGENT or user.was_agent)


def _under_way() -> Conflict:
    return Conflict(_UNDER_WAY, extra={"reason": "move-under-way"})
