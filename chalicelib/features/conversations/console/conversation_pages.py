"""Writing in the conversation about a claim, and reading its earlier messages, without a script."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid, NotFound, QuotaExceeded
from chalicelib.base.ids import ulid_of_text
from chalicelib.base.languages import text
from chalicelib.features.cases.console.case_page import case_page
from chalicelib.features.conversations.chat_part import Typed, number_in
from chalicelib.features.conversations.chat_schemas import ClaimMessageBody
from chalicelib.features.conversations.console.conversation_tab import Wanted, case_of
from chalicelib.features.conversations.service import chatting
from chalicelib.features.conversations.service.talks import NewMessage
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

conversation_pages = console_pages(__name__)
_HTML = "text/html"
_CHAT = "/console/claims/{claim_id}/chat"
_TAB = "conversation"


class ConversationQuery(Fields):
    """The number of a message: those before it are shown. Anything else shows the latest ones."""

    before: str = ""


class ConversationForm(Fields):
    """A message as it was typed. `once` names it, so that it is sent once; `seen` is the last one that was shown."""

    once: str = ""
    text: str = ""
    seen: str = ""


@conversation_pages.operation(
    "GET", _CHAT, audience=console("claims:read"), errors=(NotFound,), media_type=_HTML, summary="Earlier messages"
)
def show_claim_conversation(caller: Caller, claim_id: str, query: ConversationQuery, call: Call) -> Response:
    """Show the messages of a claim before a number on the page of its case."""
    wanted = Wanted(before=number_in(query.before))
    return case_page(caller, case_of(caller, claim_id), call, tab=_TAB, refused=wanted)


@conversation_pages.operation(
    "POST",
    _CHAT,
    audience=console("claims:write"),
    status=303,
    errors=(NotFound,),
    media_type=_HTML,
    summary="Write in the conversation about a claim",
)
def write_in_claim_conversation(caller: Caller, claim_id: str, form: ConversationForm, call: Call) -> Response:
    """Send the message and lead back, or show the page with the text as it was typed."""
    case_id = case_of(caller, claim_id)
    try:
        given = {"text": form.text.strip(), **({"id": ulid_of_text(form.once, form.text)} if form.once else {})}
        body = read_typed(ClaimMessageBody, given)
        chatting.write(caller, claim_id, NewMessage(body.id, body.text))
    except (Invalid, Conflict, QuotaExceeded) as error:
        if isinstance(error, Invalid):
            wrong, others = problems_at_fields(error, places={"/text": "text"}, language=call.language)
            troubles = [*wrong.values(), *others]
        else:
            troubles = [text(call.language, error.message, **error.params)]
        wanted = Wanted(typed=Typed(form.once, form.text, troubles))
        return case_page(caller, case_id, call, tab=_TAB, status=int(kind_of(error)[0]), refused=wanted)
    chatting.mark_read(caller, claim_id, number_in(form.seen) or 0)
    return see_other(f"/console/cases/{case_id}?tab={_TAB}", notice="request_answered")
