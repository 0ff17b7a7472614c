"""A request of a client to the staff (a ticket), and the entries of its history."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, get_args

from pydantic import AwareDatetime, Field

from chalicelib.base.models import Frozen
from chalicelib.features.conversations.settings import TicketKind
from chalicelib.features.conversations.terms import alarm_between

STARS = (1, 5)
LONGEST_WORD = 500


#: The ways by which a request comes that staff register.
StaffChannel = Literal["phone", "office", "letter", "email"]
STAFF_CHANNELS: tuple[StaffChannel, ...] = get_args(StaffChannel)
TicketChannel = Literal["area", "phone", "office", "letter", "email"]


class TicketState(StrEnum):
    """The state of a request."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Rating(Frozen):
    """A client's opinion of a closed request."""

    stars: int = Field(ge=STARS[0], le=STARS[1])
    word: str = ""
    at: AwareDatetime


class Ticket(Frozen):
    """A request of an account. `version` rises with every change; its messages are a thread of the same id."""

    id: str
    account_id: str
    #: Shown to the client: unique in the account.
    number: str
    topic: str
    kind: TicketKind
    desk: str
    state: TicketState = TicketState.OPEN
    #: The person of the client area who wrote it.
    person_id: str | None = None
    client_id: str | None = None
    policy_id: str | None = None
    claim_id: str | None = None
    #: Of a task: the console's page to act on.
    page: str | None = None
    #: The way by which it came; None: nobody said.
    channel: TicketChannel | None = None
    #: The member of staff who answers for it, an actor (`user:<id>`).
    handler: str | None = None
    #: The beginning of the present term, its last day and its end.
    since: AwareDatetime
    last_day: date
    ends_at: AwareDatetime
    #: True once the present term was extended.
    extended: bool = False
    #: The part of a term, in percent, after which the desk is warned.
    alarm_percent: int = 80
    #: True once the desk was told that this part of the term is over; that all of it is over.
    warned: bool = False
    overdue: bool = False
    answered_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    rating: Rating | None = None
    opened_at: datetime
    opened_by: str
    changed_at: datetime
    version: int = 1

    @property
    def is_closed(self) -> bool:
        """Return True if nobody can write in it any more."""
        return self.state is TicketState.CLOSED

    @property
    def is_task(self) -> bool:
        """Return True for a task of a feature: clients neither see it nor are told of it."""
        return self.kind == "task"

    @property
    def next_alarm(self) -> datetime | None:
        """The moment at which the desk is to be told next; None if nothing is owed."""
        if self.state is not TicketState.OPEN or self.overdue:
            return None
        return self.ends_at if self.warned else alarm_between(self.since, self.ends_at, self.alarm_percent)


class Entry(Frozen):
    """A thing that happened to a request, for the staff alone. `data` holds codes, ids and typed notes."""

    id: str
    at: datetime
    actor: str
    type: str
    data: dict[str, Any] = Field(default_factory=dict)


class Wanted(Frozen):
    """The filter of a list of requests."""

    #: None: of any state; only with a client.
    state: TicketState | None = TicketState.OPEN
    desk: str | None = None
    #: An actor.
    handler: str | None = None
    client_id: str | None = None
    number: str | None = None
    due_before: AwareDatetime | None = None

    def has(self, ticket: Ticket) -> bool:
        """Return True if a request passes the filter."""
        return (
            (self.state in {None, ticket.state} or self.number is not None)
            and self.desk in {None, ticket.desk}
            and self.handler in {None, ticket.handler}
            and self.client_id in {None, ticket.client_id}
            and self.number in {None, ticket.number}
            and (self.due_before is None or ticket.ends_at < self.due_before)
        )
