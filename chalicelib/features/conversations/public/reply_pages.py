"""The page behind the link of an e-mail about unread messages: the latest of them, and a form to answer."""

from pathlib import Path
from typing import Any

from chalice.app import Response

from chalicelib.aws.rate_limits import count_attempt_by_address
from chalicelib.base.errors import Conflict, DomainError, Invalid, LinkUnknown, QuotaExceeded
from chalicelib.base.ids import new_ulid, ulid_of_text
from chalicelib.base.languages import Language, text
from chalicelib.base.localized import moment
from chalicelib.features.claims.model import Claim
from chalicelib.features.conversations.chat_schemas import ClaimMessageBody
from chalicelib.features.conversations.chat_views import text_of
from chalicelib.features.conversations.service import chatting
from chalicelib.features.conversations.service.replying import open_link
from chalicelib.features.conversations.service.talks import NewMessage, Thread
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.public.pages import HTML, LinkQuery, draw, holder_of, language_of, link_pages, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.tenancy import service as accounts

_HOLDER = holder_of("a conversation about a claim")
pages = link_pages(__name__)
_TEMPLATES = Path(__file__).parent / "templates"
_PAGE = "/m/{token}"
#: Pages of an address in an hour.
_PAGES, _HOUR = 600, 3600


class AnswerForm(TypedFields):
    """An answer as it was typed; `once` names it, so that it is written once."""

    once: str = ""
    text: str = ""


@pages.operation(
    "GET",
    _PAGE,
    audience=_HOLDER,
    answers={200: None},
    errors=(LinkUnknown, QuotaExceeded),
    media_type=HTML,
    summary="The latest messages about a claim; changes nothing, since scanners follow links",
)
def show_reply(token: str, query: LinkQuery, call: Call) -> Response:
    """Show the messages and the form."""
    caller, thread = _open(token, call)
    return _page(thread, _language(caller, query, call), AnswerForm(once=new_ulid()))


@pages.operation(
    "POST",
    _PAGE,
    audience=_HOLDER,
    status=303,
    answers={303: None},
    errors=(LinkUnknown, QuotaExceeded, Conflict),
    media_type=HTML,
    summary="Answer in the conversation about a claim",
)
def send_reply(token: str, form: AnswerForm, query: LinkQuery, call: Call) -> Response:
    """Write the answer and lead back, or show the page again as it was typed."""
    caller, thread = _open(token, call)
    language = _language(caller, query, call)
    try:
        typed = {"text": form.text, **({"id": ulid_of_text(form.once, form.text)} if form.once.strip() else {})}
        body = read_typed(ClaimMessageBody, typed)
        chatting.write(caller, thread.of.id, NewMessage(body.id, body.text))
    except (Invalid, Conflict, QuotaExceeded) as error:
        return _page(thread, language, form, error)
    return see_other(f"{token}?lang={language}")


def _open(token: str, call: Call) -> tuple[AreaCaller, Thread[Claim]]:
    count_attempt_by_address("reply-page", call.address, limit=_PAGES, seconds=_HOUR)
    return open_link(token)


def _language(caller: AreaCaller, query: LinkQuery, call: Call) -> Language:
    return language_of(query, call, caller.person.language)


def _page(thread: Thread[Claim], language: Language, form: AnswerForm, error: DomainError | None = None) -> Response:
    account, closed = accounts.load_account(thread.of.account_id), chatting.refusal_of(thread.of)
    values: dict[str, Any] = {
        "messages": [
            {
                "side": each.side,
                "name": each.name,
                "text": text_of(each, language),
                "files": len(each.attachments),
                "at": moment(language, each.at, account.zone),
            }
            for each in thread.messages
        ],
        "handler": thread.handler,
        "closed": text(language, closed.message) if closed else "",
        "form": form,
        "troubles": _troubles(error, language),
    }
    status = int(kind_of(error)[0]) if error is not None else 200
    return draw(_TEMPLATES, "reply.html", account, language, values, status=status)


def _troubles(error: DomainError | None, language: Language) -> list[str]:
    if error is None:
        return []
    found = error.errors if isinstance(error, Invalid) else [error]
    return list(dict.fromkeys(text(language, each.message, **each.params) for each in found))
