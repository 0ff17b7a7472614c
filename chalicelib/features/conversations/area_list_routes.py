"""HTTP of the own conversations in the client area: requests and claims in one list."""

from chalicelib.features.conversations.chat_views import last_view
from chalicelib.features.conversations.list_schemas import (
    AreaConversationList,
    AreaConversationQuery,
    AreaConversationView,
    AreaUnreadView,
)
from chalicelib.features.conversations.service import listing
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import cursor
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_MINE = area(AreaPermission.MESSAGES)
_MESSAGES = "/v1/area/{slug}/messages"


@routes.operation(
    "GET", _MESSAGES, audience=_MINE, summary="List the own conversations, requests and claims, the latest first"
)
def list_area_conversations(
    caller: AreaCaller, slug: str, query: AreaConversationQuery, call: Call
) -> AreaConversationList:
    page = listing.list_talks(caller, limit=query.limit, position=query.position())
    items = [
        AreaConversationView(
            kind=each.head.kind,
            id=each.head.thread_id,
            head=each.head.last,
            unread=each.unread,
            last=last_view(each.last, call.language),
        )
        for each in page.items
    ]
    return AreaConversationList(items=items, next_cursor=cursor(page.position))


@routes.operation("GET", f"{_MESSAGES}/unread", audience=_MINE, summary="Count the messages that you have not read")
def count_area_unread(caller: AreaCaller, slug: str) -> AreaUnreadView:
    unread = listing.count_unread(caller)
    return AreaUnreadView(count=unread.number, shown=unread.shown)
