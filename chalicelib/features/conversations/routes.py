"""HTTP of requests, for staff and back-ends."""

from typing import Any

from chalicelib.base.errors import Conflict, Forbidden, NotFound
from chalicelib.features.conversations.chat_answers import read, shown
from chalicelib.features.conversations.chat_schemas import (
    ConversationMessagesQuery,
    ConversationReadBody,
    TicketThreadView,
)
from chalicelib.features.conversations.chat_views import ticket_thread_view
from chalicelib.features.conversations.model import Wanted
from chalicelib.features.conversations.schemas import (
    ClosingBody,
    MessageBody,
    NoteBody,
    RoutingBody,
    TicketBody,
    TicketList,
    TicketListQuery,
    TicketSummary,
    TicketView,
)
from chalicelib.features.conversations.service import changing, reading, registering, ticket_chatting
from chalicelib.features.conversations.service.changing import Said
from chalicelib.features.conversations.service.opening import NewTicket
from chalicelib.features.conversations.service.registering import Concern
from chalicelib.features.conversations.views import ticket_summary, ticket_view
from chalicelib.http.blueprint import Blueprint, Call, Reply
from chalicelib.http.paging import cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import StaffMember, actor_of

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("tickets:read"), staff("tickets:write")
_TICKETS = "/v1/tickets"
_TICKET = f"{_TICKETS}/{{ticket_id}}"
_CHANGE: dict[str, Any] = {"audience": _WRITE, "errors": (NotFound, Forbidden, Conflict)}


def _wanted(query: TicketListQuery) -> Wanted:
    named = query.model_dump(exclude={"limit", "cursor", "handler"})
    return Wanted(**named, handler=actor_of(StaffMember(query.handler)) if query.handler else None)


@routes.operation(
    "GET",
    _TICKETS,
    audience=_READ,
    errors=(Forbidden,),
    summary="List requests of your desks: open ones by the end of their term, others by their last change",
)
def list_tickets(caller: Caller, query: TicketListQuery, call: Call) -> TicketList:
    page = reading.list_tickets(caller, _wanted(query), limit=query.limit, position=query.position())
    items = [ticket_summary(each, call.language) for each in page.items]
    return TicketList(items=items, next_cursor=cursor(page.position))


def _check_ticket(caller: Caller, body: TicketBody) -> None:
    concern = Concern(client_id=body.client_id, policy_id=body.policy_id, claim_id=body.claim_id)
    registering.check(caller, body.topic, concern)


@routes.operation(
    "POST",
    _TICKETS,
    audience=_WRITE,
    status=201,
    errors=(Conflict,),
    check=_check_ticket,
    summary="Register a client's request at the desk of its topic (idempotent by its id)",
)
def register_ticket(caller: Caller, body: TicketBody, call: Call) -> TicketSummary:
    ticket = registering.register(caller, NewTicket(**body.model_dump()))
    return ticket_summary(ticket, call.language)


@routes.operation(
    "GET",
    _TICKET,
    audience=_READ,
    errors=(NotFound, Forbidden),
    summary="Show a request of your desks with its messages and history",
)
def show_ticket(caller: Caller, ticket_id: str, call: Call) -> TicketView:
    return ticket_view(reading.show_ticket(caller, ticket_id), call.language)


@routes.operation(
    "GET",
    f"{_TICKET}/messages",
    audience=_READ,
    errors=(NotFound, Forbidden),
    summary="Show the messages of a request, the latest or those after or before a number",
)
def list_ticket_messages(
    caller: Caller, ticket_id: str, query: ConversationMessagesQuery, call: Call
) -> TicketThreadView:
    return ticket_thread_view(caller, shown(ticket_chatting, caller, ticket_id, query), call.language)


@routes.operation(
    "POST",
    f"{_TICKET}/messages/read",
    audience=_READ,
    status=204,
    answers={204: None},
    errors=(NotFound, Forbidden),
    summary="Note the last message of a request that you have read",
)
def read_ticket_messages(caller: Caller, ticket_id: str, body: ConversationReadBody) -> Reply:
    return read(ticket_chatting, caller, ticket_id, body)


@routes.operation(
    "POST", f"{_TICKET}/answer", **_CHANGE, summary="Answer a request; the client is told (idempotent by the id)"
)
def answer_ticket(caller: Caller, ticket_id: str, body: MessageBody, call: Call) -> TicketSummary:
    return ticket_summary(changing.answer(caller, ticket_id, Said(body.id, body.text)), call.language)


@routes.operation(
    "POST", f"{_TICKET}/notes", status=201, **_CHANGE, summary="Add a note for colleagues, which clients never see"
)
def add_ticket_note(caller: Caller, ticket_id: str, body: NoteBody, call: Call) -> TicketSummary:
    return ticket_summary(changing.add_note(caller, ticket_id, body.text), call.language)


@routes.operation("POST", f"{_TICKET}/take", **_CHANGE, summary="Become the handler of a request (idempotent)")
def take_ticket(caller: Caller, ticket_id: str, call: Call) -> TicketSummary:
    return ticket_summary(changing.take(caller, ticket_id), call.language)


@routes.operation("POST", f"{_TICKET}/route", **_CHANGE, summary="Hand a request to another desk; its term goes on")
def route_ticket(caller: Caller, ticket_id: str, body: RoutingBody, call: Call) -> TicketSummary:
    return ticket_summary(changing.route(caller, ticket_id, body.desk, reason=body.reason), call.language)


@routes.operation(
    "POST", f"{_TICKET}/extend", **_CHANGE, summary="Extend the term of a request once, with the reason for the client"
)
def extend_ticket(caller: Caller, ticket_id: str, body: MessageBody, call: Call) -> TicketSummary:
    return ticket_summary(changing.extend(caller, ticket_id, Said(body.id, body.text)), call.language)


@routes.operation(
    "POST", f"{_TICKET}/close", **_CHANGE, summary="Close a request, with a last answer or without one (idempotent)"
)
def close_ticket(caller: Caller, ticket_id: str, body: ClosingBody, call: Call) -> TicketSummary:
    said = Said(body.id, body.text) if body.text is not None else None
    return ticket_summary(changing.close(caller, ticket_id, said), call.language)
