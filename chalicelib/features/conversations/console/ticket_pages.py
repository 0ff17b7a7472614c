"""The page of a request: its messages, its history, and the actions of the staff."""

from collections.abc import Callable, Mapping, Sequence

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.ids import new_ulid, ulid_of_text
from chalicelib.base.languages import N_, text
from chalicelib.features.claims import service as claims
from chalicelib.features.clients import service as clients
from chalicelib.features.conversations.chat_part import (
    Typed,
    chat_origins,
    chat_values,
    console_ticket_places,
    load_ticket_chat,
    number_in,
)
from chalicelib.features.conversations.console.values import entry_text, line_of, name_of
from chalicelib.features.conversations.console.words import CHANNELS
from chalicelib.features.conversations.model import Ticket, TicketState
from chalicelib.features.conversations.schemas import ClosingBody, MessageBody, NoteBody, RoutingBody
from chalicelib.features.conversations.service import changing, reading, ticket_chatting
from chalicelib.features.conversations.service.changing import Said
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may

ticket_pages = console_pages(__name__)
_HTML = "text/html"
_READ, _WRITE = console("tickets:read"), console("tickets:write")
_TICKET = "/console/tickets/{ticket_id}"


class RequestForm(Fields):
    """The fields of all forms on the page of a request. `once` names a message, so that it is sent once."""

    once: str = ""
    #: A message of the conversation, and the last one that was shown above it.
    text: str = ""
    seen: str = ""
    #: `close`: the request ends, with the answer or without one.
    do: str = ""
    answer: str = ""
    note: str = ""
    why: str = ""
    desk: Id = ""
    reason: str = ""


class RequestQuery(Fields):
    """The number of a message: those before it are shown. Anything else shows the latest ones."""

    before: str = ""


@ticket_pages.operation("GET", _TICKET, audience=_READ, media_type=_HTML, summary="A request")
def show_request(caller: Caller, ticket_id: str, query: RequestQuery, call: Call) -> Response:
    """Show a request with its latest messages, or those before one, and the possible actions."""
    return _page(call, caller, ticket_id, before=number_in(query.before))


@ticket_pages.operation(
    "POST", f"{_TICKET}/answer", audience=_WRITE, status=303, media_type=_HTML, summary="Answer or close a request"
)
def answer_request(caller: Caller, ticket_id: str, form: RequestForm, call: Call) -> Response:
    """Send the answer; by the other form, end the request with a last one or without it."""

    def end() -> str:
        closing = read_typed(
            ClosingBody, _given(id=ulid_of_text(form.once, form.answer), text=form.answer.strip() or None)
        )
        said = Said(closing.id, closing.text) if closing.text else None
        changing.close(caller, ticket_id, said)
        return "request_closed"

    def send() -> str:
        body = read_typed(MessageBody, _given(id=ulid_of_text(form.once, form.text), text=form.text.strip()))
        changing.answer(caller, ticket_id, Said(body.id, body.text))
        ticket_chatting.mark_read(caller, ticket_id, number_in(form.seen) or 0)
        return "request_answered"

    if form.do == "close":
        return _done(call, caller, ticket_id, form, end, places={"/text": "answer"})
    return _done(call, caller, ticket_id, form, send, places={"/text": "text"})


@ticket_pages.operation(
    "POST", f"{_TICKET}/notes", audience=_WRITE, status=303, media_type=_HTML, summary="Add a note to a request"
)
def note_request(caller: Caller, ticket_id: str, form: RequestForm, call: Call) -> Response:
    """Add a note for colleagues."""

    def do() -> str:
        changing.add_note(caller, ticket_id, read_typed(NoteBody, _given(text=form.note)).text)
        return "request_noted"

    return _done(call, caller, ticket_id, form, do, places={"/text": "note"})


@ticket_pages.operation(
    "POST", f"{_TICKET}/take", audience=_WRITE, status=303, media_type=_HTML, summary="Become the handler of a request"
)
def take_request(caller: Caller, ticket_id: str, call: Call) -> Response:
    """Make the caller the handler."""

    def do() -> str:
        changing.take(caller, ticket_id)
        return "request_taken"

    return _done(call, caller, ticket_id, RequestForm(), do, places={})


@ticket_pages.operation(
    "POST", f"{_TICKET}/route", audience=_WRITE, status=303, media_type=_HTML, summary="Hand a request to another desk"
)
def route_request(caller: Caller, ticket_id: str, form: RequestForm, call: Call) -> Response:
    """Hand the request over, and lead to the list: the caller may not belong to the other desk."""

    def do() -> str:
        body = read_typed(RoutingBody, _given(desk=form.desk, reason=form.reason))
        changing.route(caller, ticket_id, body.desk, reason=body.reason)
        return "request_routed"

    places = {"/desk": "desk", "/reason": "reason"}
    return _done(call, caller, ticket_id, form, do, places=places, onward="/console/tickets")


@ticket_pages.operation(
    "POST", f"{_TICKET}/extend", audience=_WRITE, status=303, media_type=_HTML, summary="Extend the term of a request"
)
def extend_request(caller: Caller, ticket_id: str, form: RequestForm, call: Call) -> Response:
    """Extend the term, with the reason for the client."""

    def do() -> str:
        body = read_typed(MessageBody, _given(id=ulid_of_text(form.once, form.why), text=form.why))
        changing.extend(caller, ticket_id, Said(body.id, body.text))
        return "request_extended"

    return _done(call, caller, ticket_id, form, do, places={"/text": "why"})


def _given(**typed: str | None) -> dict[str, str]:
    """Return the typed values. A ULID of the form that got lost is made anew."""
    return {name: each for name, each in typed.items() if each is not None and (each.strip() or name != "id")}


def _done(
    call: Call,
    caller: Caller,
    ticket_id: str,
    form: RequestForm,
    do: Callable[[], str],
    *,
    places: dict[str, str],
    onward: str = "",
) -> Response:
    """Do something and lead on, or show the page again as it was typed."""
    try:
        notice = do()
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=places, language=call.language)
        return _page(call, caller, ticket_id, form, status=422, wrong=wrong, troubles=troubles)
    except Conflict as error:
        said = [text(call.language, error.message, **error.params)]
        return _page(call, caller, ticket_id, form, status=int(kind_of(error)[0]), troubles=said)
    return see_other(onward or _TICKET.format(ticket_id=ticket_id), notice=notice)


def _page(
    call: Call,
    caller: Caller,
    ticket_id: str,
    form: RequestForm | None = None,
    *,
    before: int | None = None,
    status: int = 200,
    wrong: Mapping[str, str] | None = None,
    troubles: Sequence[str] = (),
) -> Response:
    ticket, settings = reading.staff_ticket(caller, ticket_id), feedback_settings(caller.account_id)
    thread, entries = load_ticket_chat(caller, ticket_id, before=before), reading.list_entries(ticket)
    handler = {ticket.handler} if ticket.handler else set()
    names = directory.name_users(caller.account_id, {*handler, *(each.actor for each in entries)})
    is_open, may_write = ticket.state is TicketState.OPEN, may(caller, "tickets:write")
    typed = Typed(form.once, form.text, [(wrong or {})["text"]] if "text" in (wrong or {}) else []) if form else None
    return page(
        call,
        "ticket.html",
        caller=caller,
        status=status,
        here=_TICKET.format(ticket_id=ticket.id) if status != 200 else None,  # noqa: PLR2004
        allow={"connect-src": chat_origins()},
        before=before,
        chat=chat_values(
            caller,
            thread,
            console_ticket_places(ticket.id),
            call.language,
            may_write=may_write and not ticket.is_task,
            typed=typed if form and form.text else None,
        ),
        line=line_of(ticket, settings, names, call.language),
        ticket=ticket,
        history=[
            (each, name_of(each.actor, names, call.language), entry_text(each, settings, call.language))
            for each in entries
        ],
        channel=text(call.language, CHANNELS[ticket.channel]) if ticket.channel else "",
        law=settings.term_of(ticket.topic, ticket.kind).law,
        links=_links(caller, ticket),
        desks=[(each.code, each.label(call.language)) for each in settings.desks if each.code != ticket.desk],
        may_write=may_write,
        may_extend=is_open and not ticket.extended and settings.term_of(ticket.topic, ticket.kind).extension > 0,
        form=form or RequestForm(once=new_ulid()),
        wrong=wrong or {},
        troubles=troubles,
    )


def _links(caller: Caller, ticket: Ticket) -> list[tuple[str, str]]:
    """Return the things that a request concerns, as far as the caller sees their pages: a msgid, a path."""
    client = clients.find_seen(caller, ticket.client_id) if ticket.client_id else None
    claim = claims.find_claim(ticket.account_id, ticket.claim_id) if ticket.claim_id else None
    found = [
        (N_("The subject of the task"), ticket.page) if ticket.page else None,
        (N_("The client"), f"/console/clients/{client.id}") if client and may(caller, "clients:read") else None,
        (N_("The policy"), f"/console/policies/{ticket.policy_id}")
        if ticket.policy_id and may(caller, "policies:read")
        else None,
        (N_("The claim"), f"/console/cases/{claim.case_id}") if claim and may(caller, "cases:read") else None,
    ]
    return [each for each in found if each is not None]
