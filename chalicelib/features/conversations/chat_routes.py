"""HTTP of conversations about claims, for staff and back-ends."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded
from chalicelib.features.conversations.chat_answers import read, shown, written
from chalicelib.features.conversations.chat_schemas import (
    ClaimMessageBody,
    ClaimThreadView,
    ClaimTranscriptQuery,
    ClaimTranscriptView,
    ConversationMessagesQuery,
    ConversationMessageView,
    ConversationReadBody,
)
from chalicelib.features.conversations.chat_views import claim_thread_view, last_view, transcript_view
from chalicelib.features.conversations.list_schemas import WaitingClaimList, WaitingClaimsQuery, WaitingClaimView
from chalicelib.features.conversations.service import chatting, listing, transcribing
from chalicelib.features.conversations.service.talks import NewMessage
from chalicelib.http.blueprint import Blueprint, Call, Reply
from chalicelib.http.paging import cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import StaffMember, actor_of

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("claims:read"), staff("claims:write")
_MESSAGES = "/v1/claims/{claim_id}/messages"


def _check_message(caller: Caller, claim_id: str, body: ClaimMessageBody) -> None:
    chatting.check(caller, claim_id, body.attachments)


@routes.operation(
    "GET",
    _MESSAGES,
    audience=_READ,
    errors=(NotFound,),
    summary="Show the conversation about a claim, the latest messages or those after or before a number",
)
def list_claim_messages(caller: Caller, claim_id: str, query: ConversationMessagesQuery, call: Call) -> ClaimThreadView:
    return claim_thread_view(caller, shown(chatting, caller, claim_id, query), call.language)


@routes.operation(
    "POST",
    _MESSAGES,
    audience=_WRITE,
    status=201,
    answers={200: ConversationMessageView, 201: ConversationMessageView},
    errors=(NotFound, Conflict, QuotaExceeded),
    check=_check_message,
    summary="Write to the client in the conversation about a claim (idempotent by the id)",
)
def write_claim_message(caller: Caller, claim_id: str, body: ClaimMessageBody, call: Call) -> Reply:
    new = NewMessage(body.id, body.text, tuple(body.attachments))
    return written(chatting, caller, claim_id, new, call.language)


@routes.operation(
    "POST",
    f"{_MESSAGES}/read",
    audience=_READ,
    status=204,
    answers={204: None},
    errors=(NotFound,),
    summary="Note the last message of a claim that you have read",
)
def read_claim_messages(caller: Caller, claim_id: str, body: ConversationReadBody) -> Reply:
    return read(chatting, caller, claim_id, body)


@routes.operation(
    "GET",
    "/v1/claims/{claim_id}/transcript",
    audience=_READ,
    errors=(NotFound,),
    summary="Show the conversation about a claim as proof: a changed or missing message is named",
)
def show_claim_transcript(caller: Caller, claim_id: str, query: ClaimTranscriptQuery) -> ClaimTranscriptView:
    return transcript_view(transcribing.transcribe(caller, claim_id, after=query.after))


@routes.operation(
    "GET",
    "/v1/claims/conversations",
    audience=_READ,
    summary="List the conversations about claims that wait for an answer, the longest wait first",
)
def list_waiting_conversations(caller: Caller, query: WaitingClaimsQuery, call: Call) -> WaitingClaimList:
    handler = actor_of(StaffMember(query.handler)) if query.handler else None
    page = listing.list_waiting(caller, handler=handler, limit=query.limit, position=query.position())
    items = [
        WaitingClaimView(
            claim_id=each.head.thread_id,
            client_id=each.head.client_id,
            handler=each.head.handler,
            waiting_since=each.head.waiting_since,
            head=each.head.last,
            unread=each.unread,
            last=last_view(each.last, call.language),
        )
        for each in page.items
    ]
    return WaitingClaimList(items=items, next_cursor=cursor(page.position))
