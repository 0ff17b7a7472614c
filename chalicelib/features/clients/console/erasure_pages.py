"""Pages to export everything that is held about a client, and to erase it."""

from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import plural, text
from chalicelib.features.clients import service
from chalicelib.features.clients.console.words import HELD
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.service.forgetting import Plan
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller

erasure_pages = console_pages(__name__)
_HTML = "text/html"
_REVEAL, _ERASE = console("clients:reveal"), console("clients:manage")
_CLIENT = "/console/clients/{client_id}"
_EXPORT, _ERASURE = f"{_CLIENT}/export", f"{_CLIENT}/erasure"


class ReasonForm(Fields):
    """The reason for an export, or an erasure."""

    reason: str = ""


@erasure_pages.operation("GET", _EXPORT, audience=_REVEAL, media_type=_HTML, summary="Ask for the reason of an export")
def ask_export(caller: Caller, client_id: str, call: Call) -> Response:
    """Ask why the data are needed."""
    return _export_page(call, caller, service.show_client(caller, client_id).client)


@erasure_pages.operation("POST", _EXPORT, audience=_REVEAL, media_type=_HTML, summary="Export all data of a client")
def export(caller: Caller, client_id: str, form: ReasonForm, call: Call) -> Response:
    """Make the file, and show its address."""
    client = service.show_client(caller, client_id).client
    try:
        made = service.export_client(caller, client_id, reason=form.reason[:500])
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places={"/reason": "reason"}, language=call.language)
        return _export_page(call, caller, client, status=422, wrong=wrong, troubles=troubles)
    size = localized.size(call.language, made.bytes)
    return _export_page(call, caller, client, export=made, size=size)


@erasure_pages.operation("GET", _ERASURE, audience=_ERASE, media_type=_HTML, summary="Ask before an erasure")
def confirm_erasure(caller: Caller, client_id: str, call: Call) -> Response:
    """Show exactly the data that go, and those that stay until when."""
    client = service.show_client(caller, client_id).client
    if client.blocked is not None:
        return see_other(_CLIENT.format(client_id=client_id), notice="client_erased")
    return _erasure_page(call, caller, client)


@erasure_pages.operation("POST", _ERASURE, audience=_ERASE, status=303, media_type=_HTML, summary="Erase a client")
def erase(caller: Caller, client_id: str, form: ReasonForm, call: Call) -> Response:
    """Erase a client; somebody may have done so already."""
    try:
        proof = service.erase_client(caller, client_id, reason=form.reason[:500])
    except Invalid as error:
        client = service.show_client(caller, client_id).client
        wrong, troubles = problems_at_fields(error, places={"/reason": "reason"}, language=call.language)
        return _erasure_page(call, caller, client, status=422, wrong=wrong, troubles=troubles)
    place = _CLIENT.format(client_id=client_id) if proof.kept_until and not proof.finished_at else "/console/clients"
    return see_other(place, notice="client_erased")


def _export_page(call: Call, caller: Caller, client: Client, *, status: int = 200, **values: Any) -> Response:
    return page(
        call,
        "client_export_form.html",
        caller=caller,
        status=status,
        here=_EXPORT.format(client_id=client.id),
        client=client,
        **{"wrong": {}, "troubles": [], "reason": "", "export": None, "size": "", **values},
    )


def _erasure_page(call: Call, caller: Caller, client: Client, *, status: int = 200, **wrong: Any) -> Response:
    plan, troubles = _plan(call, caller, client)
    return page(
        call,
        "client_erasure.html",
        caller=caller,
        status=status if plan else 409,
        here=_ERASURE.format(client_id=client.id),
        client=client,
        plan=plan,
        gone=[text(call.language, HELD[each]) for each in (plan.gone if plan else ())],
        kept=[text(call.language, HELD[each]) for each in (plan.kept if plan else ())],
        until=localized.day(call.language, plan.until) if plan and plan.until else "",
        cases=plural(call.language, "{count} case names this client.", "{count} cases name this client.", client.cases)
        if client.cases
        else "",
        **{"wrong": {}, "troubles": troubles, "reason": "", **wrong},
    )


def _plan(call: Call, caller: Caller, client: Client) -> tuple[Plan | None, list[str]]:
    try:
        return service.plan_erasure(caller, client.id), []
    except Conflict as error:
        return None, [text(call.language, error.message, **error.params)]
