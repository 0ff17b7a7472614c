"""Places of requests of before in the lists of conversations: for the operator (infra/reindex.py).

A request also gets its place with its next message. Repeatable and resumable.
"""

from collections.abc import Iterable

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.features.conversations import table
from chalicelib.features.conversations.model import Ticket, TicketState, Wanted
from chalicelib.features.conversations.service.recording import seen_by
from chalicelib.features.conversations.table import threads

_AT_ONCE = 100


def reindex_all(account_ids: Iterable[str]) -> Iterable[tuple[str, int]]:
    """Write the places that requests of all accounts lack. Yields each account with the number of these."""
    for account_id in account_ids:
        yield account_id, sum(_reindex(account_id, state) for state in TicketState)


def _reindex(account_id: str, state: TicketState) -> int:
    written, position = 0, None
    while True:
        found, position = table.list_tickets(
            account_id, Wanted(state=state), desks=None, after=position, limit=_AT_ONCE
        )
        written += sum(retry_stale(lambda each=each: _place(each)) for each in found)  # type: ignore[misc]
        if position is None:
            return written


def _place(ticket: Ticket) -> bool:
    head, seen = threads.get_head(ticket.account_id, ticket.id), seen_by(ticket)
    if head is None or (head.client_id, head.person_id) == (seen["client_id"], seen["person_id"]):
        return False
    tx = Transaction()
    threads.put_head(tx, head, head.model_copy(update=seen))
    tx.commit()
    return True
