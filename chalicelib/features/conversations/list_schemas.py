"""HTTP answers of lists of conversations."""

from datetime import datetime

from pydantic import Field

from chalicelib.base.formats import Identifier
from chalicelib.features.conversations.threads import Side, ThreadKind
from chalicelib.http.bodies import View
from chalicelib.http.paging import PageQuery


class AreaConversationQuery(PageQuery):
    """The page of the own conversations. It may have fewer than `limit`, and still a `next_cursor`."""


class WaitingClaimsQuery(PageQuery):
    """The filter of conversations that wait for an answer."""

    handler: Identifier | None = Field(default=None, description="The id of a user of the staff: of whose claims alone")


class LastMessageView(View):
    """The last message of a conversation."""

    side: Side
    name: str = Field(description="Its author's, when it was written; empty if unknown")
    text: str = Field(description="Its beginning")
    at: datetime


class AreaConversationView(View):
    """A conversation of a person: a request, or a claim."""

    kind: ThreadKind
    id: str = Field(description="The request, or the claim")
    head: int = Field(description="The number of the last message")
    unread: int = Field(description="Messages of the staff that you have not read")
    last: LastMessageView | None


class AreaConversationList(View):
    """A page of the own conversations, the latest message first."""

    items: list[AreaConversationView]
    next_cursor: str | None


class AreaUnreadView(View):
    """The messages that you have not read, of the 100 newest conversations."""

    count: int
    shown: str = Field(description="`99+` for more than 99")


class WaitingClaimView(View):
    """A conversation about a claim that waits for the staff's answer."""

    claim_id: str
    client_id: str | None
    handler: str | None = Field(description="`user:<id>`")
    waiting_since: datetime | None = Field(description="The first message that has no answer")
    head: int = Field(description="The number of the last message")
    unread: int = Field(description="Messages of the client that you have not read")
    last: LastMessageView | None


class WaitingClaimList(View):
    """A page of conversations about claims, the longest wait first."""

    items: list[WaitingClaimView]
    next_cursor: str | None
