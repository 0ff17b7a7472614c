"""The chat about an own claim, as a part of the claim's page and alone. It works without a script."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, DomainError, Invalid, NotFound, QuotaExceeded
from chalicelib.base.ids import ulid_of_text
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.claims import machine
from chalicelib.features.claims.area import own
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.moving import moment_of
from chalicelib.features.claims.stages import Move, Side
from chalicelib.features.conversations.chat_part import (
    SCRIPT,
    ChatPlaces,
    Typed,
    area_chat_places,
    chat_origins,
    chat_values,
    load_chat,
    number_in,
)
from chalicelib.features.conversations.chat_schemas import ClaimMessageBody
from chalicelib.features.conversations.service import chatting
from chalicelib.features.conversations.service.talks import NewMessage
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import asset_text
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)
_MINE = area(AreaPermission.CLAIMS)
_CHAT = "/area/{slug}/claims/{claim_id}/chat"


class ChatQuery(Fields):
    """The number of a message: those before it are shown. Anything else shows the latest ones."""

    before: str = ""


class ChatForm(Fields):
    """A message as it was typed. `once` names it, so that it is sent once; `seen` is the last one that was shown."""

    once: str = ""
    text: str = ""
    seen: str = ""


def chat_part(caller: AreaCaller, claim: Claim, language: Language) -> dict[str, Any]:
    """Return the part of the claim's page. A Query and a BatchGetItem beside the claim."""
    thread = load_chat(caller, claim)
    label = text(language, N_("Chat about this claim"))
    return {
        "chat": chat_values(caller, thread, _places(caller, claim), language),
        "label": f"{label} ({thread.unread})" if thread.unread else label,
        "script": asset_text(SCRIPT),
        "connects_to": chat_origins(),
        "anchor": "chat",
    }


@pages.operation(
    "GET", _CHAT, audience=_MINE, errors=(NotFound,), media_type=HTML, summary="The chat about an own claim"
)
def show_own_chat(caller: AreaCaller, slug: str, claim_id: str, query: ChatQuery, call: Call) -> Response:
    """Show the latest messages, or those before one."""
    return _page(call, caller, slug, claim_id, before=number_in(query.before))


@pages.operation(
    "POST",
    _CHAT,
    audience=_MINE,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Write in the chat about an own claim",
)
def write_in_own_chat(caller: AreaCaller, slug: str, claim_id: str, form: ChatForm, call: Call) -> Response:
    """Send the message and lead back to the claim, or show the chat with the text as it was typed."""
    try:
        given = {"text": form.text.strip(), **({"id": ulid_of_text(form.once, form.text)} if form.once else {})}
        body = read_typed(ClaimMessageBody, given)
        chatting.write(caller, claim_id, NewMessage(body.id, body.text))
    except (Invalid, Conflict, QuotaExceeded) as error:
        return _page(call, caller, slug, claim_id, form=form, error=error)
    chatting.mark_read(caller, claim_id, number_in(form.seen) or 0)
    return see_other(page_path(slug, f"/claims/{claim_id}#chat"), notice="request_sent")


def _places(caller: AreaCaller, claim: Claim) -> ChatPlaces:
    refused = machine.refusal(claim, Move.REOPEN, by=Side.CLIENT, now=moment_of(claim.account_id))
    return area_chat_places(caller.session.slug, claim.id, reopen=refused is None)


def _page(
    call: Call,
    caller: AreaCaller,
    slug: str,
    claim_id: str,
    *,
    before: int | None = None,
    form: ChatForm | None = None,
    error: DomainError | None = None,
) -> Response:
    """Draw the chat alone. Earlier messages are a page without the live script."""
    found = own.find_own(caller, claim_id)
    thread = load_chat(caller, found.claim, before=before)
    typed = Typed(form.once, form.text, _troubles(error, call.language)) if form else None
    script = asset_text(SCRIPT) if before is None else ""
    return page(
        call,
        open_site(slug),
        "area_chat.html",
        caller=caller,
        status=int(kind_of(error)[0]) if error else 200,
        script=script,
        connects_to=chat_origins(),
        number=found.number,
        object=found.object,
        before=before,
        chat=chat_values(caller, thread, _places(caller, found.claim), call.language, typed=typed),
    )


def _troubles(error: DomainError | None, language: Language) -> list[str]:
    if error is None:
        return []
    if isinstance(error, Invalid):
        wrong, others = problems_at_fields(error, places={"/text": "text"}, language=language)
        return [*wrong.values(), *others]
    return [text(language, error.message, **error.params)]
