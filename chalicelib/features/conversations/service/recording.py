"""History, events and messages of a request, in the transaction of its change."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_ulid
from chalicelib.features.conversations import table
from chalicelib.features.conversations.model import Entry, Ticket
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Draft, Head, Message, Side, next_message
from chalicelib.outbox import service as outbox

PAGE = "/console/tickets/{ticket_id}"


def touched(ticket: Ticket, **changes: object) -> Ticket:
    """Return the request changed now, its version one more."""
    return ticket.model_copy(update={**changes, "changed_at": now(), "version": ticket.version + 1})


def note(tx: Transaction, ticket: Ticket, *, actor: str, type: str, **data: object) -> None:  # noqa: A002
    """Add to the history of a request."""
    table.append(tx, ticket, Entry(id=new_ulid(), at=now(), actor=actor, type=type, data=data))


def say(
    tx: Transaction,
    ticket: Ticket,
    *,
    id: str,  # noqa: A002 - the field's name
    side: Side,
    author: str,
    text: str,
    name: str = "",
) -> Message:
    """Add a message to the thread of a request. `name`: the author's, for the other side; empty for the account's."""
    before = threads.get_head(ticket.account_id, ticket.id) or Head(
        account_id=ticket.account_id, thread_id=ticket.id, kind="ticket"
    )
    after, message = next_message(
        before.model_copy(update=seen_by(ticket)),
        Draft(id=id, side=side, author=author, text=text, at=now(), name=name),
    )
    threads.append(tx, before, after, message)
    return message


def seen_by(ticket: Ticket) -> dict[str, str | None]:
    """Return the client and the person in whose lists the thread of a request is; a task is in nobody's."""
    if ticket.is_task:
        return {"client_id": None, "person_id": None}
    return {"client_id": ticket.client_id, "person_id": ticket.person_id}


def publish(tx: Transaction, ticket: Ticket, type: str) -> None:  # noqa: A002 - the field's name
    """Publish an event of a request to back-ends. It has no text of anybody."""
    told = {
        "ticket_id": ticket.id,
        "number": ticket.number,
        "topic": ticket.topic,
        "kind": ticket.kind,
        "desk": ticket.desk,
        "state": ticket.state.value,
        "due": ticket.last_day,
        "client_id": ticket.client_id,
        "policy_id": ticket.policy_id,
        "claim_id": ticket.claim_id,
    }
    page = PAGE.format(ticket_id=ticket.id)
    outbox.publish(tx, account_id=ticket.account_id, type=type, version=ticket.version, data=told, page=page)
