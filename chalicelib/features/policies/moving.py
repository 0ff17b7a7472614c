"""Policies and quotes of a client that is merged into another one."""

from collections.abc import Callable

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.clock import now
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.refusals import unusable
from chalicelib.features.policies import table
from chalicelib.features.policies.service.quoting import SYSTEM
from chalicelib.features.policies.service.recording import note, publish
from chalicelib.features.policies.table import quotes


def move(account_id: str, old: str, new: str, *, limit: int) -> int:
    """Move some policies and quotes of a client to another one, each in a transaction. Returns their number.

    The holder's name of a policy stays: it is the contract's own.
    """
    found, _ = table.list_of_client(account_id, old, limit=limit)
    left = limit - len(found)
    quoted = quotes.list_of_client(account_id, old, after=None, limit=left)[0] if left else []
    moves: list[Callable[[], bool]] = [lambda each=each: _move_policy(account_id, each, old, new) for each in found]  # type: ignore[misc]
    moves += [lambda each=each: _move_quote(account_id, each, old, new) for each in quoted]  # type: ignore[misc]
    return sum(retry_stale(each) for each in moves)


def _move_policy(account_id: str, policy_id: str, old: str, new: str) -> bool:
    before = table.get_policy(account_id, policy_id)
    if before is None or before.client_id != old:
        return False
    after = before.model_copy(update={"client_id": new, "changed_at": now(), "version": before.version + 1})
    tx = Transaction()
    table.replace_policy(tx, after, replacing=before)
    clients.count_policy(tx, account_id, new, 1, otherwise=unusable)
    clients.count_policy(tx, account_id, old, -1, otherwise=stale)
    note(tx, after, actor=SYSTEM, type="moved", client_id=new)
    publish(tx, after, "policy.changed")
    tx.commit()
    return True


def _move_quote(account_id: str, quote_id: str, old: str, new: str) -> bool:
    before = quotes.get_quote(account_id, quote_id)
    if before is None or before.client_id != old:
        return False
    after = before.model_copy(update={"client_id": new, "changed_at": now(), "version": before.version + 1})
    tx = Transaction()
    quotes.replace_quote(tx, after, replacing=before)
    note(tx, after, actor=SYSTEM, type="moved", client_id=new)
    tx.commit()
    return True
