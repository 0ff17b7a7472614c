"""HTTP of conversations about claims, for people of the client area."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded
from chalicelib.features.conversations.chat_answers import read, shown, written
from chalicelib.features.conversations.chat_schemas import (
    ClaimMessageBody,
    ClaimThreadView,
    ConversationMessagesQuery,
    ConversationMessageView,
    ConversationReadBody,
)
from chalicelib.features.conversations.chat_views import claim_thread_view
from chalicelib.features.conversations.service import chatting
from chalicelib.features.conversations.service.talks import NewMessage
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Call, Reply
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_READ = _WRITE = area(AreaPermission.CLAIMS)
_MESSAGES = "/v1/area/{slug}/claims/{claim_id}/messages"


def _check_message(caller: AreaCaller, slug: str, claim_id: str, body: ClaimMessageBody) -> None:
    chatting.check(caller, claim_id, body.attachments)


@routes.operation(
    "GET",
    _MESSAGES,
    audience=_READ,
    errors=(NotFound,),
    summary="Show the conversation about an own claim, the latest messages or those after or before a number",
)
def list_area_claim_messages(
    caller: AreaCaller, slug: str, claim_id: str, query: ConversationMessagesQuery, call: Call
) -> ClaimThreadView:
    return claim_thread_view(caller, shown(chatting, caller, claim_id, query), call.language)


@routes.operation(
    "POST",
    _MESSAGES,
    audience=_WRITE,
    status=201,
    answers={200: ConversationMessageView, 201: ConversationMessageView},
    errors=(NotFound, Conflict, QuotaExceeded),
    check=_check_message,
    summary="Write to the staff in the conversation about an own claim (idempotent by the id)",
)
def write_area_claim_message(caller: AreaCaller, slug: str, claim_id: str, body: ClaimMessageBody, call: Call) -> Reply:
    new = NewMessage(body.id, body.text, tuple(body.attachments))
    return written(chatting, caller, claim_id, new, call.language)


@routes.operation(
    "POST",
    f"{_MESSAGES}/read",
    audience=_READ,
    status=204,
    answers={204: None},
    errors=(NotFound,),
    summary="Note the last message of an own claim that you have read",
)
def read_area_claim_messages(caller: AreaCaller, slug: str, claim_id: str, body: ConversationReadBody) -> Reply:
    return read(chatting, caller, claim_id, body)
