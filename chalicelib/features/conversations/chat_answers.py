"""Answers to calls of conversations, about claims and of requests, alike for both sides."""

from typing import Protocol

from chalicelib.base.languages import Language
from chalicelib.features.claims.model import Claim
from chalicelib.features.conversations.chat_schemas import (
    ConversationMessagesQuery,
    ConversationReadBody,
)
from chalicelib.features.conversations.chat_views import message_view
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.service.talks import NewMessage, Thread, Written
from chalicelib.http.blueprint import Reply
from chalicelib.identity.model import Caller


class Talks[Of: Claim | Ticket](Protocol):
    """The use cases of conversations about one kind of things: `chatting` of claims, `ticket_chatting` of requests."""

    def show_thread(
        self, caller: Caller, thread_id: str, /, *, after: int | None, before: int | None, limit: int
    ) -> Thread[Of]: ...

    def write(self, caller: Caller, thread_id: str, new: NewMessage, /) -> Written: ...

    def mark_read(self, caller: Caller, thread_id: str, number: int, /) -> None: ...


def shown[Of: Claim | Ticket](
    talks: Talks[Of], caller: Caller, thread_id: str, query: ConversationMessagesQuery
) -> Thread[Of]:
    """Return the page of a conversation that a query names."""
    return talks.show_thread(caller, thread_id, after=query.after, before=query.before, limit=query.limit)


def written(
    talks: Talks[Claim] | Talks[Ticket], caller: Caller, thread_id: str, new: NewMessage, language: Language
) -> Reply:
    """Write a message; answer with it: 201, or 200 for one that was written before with the same id."""
    done = talks.write(caller, thread_id, new)
    return Reply(message_view(caller, done.message, done.files, language), status=201 if done.is_new else 200)


def read(talks: Talks[Claim] | Talks[Ticket], caller: Caller, thread_id: str, body: ConversationReadBody) -> Reply:
    """Note the last message that was read."""
    talks.mark_read(caller, thread_id, body.seq)
    return Reply(status=204)
