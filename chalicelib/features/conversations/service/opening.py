"""Opening of requests: by staff, by back-ends, by people of the client area, and by other features."""

import secrets

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict
from chalicelib.base.languages import N_
from chalicelib.base.models import Frozen
from chalicelib.features.conversations import table
from chalicelib.features.conversations.model import Ticket, TicketChannel
from chalicelib.features.conversations.refusals import unknown_topic
from chalicelib.features.conversations.service import counting, mailing, recording, telling
from chalicelib.features.conversations.settings import Desk, FeedbackSettings, Topic, feedback_settings
from chalicelib.features.conversations.terms import due_from, place_of
from chalicelib.features.conversations.threads import Side
from chalicelib.identity.principals import StaffMember, actor_of
from chalicelib.tenancy import service as accounts

_TAKEN = N_("There is another request with this id. Choose a new one.")
#: Seven digits, the first not 0: short enough to be told on the phone.
_LEAST, _NUMBERS = 1_000_000, 9_000_000


class NewTicket(Frozen):
    """A request to open. `id` is a ULID that its sender chose: the same one again is the same request."""

    id: str
    topic: str
    text: str
    client_id: str | None = None
    person_id: str | None = None
    policy_id: str | None = None
    claim_id: str | None = None
    channel: TicketChannel | None = None


def open_ticket(account_id: str, new: NewTicket, *, actor: str, name: str = "") -> Ticket:
    """Open a request at the desk of its topic, whose people are told. Idempotent by its id.

    `name`: of the client's person who writes it; empty if somebody else registers it.

    Raises Invalid at /topic for an unknown one, Conflict for the id of somebody else's request.
    """
    return retry_stale(lambda: _open(account_id, new, actor=actor, name=name))


def check_topic(account_id: str, code: str) -> Topic:
    """Return the topic of a code. Raises Invalid at /topic, also for one that is offered no more."""
    topic = feedback_settings(account_id).topic(code)
    if topic is None or not topic.offered:
        raise unknown_topic()
    return topic


def handler_of(desk: Desk, number: str) -> str | None:
    """Return the person of a desk who answers for a request, all in turn; None of a desk without people."""
    if not desk.people:
        return None
    return actor_of(StaffMember(desk.people[int(number) % len(desk.people)]))


def begin(tx: Transaction, ticket: Ticket, *, text: str, side: Side, name: str = "") -> None:
    """Write a new request with its first message, and tell its desk."""
    table.insert_ticket(tx, ticket)
    counting.count_change(tx, None, ticket)
    said_id = ticket.id.removeprefix("tic_")
    recording.say(tx, ticket, id=said_id, side=side, author=ticket.opened_by, text=text, name=name)
    recording.note(tx, ticket, actor=ticket.opened_by, type="created", desk=ticket.desk)
    recording.publish(tx, ticket, "ticket.created")
    mailing.tell_desk(tx, ticket, "ticket_task" if ticket.is_task else "ticket_arrived")


def new_number() -> str:
    """Return a number for a request; another one may have it by chance, and the transaction refuses it then."""
    return str(_LEAST + secrets.randbelow(_NUMBERS))


def _open(account_id: str, new: NewTicket, *, actor: str, name: str) -> Ticket:
    known = table.get_ticket(account_id, f"tic_{new.id}")
    if known is not None:
        if known.opened_by != actor:
            raise Conflict(_TAKEN)
        return known
    settings = feedback_settings(account_id)
    topic = check_topic(account_id, new.topic)
    ticket, tx = _new_ticket(account_id, new, topic, settings, actor=actor), Transaction()
    begin(tx, ticket, text=new.text, side=Side.CLIENT, name=name)
    telling.queue(tx, ticket, "received")
    tx.commit()
    return ticket


def _new_ticket(account_id: str, new: NewTicket, topic: Topic, settings: FeedbackSettings, *, actor: str) -> Ticket:
    moment, place = now(), place_of(accounts.load_account(account_id))
    number = new_number()
    due = due_from(moment, settings.term_of(topic.code, topic.kind), place)
    return Ticket(
        id=f"tic_{new.id}",
        account_id=account_id,
        number=number,
        topic=topic.code,
        kind=topic.kind,
        desk=topic.desk,
        handler=handler_of(settings.desk(topic.desk), number),
        alarm_percent=settings.alarm_percent,
        since=moment,
        opened_at=moment,
        opened_by=actor,
        changed_at=moment,
        **due._asdict(),
        **new.model_dump(include={"client_id", "person_id", "policy_id", "claim_id", "channel"}),
    )
