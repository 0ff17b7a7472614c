"""Use cases of the staff: answer, note, take, route, extend and close a request."""

from collections.abc import Callable
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.conversations import table
from chalicelib.features.conversations.model import Ticket, TicketState
from chalicelib.features.conversations.refusals import is_closed, no_ticket, unknown_desk
from chalicelib.features.conversations.service import counting, mailing, recording, telling
from chalicelib.features.conversations.service.opening import handler_of
from chalicelib.features.conversations.service.reading import staff_ticket
from chalicelib.features.conversations.service.talks import name_of
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.sockets.signals import ticket_changed
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.terms import due_after, place_of
from chalicelib.features.conversations.threads import Message, Side
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

_NO_EXTENSION = N_("Requests of this kind are not extended, by the settings of feedback.")
_EXTENDED = N_("This term was extended already. It can be extended once.")
_NOT_OPEN = N_("This request is answered: no term runs that could be extended.")
_NO_ANSWER = N_("The client has no answer yet. Write one: it is sent, and the request is closed.")

_NO_OUTCOME = N_("Write the outcome of the task.")


class Said(NamedTuple):
    """A message of the staff to the client. `id` is a ULID of the sender; the same one again is the same message."""

    id: str
    text: str


def answer(caller: Caller, ticket_id: str, said: Said) -> Ticket:
    """Answer a request; the client is told by e-mail. Idempotent by the message's id.

    Raises NotFound, Forbidden, Conflict for a closed one.
    """

    def write(tx: Transaction, ticket: Ticket) -> Ticket:
        after = recording.touched(ticket, **_answered(caller, ticket))
        _say(tx, after, caller, said)
        recording.publish(tx, after, "ticket.answered")
        telling.queue(tx, after, "answered", text=said.id)
        return after

    return _change(caller, ticket_id, write, said=said)


def add_answer(caller: Caller, ticket_id: str, said: Said) -> Message:
    """Answer a request as `answer` does; return the message."""
    return said_in(answer(caller, ticket_id, said), caller, said)


def said_in(ticket: Ticket, caller: Caller, said: Said) -> Message:
    """Return a message of a request that was just written."""
    found = threads.find_said(ticket.account_id, ticket.id, author=caller.actor, id=said.id)
    if found is None:  # erased in between
        raise no_ticket()
    return found


def add_note(caller: Caller, ticket_id: str, text: str) -> Ticket:
    """Add a note for colleagues to a request, closed ones too. The client never sees it."""
    ticket, tx = staff_ticket(caller, ticket_id), Transaction()
    recording.note(tx, ticket, actor=caller.actor, type="noted", text=text)
    tx.commit()
    return ticket


def take(caller: Caller, ticket_id: str) -> Ticket:
    """Make the caller the handler of a request. Back-ends can't. Idempotent."""

    def write(tx: Transaction, ticket: Ticket) -> Ticket:
        if caller.user_id is None or ticket.handler == caller.actor:
            return ticket
        recording.note(tx, ticket, actor=caller.actor, type="taken", before=ticket.handler)
        return recording.touched(ticket, handler=caller.actor)

    return _change(caller, ticket_id, write)


def route(caller: Caller, ticket_id: str, desk: str, *, reason: str) -> Ticket:
    """Hand a request to another desk, whose people are told; its term goes on. Raises Invalid at /desk."""
    found = feedback_settings(caller.account_id).find_desk(desk)
    if found is None:
        raise unknown_desk()

    def write(tx: Transaction, ticket: Ticket) -> Ticket:
        if ticket.desk == desk:
            return ticket
        after = recording.touched(ticket, desk=desk, handler=handler_of(found, ticket.number))
        recording.note(tx, after, actor=caller.actor, type="routed", desk=desk, before=ticket.desk, reason=reason)
        recording.publish(tx, after, "ticket.routed")
        mailing.tell_desk(tx, after, "ticket_arrived")
        return after

    return _change(caller, ticket_id, write)


def extend(caller: Caller, ticket_id: str, said: Said) -> Ticket:
    """Extend the term of an open request once.

    The client reads the reason, and is told the new day by e-mail. Raises Conflict for a term that can't be extended.
    """
    settings = feedback_settings(caller.account_id)
    place = place_of(accounts.load_account(caller.account_id))

    def write(tx: Transaction, ticket: Ticket) -> Ticket:
        term = settings.term_of(ticket.topic, ticket.kind)
        _demand_extendable(ticket, term.extension)
        due = due_after(ticket.last_day, term.extension, place, count=term.count)
        after = recording.touched(ticket, extended=True, warned=False, overdue=False, **due._asdict())
        _say(tx, after, caller, said)
        recording.note(tx, after, actor=caller.actor, type="extended", due=due.last_day.isoformat())
        telling.queue(tx, after, "extended", text=said.id)
        return after

    return _change(caller, ticket_id, write, said=said)


def close(caller: Caller, ticket_id: str, said: Said | None) -> Ticket:
    """Close a request, with a last answer or without one; the client is asked for a rating. Idempotent.

    Raises Invalid at /text if the client has no answer yet.
    """

    def write(tx: Transaction, ticket: Ticket) -> Ticket:
        if said is None and ticket.state is TicketState.OPEN:
            raise Invalid([FieldError("/text", _NO_OUTCOME if ticket.is_task else _NO_ANSWER)])
        answered = _answered(caller, ticket) if said else {}
        after = recording.touched(ticket, **{**answered, "state": TicketState.CLOSED, "closed_at": now()})
        if said is not None:
            _say(tx, after, caller, said)
        recording.note(tx, after, actor=caller.actor, type="closed")
        recording.publish(tx, after, "ticket.closed")
        telling.queue(tx, after, "closed", text=said.id if said else "")
        return after

    ticket = staff_ticket(caller, ticket_id)
    return ticket if ticket.is_closed and said is None else _change(caller, ticket_id, write, said=said)


def _change(
    caller: Caller, ticket_id: str, write: Callable[[Transaction, Ticket], Ticket], *, said: Said | None = None
) -> Ticket:
    """Change a request that is not closed. A message that was said already leaves it as it is."""

    def run() -> Ticket:
        before = staff_ticket(caller, ticket_id)
        ids = (before.account_id, before.id)
        if said is not None and threads.find_said(*ids, author=caller.actor, id=said.id) is not None:
            return before
        if before.is_closed:
            raise is_closed()
        tx = Transaction()
        after = write(tx, before)
        if after is not before:
            table.replace_ticket(tx, before, after)
            counting.count_change(tx, before, after)
            ticket_changed(tx, before, after)
            tx.commit()
        return after

    return retry_stale(run)


def _say(tx: Transaction, ticket: Ticket, caller: Caller, said: Said) -> None:
    name = name_of(caller)
    recording.say(tx, ticket, id=said.id, side=Side.STAFF, author=caller.actor, text=said.text, name=name)


def _answered(caller: Caller, ticket: Ticket) -> dict[str, object]:
    handler = ticket.handler or (caller.actor if caller.user_id else None)
    return {"state": TicketState.ANSWERED, "answered_at": now(), "handler": handler}


def _demand_extendable(ticket: Ticket, extension: int) -> None:
    if ticket.state is not TicketState.OPEN:
        raise Conflict(_NOT_OPEN, extra={"reason": "answered"})
    if not extension:
        raise Conflict(_NO_EXTENSION, extra={"reason": "not-extendable"})
    if ticket.extended:
        raise Conflict(_EXTENDED, extra={"reason": "extended"})
