"""HTTP of clients' personal data: consents, exports, erasures."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.clients import service
from chalicelib.features.clients.personal import Consent, Erasure
from chalicelib.features.clients.personal_schemas import (
    ConsentBody,
    ConsentList,
    ConsentView,
    ErasureBody,
    ErasureList,
    ErasureListQuery,
    ErasureView,
    ExportBody,
    ExportView,
    WithdrawalBody,
)
from chalicelib.http.blueprint import Blueprint
from chalicelib.http.paging import cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("clients:read"), staff("clients:write")
_REVEAL, _ERASE = staff("clients:reveal"), staff("clients:manage")
_CONSENTS = "/v1/clients/{client_id}/consents"


def _check_consent(caller: Caller, client_id: str, body: ConsentBody) -> None:
    service.check_consent(caller, client_id, body.new())


@routes.operation(
    "POST",
    _CONSENTS,
    audience=_WRITE,
    status=201,
    idempotent=True,
    errors=(NotFound, Conflict),
    check=_check_consent,
    summary="Record a consent of a client",
)
def record_consent(caller: Caller, client_id: str, body: ConsentBody) -> ConsentView:
    return _consent_view(service.record_consent(caller, client_id, body.new()))


@routes.operation(
    "GET", _CONSENTS, audience=_READ, errors=(NotFound,), summary="List the consents of a client, newest first"
)
def list_consents(caller: Caller, client_id: str) -> ConsentList:
    found = service.list_consents(caller, client_id)
    return ConsentList(items=[_consent_view(each) for each in found.items], texts=found.texts)


@routes.operation(
    "PATCH",
    _CONSENTS,
    audience=_WRITE,
    errors=(NotFound,),
    summary="Withdraw a consent; repeating is harmless",
)
def withdraw_consent(caller: Caller, client_id: str, body: WithdrawalBody) -> ConsentView:
    return _consent_view(service.withdraw_consent(caller, client_id, body.id, reason=body.reason))


@routes.operation(
    "POST",
    "/v1/clients/{client_id}/export.zip",
    audience=_REVEAL,
    status=201,
    errors=(NotFound, Conflict),
    summary="Export everything that is held about a client as a ZIP file; the export is kept as a reading",
)
def export_client(caller: Caller, client_id: str, body: ExportBody) -> ExportView:
    return ExportView.model_validate(service.export_client(caller, client_id, reason=body.reason)._asdict())


@routes.operation(
    "POST",
    "/v1/clients/{client_id}/erasure",
    audience=_ERASE,
    errors=(NotFound, Conflict),
    summary="Erase a client, but for a rest that a law demands to keep; repeating is harmless",
)
def erase_client(caller: Caller, client_id: str, body: ErasureBody) -> ErasureView:
    return _erasure_view(service.erase_client(caller, client_id, reason=body.reason))


@routes.operation("GET", "/v1/client-erasures", audience=_ERASE, summary="List the proofs of erasures")
def list_erasures(caller: Caller, query: ErasureListQuery) -> ErasureList:
    page = service.list_erasures(caller, limit=query.limit, position=query.position())
    return ErasureList(items=[_erasure_view(each) for each in page.items], next_cursor=cursor(page.position))


def _consent_view(consent: Consent) -> ConsentView:
    return ConsentView.model_validate(consent.model_dump())


def _erasure_view(erasure: Erasure) -> ErasureView:
    return ErasureView.model_validate(erasure.model_dump(exclude={"base"}))
