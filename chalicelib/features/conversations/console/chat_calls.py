"""HTTP of conversations about claims, for the script of the console's pages."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded, TooLarge, UnsupportedMedia
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.documents import uploading
from chalicelib.features.claims.documents.schemas import ClaimDocumentBody, ClaimDocumentView
from chalicelib.features.claims.documents.uploading import AnnouncedDocument
from chalicelib.features.claims.documents.views import document_view
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
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_calls
from chalicelib.http.blueprint import Call, Reply
from chalicelib.identity.model import Caller

chat_calls = console_calls(__name__)
_READ, _WRITE = console("claims:read"), console("claims:write")
_MESSAGES = "/console/claims/{claim_id}/chat/messages"


def _check_message(caller: Caller, claim_id: str, body: ClaimMessageBody) -> None:
    chatting.check(caller, claim_id, body.attachments)


@chat_calls.operation(
    "GET",
    _MESSAGES,
    audience=_READ,
    errors=(NotFound,),
    summary="The conversation about a claim",
)
def list_console_claim_messages(
    caller: Caller, claim_id: str, query: ConversationMessagesQuery, call: Call
) -> ClaimThreadView:
    return claim_thread_view(caller, shown(chatting, caller, claim_id, query), call.language)


@chat_calls.operation(
    "POST",
    _MESSAGES,
    audience=_WRITE,
    status=201,
    answers={200: ConversationMessageView, 201: ConversationMessageView},
    errors=(NotFound, Conflict, QuotaExceeded),
    check=_check_message,
    summary="Write in the conversation about a claim",
)
def write_console_claim_message(caller: Caller, claim_id: str, body: ClaimMessageBody, call: Call) -> Reply:
    new = NewMessage(body.id, body.text, tuple(body.attachments))
    return written(chatting, caller, claim_id, new, call.language)


@chat_calls.operation(
    "POST",
    f"{_MESSAGES}/read",
    audience=_READ,
    status=204,
    answers={204: None},
    errors=(NotFound,),
    summary="Note the last message that was read",
)
def read_console_claim_messages(caller: Caller, claim_id: str, body: ConversationReadBody) -> Reply:
    return read(chatting, caller, claim_id, body)


def _check_file(caller: Caller, claim_id: str, body: ClaimDocumentBody) -> None:
    uploading.check_document(caller, claim_id, AnnouncedDocument(**body.model_dump()))


@chat_calls.operation(
    "POST",
    "/console/claims/{claim_id}/chat/files",
    audience=_WRITE,
    status=201,
    answers={200: ClaimDocumentView, 201: ClaimDocumentView},
    errors=(NotFound, Conflict, TooLarge, UnsupportedMedia, QuotaExceeded),
    check=_check_file,
    summary="Announce a file of a message",
)
def announce_console_chat_file(caller: Caller, claim_id: str, body: ClaimDocumentBody, call: Call) -> Reply:
    """Announce a document of the claim; its bytes go to the address of `upload`."""
    announced = uploading.announce_document(caller, claim_id, AnnouncedDocument(**body.model_dump()))
    claim = claims.show_claim(caller, claim_id)
    view = document_view(claim, announced.document, call.language, form=announced.form)
    return Reply(view, status=201 if announced.form else 200)
