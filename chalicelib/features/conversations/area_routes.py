"""HTTP of requests in the client area, for its people."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded
from chalicelib.base.languages import Language
from chalicelib.features.conversations.area_schemas import (
    AreaMessageBody,
    AreaMessageView,
    AreaRatingBody,
    AreaTicketAdded,
    AreaTicketBody,
    AreaTicketList,
    AreaTicketQuery,
    AreaTicketSummary,
    AreaTicketView,
    AreaTopicList,
    AreaTopicView,
)
from chalicelib.features.conversations.chat_answers import read, shown, written
from chalicelib.features.conversations.chat_schemas import (
    ConversationMessagesQuery,
    ConversationReadBody,
    TicketThreadView,
)
from chalicelib.features.conversations.chat_views import ticket_thread_view
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.schemas import RatingView
from chalicelib.features.conversations.service import asking, ticket_chatting
from chalicelib.features.conversations.service.opening import NewTicket
from chalicelib.features.conversations.service.talks import NewMessage
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.words import topic_label
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Call, Reply
from chalicelib.http.paging import cursor
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_MESSAGES = area(AreaPermission.MESSAGES)
_TICKETS = "/v1/area/{slug}/tickets"
_TICKET = f"{_TICKETS}/{{ticket_id}}"
_ALIKE = {"id", "number", "topic", "kind", "state", "policy_id", "claim_id", "opened_at", "answered_at", "closed_at"}


@routes.operation("GET", _TICKETS, audience=_MESSAGES, summary="List the own requests, the latest first")
def list_area_tickets(caller: AreaCaller, slug: str, query: AreaTicketQuery, call: Call) -> AreaTicketList:
    page = asking.list_mine(caller, limit=query.limit, position=query.position())
    items = [_summary(each, call.language) for each in page.items]
    return AreaTicketList(items=items, next_cursor=cursor(page.position))


@routes.operation("GET", f"{_TICKETS}/topics", audience=_MESSAGES, summary="List the topics that a request can have")
def list_area_topics(caller: AreaCaller, slug: str, call: Call) -> AreaTopicList:
    topics = feedback_settings(caller.account_id).offered_topics
    return AreaTopicList(
        items=[AreaTopicView(code=each.code, label=each.label(call.language), kind=each.kind) for each in topics]
    )


def _check_ticket(caller: AreaCaller, body: AreaTicketBody) -> None:
    asking.check(caller, _new(body))


@routes.operation(
    "POST",
    _TICKETS,
    audience=_MESSAGES,
    status=201,
    errors=(Conflict, QuotaExceeded),
    check=_check_ticket,
    summary="Write a request (idempotent by its id)",
)
def write_area_ticket(caller: AreaCaller, slug: str, body: AreaTicketBody, call: Call) -> AreaTicketSummary:
    return _summary(asking.write(caller, _new(body)), call.language)


@routes.operation(
    "GET", _TICKET, audience=_MESSAGES, errors=(NotFound,), summary="Show an own request; its messages count as read"
)
def show_area_ticket(caller: AreaCaller, slug: str, ticket_id: str, call: Call) -> AreaTicketView:
    found = asking.show_mine(caller, ticket_id)
    said = [AreaMessageView(**each.model_dump(exclude={"author", "hash"})) for each in found.messages]
    return AreaTicketView(**_summary(found.ticket, call.language).model_dump(), messages=said)


@routes.operation(
    "GET",
    f"{_TICKET}/messages",
    audience=_MESSAGES,
    errors=(NotFound,),
    summary="Show the messages of an own request, the latest or those after or before a number",
)
def list_area_ticket_messages(
    caller: AreaCaller, slug: str, ticket_id: str, query: ConversationMessagesQuery, call: Call
) -> TicketThreadView:
    return ticket_thread_view(caller, shown(ticket_chatting, caller, ticket_id, query), call.language)


@routes.operation(
    "POST",
    f"{_TICKET}/messages",
    audience=_MESSAGES,
    status=201,
    answers={200: AreaTicketAdded, 201: AreaTicketAdded},
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Add to an own request (idempotent by the id)",
)
def add_area_message(caller: AreaCaller, slug: str, ticket_id: str, body: AreaMessageBody, call: Call) -> Reply:
    said = written(ticket_chatting, caller, ticket_id, NewMessage(body.id, body.text), call.language)
    summary = _summary(asking.find_mine(caller, ticket_id), call.language)
    return Reply(AreaTicketAdded(**summary.model_dump(), message=said.body), status=said.status)


@routes.operation(
    "POST",
    f"{_TICKET}/messages/read",
    audience=_MESSAGES,
    status=204,
    answers={204: None},
    errors=(NotFound,),
    summary="Note the last message of an own request that you have read",
)
def read_area_ticket_messages(caller: AreaCaller, slug: str, ticket_id: str, body: ConversationReadBody) -> Reply:
    return read(ticket_chatting, caller, ticket_id, body)


@routes.operation(
    "POST",
    f"{_TICKET}/rating",
    audience=_MESSAGES,
    status=201,
    errors=(NotFound, Conflict),
    summary="Rate an own request that is closed, once",
)
def rate_area_ticket(
    caller: AreaCaller, slug: str, ticket_id: str, body: AreaRatingBody, call: Call
) -> AreaTicketSummary:
    return _summary(asking.rate(caller, ticket_id, stars=body.stars, word=body.word), call.language)


def _new(body: AreaTicketBody) -> NewTicket:
    return NewTicket.model_construct(**body.model_dump())


def _summary(ticket: Ticket, language: Language) -> AreaTicketSummary:
    return AreaTicketSummary(
        **ticket.model_dump(include=_ALIKE),
        topic_label=topic_label(feedback_settings(ticket.account_id), ticket.topic, language),
        due=ticket.last_day,
        rating=RatingView(**ticket.rating.model_dump()) if ticket.rating else None,
    )
