"""Reading of requests by staff and back-ends."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.features.conversations import table
from chalicelib.features.conversations.access import demand_desk, demand_ticket, desks_of
from chalicelib.features.conversations.model import Entry, Ticket, Wanted
from chalicelib.features.conversations.refusals import no_ticket
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Message, Side
from chalicelib.identity.model import Caller


class Page[T](NamedTuple):
    """A page of a list; `position` is where the next one begins, None after the last."""

    items: Sequence[T]
    position: str | None


class Shown(NamedTuple):
    """A request with its thread and its history."""

    ticket: Ticket
    messages: list[Message]
    entries: list[Entry]
    #: The number of the last message that the client has read in the area; 0: none.
    read: int = 0


def find_ticket(account_id: str, ticket_id: str) -> Ticket:
    """Return a request by its ids. Raises NotFound."""
    ticket = table.get_ticket(account_id, ticket_id)
    if ticket is None:
        raise no_ticket()
    return ticket


def staff_ticket(caller: Caller, ticket_id: str) -> Ticket:
    """Return a request of a desk that the caller belongs to. Raises NotFound, Forbidden."""
    ticket = find_ticket(caller.account_id, ticket_id)
    demand_ticket(caller, feedback_settings(caller.account_id), ticket)
    return ticket


def list_entries(ticket: Ticket) -> list[Entry]:
    """Return the history of a request, the oldest entry first."""
    return table.list_entries(ticket.account_id, ticket.id)


def show_ticket(caller: Caller, ticket_id: str) -> Shown:
    """Return a request with its thread and history. Raises NotFound, Forbidden."""
    ticket = staff_ticket(caller, ticket_id)
    ids = (ticket.account_id, ticket.id)
    mark = threads.get_mark(*ids, Side.CLIENT)
    return Shown(ticket, threads.list_messages(*ids), table.list_entries(*ids), mark.number if mark else 0)


def list_tickets(caller: Caller, wanted: Wanted, *, limit: int, position: str | None) -> Page[Ticket]:
    """Return requests of the caller's desks: open ones by the end of their term, others by their last change.

    Raises Forbidden for a desk that the caller does not belong to.
    """
    settings = feedback_settings(caller.account_id)
    if wanted.desk is not None:
        demand_desk(caller, settings, wanted.desk)
    desks = desks_of(caller, settings)
    return Page(*table.list_tickets(caller.account_id, wanted, desks=desks, after=position, limit=limit))
