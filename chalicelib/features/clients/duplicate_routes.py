"""HTTP of duplicates: listing, merging, telling apart."""

from chalicelib.base.errors import Conflict, FieldError, Invalid, NotFound, Unavailable
from chalicelib.base.languages import N_
from chalicelib.features.clients.duplicate_schemas import BY, DuplicateList, DuplicateView, MergeBody, NotSameBody
from chalicelib.features.clients.rules import TypedDocument
from chalicelib.features.clients.schemas import ClientView
from chalicelib.features.clients.service.duplicates import list_duplicates, tell_apart
from chalicelib.features.clients.service.merging import merge_clients
from chalicelib.features.clients.views import client_view
from chalicelib.http.blueprint import Blueprint, Reply
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="clients")
BLUEPRINTS = (routes,)
_READ, _WRITE, _MANAGE = staff("clients:read"), staff("clients:write"), staff("clients:manage")


@routes.operation(
    "GET",
    "/v1/clients/{client_id}/duplicates",
    audience=_READ,
    errors=(NotFound,),
    summary="List clients that may be the same person",
)
def show_duplicates(caller: Caller, client_id: str) -> DuplicateList:
    found = list_duplicates(caller, client_id)
    items = [DuplicateView(client=client_view(caller, each.known), by=[BY[kind] for kind in each.by]) for each in found]
    return DuplicateList(items=items)


@routes.operation(
    "POST",
    "/v1/clients/{client_id}/merge",
    audience=_WRITE,
    errors=(NotFound, Conflict, Unavailable),
    summary="Merge clients of a base that are the same person",
)
def merge(caller: Caller, client_id: str, body: MergeBody) -> ClientView:
    return client_view(
        caller, merge_clients(caller, client_id, merged=body.from_, keep=body.keep, version=body.version)
    )


def _check_not_same(body: NotSameBody) -> None:
    if (body.client_id is None) == (body.document is None):
        raise Invalid([FieldError("/client_id", N_("Name another client, or a document: one of the two."))])


@routes.operation(
    "POST",
    "/v1/clients/{client_id}/not-same",
    audience=_MANAGE,
    status=204,
    answers={204: None},
    errors=(NotFound, Conflict),
    check=_check_not_same,
    summary="State that somebody is another person of the same name and birth date",
)
def state_not_same(caller: Caller, client_id: str, body: NotSameBody) -> Reply:
    _check_not_same(body)
    document = TypedDocument.model_validate(body.document.model_dump()) if body.document else None
    tell_apart(caller, client_id, reason=body.reason, other_id=body.client_id or "", document=document)
    return Reply(status=204)
