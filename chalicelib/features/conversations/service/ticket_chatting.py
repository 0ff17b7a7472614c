"""Requests as conversations: shown, continued and read by both sides, as those about claims are."""

from collections.abc import Sequence

from chalicelib.features.conversations import table
from chalicelib.features.conversations.access import demand_ticket, is_own
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.refusals import no_ticket
from chalicelib.features.conversations.service import asking, changing
from chalicelib.features.conversations.service.changing import Said
from chalicelib.features.conversations.service.talks import (
    NewMessage,
    Page,
    Thread,
    Written,
    ends_of,
    messages_of,
    name_of_staff,
    note_read,
)
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Message, Side
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.identity.principals import user_id_of


def show_thread(
    caller: Caller, ticket_id: str, *, after: int | None = None, before: int | None = None, limit: int = 50
) -> Thread[Ticket]:
    """Return messages of a request in their order: those after a number, else the latest, all before a number.

    GetItem, Query and BatchGetItem, however long it is. Raises NotFound, Forbidden.
    """
    ticket = _ticket(caller, ticket_id)
    found = messages_of(ticket.account_id, ticket.id, Page(after, before, limit))
    return Thread(
        of=ticket,
        messages=found if isinstance(caller, AreaCaller) else _with_authors(ticket, found),
        files={},
        **ends_of(caller, ticket.id)._asdict(),
        can_write=not ticket.is_closed and not ticket.is_task,
    )


def write(caller: Caller, ticket_id: str, new: NewMessage) -> Written:
    """Add to a request as a client, or answer it as staff. Idempotent by the id, also after it is closed.

    Raises NotFound, Forbidden, QuotaExceeded, Conflict for a closed one.
    """
    ids = (caller.account_id, _ticket(caller, ticket_id).id)
    known = threads.find_said(*ids, author=caller.actor, id=new.id)
    if known is not None:
        return Written(known, {}, is_new=False)
    said = Said(new.id, new.text)
    message = (
        asking.add(caller, ticket_id, said)
        if isinstance(caller, AreaCaller)
        else changing.add_answer(caller, ticket_id, said)
    )
    return Written(message, {}, is_new=True)


def mark_read(caller: Caller, ticket_id: str, number: int) -> None:
    """Note the last message that a caller has read. A lower number changes nothing. Raises NotFound, Forbidden."""
    answers = isinstance(caller, AreaCaller) or may(caller, "tickets:write")
    note_read(caller, _ticket(caller, ticket_id).id, number, for_side=answers)


def _ticket(caller: Caller, ticket_id: str) -> Ticket:
    ticket = table.get_ticket(caller.account_id, ticket_id)
    if ticket is None or (isinstance(caller, AreaCaller) and not is_own(caller, ticket)):
        raise no_ticket()
    if not isinstance(caller, AreaCaller):
        demand_ticket(caller, feedback_settings(caller.account_id), ticket)
    return ticket


def _with_authors(ticket: Ticket, messages: Sequence[Message]) -> list[Message]:
    """Return messages with the names of colleagues, whom those of before do not name."""
    return [
        each.model_copy(update={"name": name_of_staff(ticket.account_id, each.author)})
        if each.side is Side.STAFF and not each.name and not each.erased and user_id_of(each.author)
        else each
        for each in messages
    ]
