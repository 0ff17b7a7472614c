"""Pages of the client area: the own requests, a new one, a request with its messages."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, DomainError, Invalid, NotFound, QuotaExceeded
from chalicelib.base.ids import new_ulid, ulid_of_text
from chalicelib.base.languages import Language, text
from chalicelib.features.conversations.area.lines import lines_of
from chalicelib.features.conversations.area.things import own_thing, own_things
from chalicelib.features.conversations.area_schemas import AreaMessageBody, AreaRatingBody, AreaTicketBody
from chalicelib.features.conversations.chat_part import (
    SCRIPT,
    Typed,
    area_ticket_places,
    chat_origins,
    chat_values,
    load_ticket_chat,
    number_in,
)
from chalicelib.features.conversations.model import STARS
from chalicelib.features.conversations.service import asking, listing, ticket_chatting
from chalicelib.features.conversations.service.changing import Said
from chalicelib.features.conversations.service.opening import NewTicket
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.things import ABOUT, named_by
from chalicelib.features.conversations.threads import LONGEST_TEXT
from chalicelib.features.conversations.words import topic_label
from chalicelib.frame.area.audience import NOTHING_HERE, area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.frame.console.fields import problems_at_fields, read_typed
from chalicelib.frame.console.render import asset_text
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.http.paging import cursor, position_of
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)
_MESSAGES = area(AreaPermission.MESSAGES)
_HERE = "/area/{slug}/messages"
_TICKET = f"{_HERE}/{{ticket_id}}"
_PAGE = 20


class ListQuery(TypedFields):
    """The page of the list."""

    cursor: str = ""


class NewRequestForm(TypedFields):
    """A new request as it was typed; `once` names it, so that it is written once."""

    once: str = ""
    topic: str = ""
    #: The id of an own policy or claim.
    about: str = ""
    text: str = ""


class AboutQuery(TypedFields):
    """The own policy or claim that a new request is about, and words of another page to begin with."""

    about: str = ""
    text: str = ""


class ReplyForm(TypedFields):
    """A message, or a rating, as it was typed."""

    once: str = ""
    text: str = ""
    #: The last message that was shown.
    seen: str = ""
    stars: str = ""
    word: str = ""


class RequestQuery(TypedFields):
    """The number of a message: those before it are shown. Anything else shows the latest ones."""

    before: str = ""


@pages.operation("GET", _HERE, audience=_MESSAGES, media_type=HTML, summary="The own conversations")
def show_own_requests(caller: AreaCaller, slug: str, query: ListQuery, call: Call) -> Response:
    """List the own requests and the conversations about claims, the latest message first."""
    found = listing.list_talks(caller, limit=_PAGE, position=position_of(query.cursor or None))
    lines = lines_of(caller, found.items, call.language)
    return page(call, open_site(slug), "area_requests.html", caller=caller, lines=lines, next=cursor(found.position))


@pages.operation(
    "GET",
    f"{_HERE}/new",
    audience=_MESSAGES,
    errors=(NotFound,),
    media_type=HTML,
    summary="The form of a new request",
)
def show_new_request(caller: AreaCaller, slug: str, query: AboutQuery, call: Call) -> Response:
    """Show the form, with the policy or claim that a link names. Raises NotFound for one that is not the caller's."""
    if query.about and query.about not in {each.id for each in own_things(caller, call.language)}:
        raise NotFound(NOTHING_HERE)
    return _new_page(
        call, caller, slug, NewRequestForm(once=new_ulid(), about=query.about, text=query.text[:LONGEST_TEXT])
    )


@pages.operation("POST", f"{_HERE}/new", audience=_MESSAGES, status=303, media_type=HTML, summary="Write a request")
def write_request(caller: AreaCaller, slug: str, form: NewRequestForm, call: Call) -> Response:
    """Open the request and show it, or show the form again as it was typed."""
    try:
        typed = _given(id=form.once, topic=form.topic, text=form.text, **named_by(form.about))
        body = read_typed(AreaTicketBody, typed)
        ticket = asking.write(caller, NewTicket(**body.model_dump()))
    except (Invalid, Conflict, QuotaExceeded) as error:
        return _new_page(call, caller, slug, form, error)
    return see_other(page_path(slug, f"/messages/{ticket.id}"), notice="request_sent")


@pages.operation("GET", _TICKET, audience=_MESSAGES, errors=(NotFound,), media_type=HTML, summary="An own request")
def show_own_request(caller: AreaCaller, slug: str, ticket_id: str, query: RequestQuery, call: Call) -> Response:
    """Show a request with its latest messages, which count as read, or with those before one."""
    return _ticket_page(call, caller, slug, ticket_id, before=number_in(query.before))


@pages.operation(
    "POST",
    f"{_TICKET}/reply",
    audience=_MESSAGES,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Add to an own request",
)
def reply_to_request(caller: AreaCaller, slug: str, ticket_id: str, form: ReplyForm, call: Call) -> Response:
    """Send the message, or show the page again as it was typed."""
    try:
        body = read_typed(AreaMessageBody, _given(id=ulid_of_text(form.once, form.text), text=form.text))
        asking.reply(caller, ticket_id, Said(body.id, body.text))
    except (Invalid, Conflict, QuotaExceeded) as error:
        status, told = _trouble(error, call.language, ("text",))
        typed = Typed(form.once, form.text, [*told["wrong"].values(), *told["others"]])
        return _ticket_page(call, caller, slug, ticket_id, status=status, typed=typed)
    return see_other(page_path(slug, f"/messages/{ticket_id}"), notice="request_sent")


@pages.operation(
    "POST",
    f"{_TICKET}/rating",
    audience=_MESSAGES,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Rate an own request",
)
def rate_request(caller: AreaCaller, slug: str, ticket_id: str, form: ReplyForm, call: Call) -> Response:
    """Keep the rating, or show the page again as it was typed."""
    try:
        body = read_typed(AreaRatingBody, _given(stars=form.stars, word=form.word))
        asking.rate(caller, ticket_id, stars=body.stars, word=body.word)
    except (Invalid, Conflict) as error:
        status, told = _trouble(error, call.language, ("stars", "word"))
        return _ticket_page(call, caller, slug, ticket_id, status=status, form=form, told=told)
    return see_other(page_path(slug, f"/messages/{ticket_id}"), notice="request_rated")


def _given(**typed: str) -> dict[str, str]:
    """Return the typed values. A ULID of the form that got lost is made anew."""
    return {name: each for name, each in typed.items() if each.strip() or name != "id"}


def _new_page(
    call: Call, caller: AreaCaller, slug: str, form: NewRequestForm, error: DomainError | None = None
) -> Response:
    status, values = _trouble(error, call.language, ("topic", "about", "text"))
    topics = [(each.code, each.label(call.language)) for each in feedback_settings(caller.account_id).offered_topics]
    return page(
        call,
        open_site(slug),
        "area_request_new.html",
        caller=caller,
        status=status,
        form=form,
        topics=topics,
        things=own_things(caller, call.language),
        **values,
    )


def _ticket_page(
    call: Call,
    caller: AreaCaller,
    slug: str,
    ticket_id: str,
    *,
    before: int | None = None,
    status: int = 200,
    form: ReplyForm | None = None,
    told: Mapping[str, Any] | None = None,
    typed: Typed | None = None,
) -> Response:
    """Draw a request. Earlier messages are a page without the live script."""
    thread = load_ticket_chat(caller, ticket_id, before=before)
    if before is None:
        ticket_chatting.mark_read(caller, ticket_id, thread.head)
    ticket = thread.of
    return page(
        call,
        open_site(slug),
        "area_request.html",
        caller=caller,
        status=status,
        script=asset_text(SCRIPT) if before is None else "",
        connects_to=chat_origins(),
        before=before,
        chat=chat_values(caller, thread, area_ticket_places(slug, ticket.id), call.language, typed=typed),
        form=form or ReplyForm(),
        number=ticket.number,
        topic=topic_label(feedback_settings(ticket.account_id), ticket.topic, call.language),
        ticket=ticket,
        about=own_thing(caller, ticket, call.language),
        stars=range(STARS[1], STARS[0] - 1, -1),
        **(told or {"wrong": {}, "others": []}),
    )


def _trouble(error: DomainError | None, language: Language, fields: tuple[str, ...]) -> tuple[int, dict[str, Any]]:
    """Return the status of a page with an error, and the errors at fields and elsewhere."""
    if error is None:
        return 200, {"wrong": {}, "others": []}
    status = int(kind_of(error)[0])
    if isinstance(error, Invalid):
        wrong, others = problems_at_fields(
            error, places={**{f"/{name}": name for name in fields}, **ABOUT}, language=language
        )
        return status, {"wrong": wrong, "others": others}
    return status, {"wrong": {}, "others": [text(language, error.message, **error.params)]}
