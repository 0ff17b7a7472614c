"""Erasure of a client from requests and conversations: words go.

Numbers, days and topics stay as proof that the client was answered.
"""

from collections.abc import Iterator

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.features.claims.documents.keys import archives_of
from chalicelib.features.conversations import table
from chalicelib.features.conversations.model import Ticket, TicketState
from chalicelib.features.conversations.service.counting import count_change
from chalicelib.features.conversations.service.recording import touched
from chalicelib.features.conversations.table import places, threads

_AT_ONCE = 100


def forget(account_id: str, client_id: str) -> None:
    """Erase all words from a client's requests and conversations, and close open requests. Idempotent."""
    for ticket in _all_of(account_id, client_id):
        threads.erase_messages(account_id, ticket.id)
        table.erase_words(account_id, ticket.id)
        retry_stale(lambda each=ticket.id: _forget(account_id, each))  # type: ignore[misc]
    for claim_id in _claims_of(account_id, client_id):
        threads.erase_messages(account_id, claim_id)
        photo_bucket.erase_under(archives_of(account_id, claim_id))


def delete(account_id: str, client_id: str) -> None:
    """Delete a client's requests and conversations at the end of the retention. Idempotent."""
    for ticket in _all_of(account_id, client_id):
        threads.delete_thread(account_id, ticket.id)
        table.delete_entries(account_id, ticket.id)
        retry_stale(lambda each=ticket.id: _delete(account_id, each))  # type: ignore[misc]
    for claim_id in _claims_of(account_id, client_id):
        threads.delete_thread(account_id, claim_id)


def _claims_of(account_id: str, client_id: str) -> Iterator[str]:
    """Yield the ids of a client's claims that are talked about. Each page is read before it changes."""
    position: str | None = None
    while True:
        found, position = places.list_latest(account_id, [f"client#{client_id}"], after=position, limit=_AT_ONCE)
        yield from [each.thread_id for each in found if each.kind == "claim"]
        if position is None:
            return


def _all_of(account_id: str, client_id: str) -> Iterator[Ticket]:
    position: str | None = None
    while True:
        found, position = table.list_of_client(account_id, client_id, after=position, limit=_AT_ONCE)
        yield from found
        if position is None:
            return


def _forget(account_id: str, ticket_id: str) -> None:
    before = table.get_ticket(account_id, ticket_id)
    if before is None or _is_forgotten(before):
        return
    rating = before.rating.model_copy(update={"word": ""}) if before.rating else None
    ended = {} if before.is_closed else {"state": TicketState.CLOSED, "closed_at": now()}
    tx, after = Transaction(), touched(before, person_id=None, rating=rating, **ended)
    table.replace_ticket(tx, before, after)
    count_change(tx, before, after)
    tx.commit()


def _is_forgotten(ticket: Ticket) -> bool:
    return ticket.is_closed and ticket.person_id is None and not (ticket.rating and ticket.rating.word)


def _delete(account_id: str, ticket_id: str) -> None:
    before = table.get_ticket(account_id, ticket_id)
    if before is not None:
        tx = Transaction()
        table.delete_ticket(tx, before)
        tx.commit()
