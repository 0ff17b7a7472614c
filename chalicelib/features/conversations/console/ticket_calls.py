"""HTTP of requests, for the script of the console's pages."""

from chalicelib.base.errors import Conflict, Forbidden, NotFound
from chalicelib.features.conversations.chat_answers import read, shown, written
from chalicelib.features.conversations.chat_schemas import (
    ConversationMessagesQuery,
    ConversationMessageView,
    ConversationReadBody,
    TicketThreadView,
)
from chalicelib.features.conversations.chat_views import ticket_thread_view
from chalicelib.features.conversations.schemas import MessageBody
from chalicelib.features.conversations.service import ticket_chatting
from chalicelib.features.conversations.service.talks import NewMessage
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_calls
from chalicelib.http.blueprint import Call, Reply
from chalicelib.identity.model import Caller

ticket_calls = console_calls(__name__)
_READ, _WRITE = console("tickets:read"), console("tickets:write")
_MESSAGES = "/console/tickets/{ticket_id}/chat/messages"


@ticket_calls.operation(
    "GET", _MESSAGES, audience=_READ, errors=(NotFound, Forbidden), summary="The messages of a request"
)
def list_console_ticket_messages(
    caller: Caller, ticket_id: str, query: ConversationMessagesQuery, call: Call
) -> TicketThreadView:
    return ticket_thread_view(caller, shown(ticket_chatting, caller, ticket_id, query), call.language)


@ticket_calls.operation(
    "POST",
    _MESSAGES,
    audience=_WRITE,
    status=201,
    answers={200: ConversationMessageView, 201: ConversationMessageView},
    errors=(NotFound, Forbidden, Conflict),
    summary="Answer a request",
)
def write_console_ticket_message(caller: Caller, ticket_id: str, body: MessageBody, call: Call) -> Reply:
    return written(ticket_chatting, caller, ticket_id, NewMessage(body.id, body.text), call.language)


@ticket_calls.operation(
    "POST",
    f"{_MESSAGES}/read",
    audience=_READ,
    status=204,
    answers={204: None},
    errors=(NotFound, Forbidden),
    summary="Note the last message of a request that was read",
)
def read_console_ticket_messages(caller: Caller, ticket_id: str, body: ConversationReadBody) -> Reply:
    return read(ticket_chatting, caller, ticket_id, body)
