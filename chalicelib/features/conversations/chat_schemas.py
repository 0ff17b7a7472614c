"""HTTP bodies and answers of conversations, about claims and of requests, for both sides."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from chalicelib.base.ids import Ulid, new_ulid
from chalicelib.features.claims.documents.model import DocumentState
from chalicelib.features.claims.stages import Stage
from chalicelib.features.conversations.model import TicketState
from chalicelib.features.conversations.schemas import EXAMPLE, Text
from chalicelib.features.conversations.service.attaching import MOST_ATTACHMENTS
from chalicelib.features.conversations.threads import Side
from chalicelib.http.bodies import Body, View
from chalicelib.http.paging import MAX_LIMIT, plain_number

_ID = "Chosen by you: the same one again writes nothing twice, and is answered with 200"
#: Numbers of messages have eight digits.
_MOST = 99_999_999
Number = Annotated[int, BeforeValidator(plain_number), Field(ge=0, le=_MOST)]


class ClaimMessageBody(Body):
    """A message in the conversation about a claim."""

    id: Ulid = Field(default_factory=new_ulid, description=_ID, examples=[EXAMPLE])
    text: Text = Field(examples=["El palé llegó con el film roto. ¿Qué fotos necesitan?"])
    attachments: list[Ulid] = Field(
        default_factory=list,
        max_length=MOST_ATTACHMENTS,
        description="Documents of the claim in the slot `chat`",
        examples=[[]],
    )


class ConversationReadBody(Body):
    """The last message of a conversation that you have read."""

    seq: int = Field(ge=0, le=_MOST, description="Its number; a lower one than before changes nothing", examples=[3])


class ConversationMessagesQuery(BaseModel):
    """The page of a conversation: the latest messages, those after a number, or the latest before one."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    after: Number | None = Field(default=None, description="Messages after this number; `before` is ignored then")
    before: Number | None = Field(default=None, description="The latest messages before this number")
    limit: Annotated[int, BeforeValidator(plain_number)] = Field(default=50, ge=1, le=MAX_LIMIT)


class ConversationAttachmentView(View):
    """A file of a message."""

    id: str = Field(description="The document of the claim")
    file_name: str = Field(description="Empty of a file that was removed")
    content_type: str | None
    bytes: int | None
    state: DocumentState | None = Field(description="None of a file that was removed")
    slot: str | None = Field(description="`chat`, or the document of the claim that it has become")
    preview_url: str | None = Field(description="A picture of its first page, for some minutes")


class ConversationMessageView(View):
    """A message of a conversation. Numbers of a conversation have no holes."""

    seq: int
    id: str
    side: Side
    name: str = Field(description="Its author's, when it was written; empty if unknown")
    mine: bool = Field(description="Written by you")
    text: str = Field(description="Empty after an erasure; of an event, its words in your language")
    event: Literal["handler"] | None = Field(description="Not written by anybody: `handler`, another one of the claim")
    attachments: list[ConversationAttachmentView]
    at: datetime


class ConversationReadView(View):
    """The last message that somebody of a side has read, by its number; 0: none."""

    client: int
    staff: int


class ClaimHandlerView(View):
    """The member of staff who handles the claim."""

    name: str


class ExpectedAnswerView(View):
    """The moment by which a question of now is answered."""

    at: datetime
    basis: Literal["measured", "promised"] = Field(
        description="`measured`: by the median of the last 30 days, in office hours"
    )
    day: str = Field(description="Its day, in your language and at the office")
    time: str = Field(description="Its time at the office", examples=["10:10"])


class ThreadView(View):
    """A page of a conversation, in the order of numbers."""

    items: list[ConversationMessageView]
    head: int = Field(description="The number of the last message; 0: there is none")
    read: ConversationReadView
    unread: int = Field(description="Messages of the other side that you have not read")
    can_write: bool = Field(description="False once what it is about is closed, or rejected for good")


class TicketThreadView(ThreadView):
    """A page of a request's messages."""

    state: TicketState
    due: date = Field(description="The last day of the answer")
    status: str = Field(description="State and term, in your language")


class ClaimThreadView(ThreadView):
    """A page of the conversation about a claim."""

    stage: Stage
    handler: ClaimHandlerView | None
    expected: ExpectedAnswerView | None = Field(description="None for staff, and where nothing is known of it")


class ClaimTranscriptQuery(BaseModel):
    """The page of a transcript."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    after: Number = Field(default=0, description="`next_after` of the page before")


class TranscriptMessageView(View):
    """A message as it is kept."""

    number: int
    id: str
    side: Side
    author: str = Field(description="`person:<id>`, `user:<id>`, `key:<id>` or `system`")
    name: str = Field(description="The author's, when it was written; empty after an erasure")
    text: str = Field(description="Empty after an erasure")
    attachments: list[str] = Field(description="Documents of the claim")
    event: str = Field(description="What happened in place of words, such as `handler`; else empty")
    at: str = Field(description="The moment, as the hash covers it")
    erased: bool = Field(description="True once text and name were erased: its hash can't be computed any more")
    hash: str = Field(
        description="SHA-256 of the hash before it (of the first, nothing), followed by JSON of `at`, `author`, `id`, "
        "`number`, `side` and `text`, and of `attachments`, `event` and `name` that are not empty: keys sorted, no "
        "spaces, UTF-8"
    )


class ClaimTranscriptView(View):
    """The conversation about a claim as proof, in the order of numbers."""

    claim_id: str
    messages: list[TranscriptMessageView]
    head: int = Field(description="The number of the last message; 0: there is none")
    hash: str = Field(description="The hash of the last message")
    intact: bool = Field(description="True if the messages here are as they were written, and none is missing")
    wrong: int | None = Field(description="The number of the first message that is not")
    next_after: int | None = Field(description="A long transcript goes on after this number")
