"""Requests of a client that is merged into another one."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.features.conversations import table
from chalicelib.features.conversations.service.recording import seen_by, touched
from chalicelib.features.conversations.sockets.signals import ticket_changed
from chalicelib.features.conversations.table import threads


def move(account_id: str, old: str, new: str, *, limit: int) -> int:
    """Move some requests of a client to another one. Returns their number."""
    found, _ = table.list_of_client(account_id, old, limit=limit)
    return sum(retry_stale(lambda each=each.id: _move(account_id, each, old, new)) for each in found)  # type: ignore[misc]


def _move(account_id: str, ticket_id: str, old: str, new: str) -> bool:
    before = table.get_ticket(account_id, ticket_id)
    if before is None or before.client_id != old:
        return False
    tx, after = Transaction(), touched(before, client_id=new)
    table.replace_ticket(tx, before, after)
    ticket_changed(tx, before, after)
    head = threads.get_head(account_id, ticket_id)
    if head is not None:
        threads.put_head(tx, head, head.model_copy(update=seen_by(after)))
    tx.commit()
    return True
