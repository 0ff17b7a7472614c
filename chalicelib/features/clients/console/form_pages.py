"""Pages to add and to change a client."""

from collections.abc import Sequence
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid, QuotaExceeded
from chalicelib.base.languages import text
from chalicelib.features.clients import service
from chalicelib.features.clients.console.forms import (
    PLACES,
    ClientForm,
    change_body,
    empty_form,
    filled_form,
    new_body,
)
from chalicelib.features.clients.console.overtaken import overtaken
from chalicelib.features.clients.console.phone_pages import send_first_code
from chalicelib.features.clients.console.values import LANGUAGE_NAMES
from chalicelib.features.clients.console.words import COMPANY_FACTS, FACTS
from chalicelib.features.clients.documents import kinds_for, masked
from chalicelib.features.clients.model import Client, ClientKind
from chalicelib.features.clients.refusals import ChangedMeanwhile
from chalicelib.features.clients.rules import asks_patronymic
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.render import Headers, page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

form_pages = console_pages(__name__)
_HTML = "text/html"
_WRITE = console("clients:write")
_LIST = "/console/clients"
_NEW, _EDIT = f"{_LIST}/new", f"{_LIST}/{{client_id}}/edit"


class KindQuery(Fields):
    """The kind of the new client."""

    kind: str = "person"


@form_pages.operation("GET", _NEW, audience=_WRITE, media_type=_HTML, summary="The form of a new client")
def show_new(caller: Caller, query: KindQuery, call: Call) -> Response:
    """Show the empty form."""
    kind = "company" if query.kind == "company" else "person"
    return _form_page(call, caller, empty_form(kind))


@form_pages.operation("POST", _NEW, audience=_WRITE, status=303, media_type=_HTML, summary="Add a client")
def add(caller: Caller, form: ClientForm, call: Call) -> Response:
    """Add a client, or show the form as it was typed with its errors."""
    try:
        body = new_body(form, check=lambda body: service.check_new_client(caller, body.typed()))
        added = service.add_client(caller, body.typed(), once=form.once)
    except (Invalid, Conflict, QuotaExceeded) as error:
        return _refused(call, caller, form, error)
    if form.do == "confirm":
        return send_first_code(call, caller, added.known.client.id)
    return see_other(f"{_LIST}/{added.known.client.id}", notice="client_added")


@form_pages.operation("GET", _EDIT, audience=_WRITE, media_type=_HTML, summary="The form of a client")
def show_edit(caller: Caller, client_id: str, call: Call) -> Response:
    """Show the form with the facts of a client."""
    known = service.show_client(caller, client_id)
    service.demand_own(known)
    return _form_page(call, caller, filled_form(known.client, call.language), client=known.client)


@form_pages.operation("POST", _EDIT, audience=_WRITE, status=303, media_type=_HTML, summary="Change a client")
def change(caller: Caller, client_id: str, form: ClientForm, call: Call) -> Response:
    """Change a client, or show the form as it was typed with its errors."""
    client = service.show_client(caller, client_id).client
    try:
        body = change_body(
            form,
            client.facts,
            check=lambda body: service.check_change(caller, client_id, changes=body.changes()),
        )
        service.change_client(caller, client_id, changes=body.changes(), version=body.version)
    except ChangedMeanwhile:
        present = service.show_client(caller, client_id).client
        news = overtaken(caller, form, present, call.language)
        return _form_page(call, caller, news.form, client=present, status=409, troubles=news.said)
    except (Invalid, Conflict, QuotaExceeded) as error:
        return _refused(call, caller, form, error, client=client)
    return see_other(f"{_LIST}/{client_id}", notice="client_saved")


def _refused(
    call: Call,
    caller: Caller,
    form: ClientForm,
    error: Invalid | Conflict | QuotaExceeded,
    *,
    client: Client | None = None,
) -> Response:
    status = int(kind_of(error)[0])
    if isinstance(error, Invalid):
        wrong, troubles = problems_at_fields(error, places=PLACES, language=call.language)
        return _form_page(call, caller, form, client=client, status=status, wrong=wrong, troubles=troubles)
    headers: Headers = {"Retry-After": str(error.retry_after)} if isinstance(error, QuotaExceeded) else {}
    said = text(call.language, error.message, **error.params)
    other = error.extra.get("client_id", "")
    return _form_page(call, caller, form, client=client, status=status, headers=headers, troubles=[said], other=other)


def _form_page(
    call: Call,
    caller: Caller,
    form: ClientForm,
    *,
    client: Client | None = None,
    status: int = 200,
    headers: Headers | None = None,
    troubles: Sequence[str] = (),
    **wrong: Any,
) -> Response:
    account = accounts.load_account(caller.account_id)
    document = client.facts.document if client else None
    is_company = form.kind == ClientKind.COMPANY
    labels = {name: text(call.language, label) for name, label in (COMPANY_FACTS if is_company else FACTS).items()}
    kinds = kinds_for(account.sms.countries)
    example = next((each.example for each in kinds if each.code == form.document_kind), kinds[0].example)
    return page(
        call,
        "client_form.html",
        caller=caller,
        status=status,
        headers=headers,
        here=_EDIT.format(client_id=client.id) if client else f"{_NEW}?kind={form.kind}",
        form=form,
        client=client,
        labels=labels,
        asks_patronymic=asks_patronymic(account),
        documents=[(each.code, text(call.language, each.label)) for each in kinds],
        example=example,
        known_document=document and (document.kind, masked(document)),
        message_languages=[(each, LANGUAGE_NAMES[each]) for each in account.languages],
        troubles=troubles,
        **{"wrong": {}, "other": "", **wrong},
    )
