"""HTTP bodies and answers of requests in the client area."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.base.formats import Code, Identifier
from chalicelib.base.ids import Ulid, new_ulid
from chalicelib.base.words import ONE_LINE
from chalicelib.features.conversations.chat_schemas import ConversationMessageView
from chalicelib.features.conversations.model import LONGEST_WORD, STARS, TicketState
from chalicelib.features.conversations.schemas import EXAMPLE, RatingView, Text
from chalicelib.features.conversations.settings import ClientKind
from chalicelib.features.conversations.threads import Side
from chalicelib.http.bodies import Body, View
from chalicelib.http.paging import PageQuery

_ID = "Chosen by you: the same one again writes nothing twice"


class AreaTicketBody(Body):
    """A request of a person of the client area."""

    id: Ulid = Field(default_factory=new_ulid, description=_ID, examples=[EXAMPLE])
    topic: Code = Field(examples=["complaint"])
    text: Text = Field(examples=["Почему мой полис ещё не готов?"])
    policy_id: Identifier | None = Field(default=None, examples=[f"pol_{EXAMPLE}"])
    claim_id: Identifier | None = Field(default=None, examples=[f"claim_{EXAMPLE}"])


class AreaMessageBody(Body):
    """A message of a person of the client area in a request."""

    id: Ulid = Field(default_factory=new_ulid, description=_ID, examples=[EXAMPLE])
    text: Text = Field(examples=["Спасибо, полис пришёл."])


class AreaRatingBody(Body):
    """An opinion of a closed request."""

    stars: int = Field(ge=STARS[0], le=STARS[1], examples=[5])
    word: Annotated[str, StringConstraints(max_length=LONGEST_WORD), ONE_LINE] = Field(
        default="", examples=["Быстро и понятно"]
    )


class AreaTicketQuery(PageQuery):
    """The page of the own requests."""


class AreaTicketSummary(View):
    """An own request as lists show it."""

    id: str
    number: str
    topic: str
    topic_label: str = Field(description="In your language")
    kind: ClientKind
    state: TicketState
    due: date = Field(description="The last day of the answer")
    policy_id: str | None
    claim_id: str | None
    opened_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    rating: RatingView | None


class AreaTicketAdded(AreaTicketSummary):
    """An own request after an addition, with the message that was added."""

    message: ConversationMessageView


class AreaMessageView(View):
    """A message of an own request."""

    number: int
    id: str
    side: Side
    text: str
    at: datetime


class AreaTicketView(AreaTicketSummary):
    """An own request with its messages."""

    messages: list[AreaMessageView]


class AreaTicketList(View):
    """A page of the own requests."""

    items: list[AreaTicketSummary]
    next_cursor: str | None


class AreaTopicView(View):
    """A topic to choose."""

    code: str
    label: str
    kind: ClientKind


class AreaTopicList(View):
    """The topics of the account."""

    items: list[AreaTopicView]
