"""HTTP of clients."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded
from chalicelib.base.languages import text
from chalicelib.features.clients import service
from chalicelib.features.clients.documents import kinds_for
from chalicelib.features.clients.schemas import (
    ChangeList,
    ChangeView,
    ClientChange,
    ClientFiguresQuery,
    ClientFiguresView,
    ClientList,
    ClientListQuery,
    ClientView,
    DeleteBody,
    DeletedView,
    DocumentKindList,
    DocumentKindView,
    HistoryQuery,
    KeptView,
    NewClientBody,
    RevealBody,
    RevealedView,
)
from chalicelib.features.clients.service.listing import Wanted, check_wanted
from chalicelib.features.clients.views import client_view, fields_for, move_view
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.http.paging import cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_READ, _WRITE, _REVEAL = staff("clients:read"), staff("clients:write"), staff("clients:reveal")


def _check_new(caller: Caller, body: NewClientBody) -> None:
    service.check_new_client(caller, body.typed())


def _check_list(query: ClientListQuery) -> None:
    check_wanted(_wanted(query))


def _wanted(query: ClientListQuery) -> Wanted:
    return Wanted(q=query.q or "", phone=query.phone or "", standing=query.standing, order=query.order, base=query.base)


def _check_change(caller: Caller, client_id: str, body: ClientChange) -> None:
    service.check_change(caller, client_id, changes=body.changes())


@routes.operation(
    "POST",
    "/v1/clients",
    audience=_WRITE,
    status=201,
    idempotent=True,
    errors=(Conflict, QuotaExceeded),
    check=_check_new,
    summary="Add a client to the own base",
)
def add_client(caller: Caller, body: NewClientBody) -> ClientView:
    added = service.add_client(caller, body.typed())
    return client_view(caller, added.known, warnings=added.warnings)


@routes.operation("GET", "/v1/clients", audience=_READ, check=_check_list, summary="List or search clients")
def list_clients(caller: Caller, query: ClientListQuery) -> ClientList:
    page = service.list_clients(caller, _wanted(query), limit=query.limit, position=query.position())
    return ClientList(items=[client_view(caller, each) for each in page.items], next_cursor=cursor(page.position))


@routes.operation("GET", "/v1/clients/{client_id}", audience=_READ, errors=(NotFound,), summary="Show a client")
def show_client(caller: Caller, client_id: str) -> ClientView:
    known = service.show_client(caller, client_id)
    return client_view(caller, known, warnings=service.warnings_of(accounts.load_account(caller.account_id), known))


@routes.operation(
    "PATCH",
    "/v1/clients/{client_id}",
    audience=_WRITE,
    errors=(NotFound, Conflict, QuotaExceeded),
    check=_check_change,
    summary="Change a client",
)
def change_client(caller: Caller, client_id: str, body: ClientChange) -> ClientView:
    changed = service.change_client(caller, client_id, changes=body.changes(), version=body.version)
    return client_view(caller, changed.known, warnings=changed.warnings)


@routes.operation("POST", "/v1/clients/delete", audience=_WRITE, summary="Delete prospects, several at once")
def delete_clients(caller: Caller, body: DeleteBody) -> DeletedView:
    result = service.delete_clients(caller, body.ids)
    kept = [KeptView(id=client_id, reason=reason) for client_id, reason in result.kept]
    return DeletedView(deleted=list(result.deleted), kept=kept)


@routes.operation(
    "POST",
    "/v1/clients/{client_id}/reveal",
    audience=_REVEAL,
    errors=(NotFound, Conflict),
    summary="Read the full number of a client's document; the reading is kept",
)
def reveal_document(caller: Caller, client_id: str, body: RevealBody) -> RevealedView:
    document = service.reveal_document(caller, client_id, reason=body.reason)
    return RevealedView(kind=document.kind, number=document.number, issued_on=document.issued_on)


@routes.operation(
    "GET",
    "/v1/clients/{client_id}/history",
    audience=_READ,
    errors=(NotFound,),
    summary="List the changes of a client, newest first",
)
def list_history(caller: Caller, client_id: str, query: HistoryQuery) -> ChangeList:
    page = service.list_history(caller, client_id, limit=query.limit, position=query.position())
    items = [
        ChangeView.model_validate(
            {
                **each.model_dump(exclude={"data"}),
                "fields": fields_for(caller, each),
                "move": move_view(caller, each),
            }
        )
        for each in page.items
    ]
    return ChangeList(items=items, next_cursor=cursor(page.position))


@routes.operation("GET", "/v1/client-figures", audience=_READ, summary="Count the clients by standing and phone")
def show_client_figures(caller: Caller, query: ClientFiguresQuery) -> ClientFiguresView:
    counted = service.count_clients(caller, base=query.base)
    share = round(counted.confirmed / counted.with_phone, 4) if counted.with_phone else None
    return ClientFiguresView(**counted._asdict(), clients=counted.clients, confirmed_share=share)


@routes.operation(
    "GET", "/v1/client-documents", audience=_READ, summary="List the kinds of identity documents of clients"
)
def list_document_kinds(caller: Caller, call: Call) -> DocumentKindList:
    account = accounts.load_account(caller.account_id)
    items = [
        DocumentKindView(
            code=each.code, country=each.country, label=text(call.language, each.label), example=each.example
        )
        for each in kinds_for(account.sms.countries)
    ]
    return DocumentKindList(items=items)
