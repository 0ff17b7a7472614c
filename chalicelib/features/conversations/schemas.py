"""HTTP bodies and answers of requests."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints, computed_field

from chalicelib.base.console_links import page_link
from chalicelib.base.formats import Code, Identifier, of_length
from chalicelib.base.ids import Ulid, new_ulid
from chalicelib.base.languages import N_
from chalicelib.base.moments import GivenMoment
from chalicelib.base.words import BLOCK, NAMED
from chalicelib.features.conversations.model import StaffChannel, TicketChannel, TicketState
from chalicelib.features.conversations.settings import TicketKind
from chalicelib.features.conversations.threads import LONGEST_TEXT, Side
from chalicelib.http.bodies import Body, View
from chalicelib.http.paging import PageQuery

EXAMPLE = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_TEXT),
    of_length(N_("Write 1 to 4000 characters.")),
    BLOCK,
]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), NAMED]
_ID = "Chosen by you: the same one again writes nothing twice"


class TicketBody(Body):
    """A client's request that staff or a back-end registers."""

    id: Ulid = Field(default_factory=new_ulid, description=_ID, examples=[EXAMPLE])
    topic: Code = Field(description="One of the account's topics", examples=["complaint"])
    text: Text = Field(description="The client's words", examples=["Почему мой полис ещё не готов?"])
    client_id: Identifier | None = Field(
        default=None, description="Left out: the policy's or the claim's", examples=[f"cli_{EXAMPLE}"]
    )
    policy_id: Identifier | None = Field(default=None, examples=[f"pol_{EXAMPLE}"])
    claim_id: Identifier | None = Field(default=None, examples=[f"claim_{EXAMPLE}"])
    channel: StaffChannel | None = Field(default=None, description="The way by which it came", examples=["phone"])


class MessageBody(Body):
    """A message that staff write to the client."""

    id: Ulid = Field(default_factory=new_ulid, description=_ID, examples=[EXAMPLE])
    text: Text = Field(examples=["Ваш полис готов: он в личном кабинете."])


class ClosingBody(Body):
    """The end of a request, with a last answer or without one."""

    id: Ulid = Field(default_factory=new_ulid, description=_ID, examples=[EXAMPLE])
    text: Text | None = Field(default=None, description="Needed if the client has no answer yet")


class NoteBody(Body):
    """A note for colleagues."""

    text: Text = Field(examples=["Звонил в офис: ответят завтра."])


class RoutingBody(Body):
    """Another desk for a request."""

    desk: Code = Field(description="One of the account's desks", examples=["general"])
    reason: Reason = Field(examples=["Вопрос о выплате"])


class TicketListQuery(PageQuery):
    """The filter of a list of requests. A page may have fewer than `limit`, or none, and still a `next_cursor`."""

    state: TicketState = TicketState.OPEN
    desk: Code | None = None
    handler: Identifier | None = Field(default=None, description="The id of a user of the staff")
    client_id: Identifier | None = None
    number: Identifier | None = Field(
        default=None, description="Shown to the client; in any state", examples=["4821305"]
    )
    due_before: GivenMoment | None = Field(
        default=None, description="Those whose term ends before this moment", examples=["2026-12-01T00:00:00Z"]
    )


class RatingView(View):
    """The client's opinion of a closed request."""

    stars: int
    word: str
    at: datetime


class TicketSummary(View):
    """A request as lists show it."""

    id: str
    number: str = Field(description="Shown to the client")
    topic: str
    topic_label: str = Field(description="In your language")
    kind: TicketKind
    desk: str
    state: TicketState
    handler: str | None = Field(description="`user:<id>`")
    client_id: str | None
    person_id: str | None = Field(description="Of the client area")
    policy_id: str | None
    claim_id: str | None
    channel: TicketChannel | None = Field(description="The way by which it came")
    due: date = Field(description="The last day of the answer")
    ends_at: datetime = Field(description="The end of that day")
    extended: bool
    overdue: bool
    answered_at: datetime | None = Field(description="The last answer")
    closed_at: datetime | None
    rating: RatingView | None
    opened_at: datetime
    opened_by: str
    version: int

    @computed_field(description="Its page in the console, for your staff")  # type: ignore[prop-decorator]
    @property
    def console_url(self) -> str:
        """The address of its page in the console."""
        return page_link(f"/console/tickets/{self.id}")


class TicketMessageView(View):
    """A message of a request. Numbers of a request have no holes."""

    number: int
    id: str
    side: Side
    author: str = Field(description="`user:<id>`, `key:<id>`, `person:<id>` or `system`")
    text: str = Field(description="Empty after an erasure")
    at: datetime
    hash: str = Field(description="SHA-256 of the hash before it and of the message, as canonical JSON")


class TicketEntryView(View):
    """A thing that happened to a request, for staff alone: notes, desks, extensions."""

    id: str
    at: datetime
    actor: str
    type: str
    data: dict[str, Any]


class TicketView(TicketSummary):
    """A request with its messages and its history."""

    read: int = Field(description="The last message that the client has read in the area, by number; 0: none")
    messages: list[TicketMessageView]
    history: list[TicketEntryView]


class TicketList(View):
    """A page of requests."""

    items: list[TicketSummary]
    next_cursor: str | None
