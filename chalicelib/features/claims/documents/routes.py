"""HTTP of documents of claims."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded, TooLarge, UnsupportedMedia
from chalicelib.features.claims import service
from chalicelib.features.claims.documents import placing, reviewing, uploading
from chalicelib.features.claims.documents.reasons import slot_label
from chalicelib.features.claims.documents.schemas import (
    ClaimDocumentBody,
    ClaimDocumentList,
    ClaimDocumentView,
    DocumentPlacingBody,
    DocumentRefusalBody,
)
from chalicelib.features.claims.documents.uploading import AnnouncedDocument
from chalicelib.features.claims.documents.views import document_view
from chalicelib.http.blueprint import Blueprint, Call, Reply
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="claims")
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("claims:read"), staff("claims:write")
_DOCUMENTS = "/v1/claims/{claim_id}/documents"
_DOCUMENT = f"{_DOCUMENTS}/{{claim_document_id}}"


def _check_document(caller: Caller, claim_id: str, body: ClaimDocumentBody) -> None:
    uploading.check_document(caller, claim_id, AnnouncedDocument(**body.model_dump()))


@routes.operation(
    "POST",
    _DOCUMENTS,
    audience=_WRITE,
    status=201,
    answers={200: ClaimDocumentView, 201: ClaimDocumentView},
    errors=(NotFound, Conflict, TooLarge, UnsupportedMedia, QuotaExceeded),
    check=_check_document,
    summary="Announce a document of a claim; its bytes go to the address of `upload`",
)
def announce_claim_document(
    caller: Caller, claim_id: str, body: ClaimDocumentBody, call: Call
) -> ClaimDocumentView | Reply:
    """Announce a document. 200 without a form: it has arrived already, or was refused."""
    announced = uploading.announce_document(caller, claim_id, AnnouncedDocument(**body.model_dump()))
    claim = service.show_claim(caller, claim_id)
    view = document_view(claim, announced.document, call.language, form=announced.form)
    return Reply(view, status=201 if announced.form else 200)


@routes.operation("GET", _DOCUMENTS, audience=_READ, errors=(NotFound,), summary="List the documents of a claim")
def list_claim_documents(caller: Caller, claim_id: str, call: Call) -> ClaimDocumentList:
    claim = service.show_claim(caller, claim_id)
    found = uploading.list_documents(claim)
    return ClaimDocumentList(items=[document_view(claim, each, call.language) for each in found])


@routes.operation("GET", _DOCUMENT, audience=_READ, errors=(NotFound,), summary="Show a document of a claim")
def show_claim_document(caller: Caller, claim_id: str, claim_document_id: str, call: Call) -> ClaimDocumentView:
    claim = service.show_claim(caller, claim_id)
    return document_view(claim, uploading.find_document(claim, claim_document_id), call.language)


@routes.operation(
    "GET",
    f"{_DOCUMENT}/content",
    audience=_READ,
    status=302,
    answers={302: None},
    errors=(NotFound, Conflict),
    summary="Download a document of a claim",
)
def download_claim_document(caller: Caller, claim_id: str, claim_document_id: str, call: Call) -> Reply:
    claim = service.show_claim(caller, claim_id)
    document = uploading.find_document(claim, claim_document_id)
    address = uploading.download_url(document, label=slot_label(claim, document.slot, call.language))
    return Reply(status=302, headers={"Location": address})


@routes.operation(
    "POST",
    f"{_DOCUMENT}/accept",
    audience=_WRITE,
    errors=(NotFound, Conflict),
    summary="Accept a document of a claim (idempotent)",
)
def accept_claim_document(caller: Caller, claim_id: str, claim_document_id: str, call: Call) -> ClaimDocumentView:
    document = reviewing.accept_document(caller, claim_id, claim_document_id)
    return document_view(service.show_claim(caller, claim_id), document, call.language)


@routes.operation(
    "POST",
    f"{_DOCUMENT}/refuse",
    audience=_WRITE,
    errors=(NotFound, Conflict),
    summary="Refuse a document of a claim, with the reason (idempotent); its client is told of all at once",
)
def refuse_claim_document(
    caller: Caller, claim_id: str, claim_document_id: str, body: DocumentRefusalBody, call: Call
) -> ClaimDocumentView:
    document = reviewing.refuse_document(caller, claim_id, claim_document_id, reason=body.reason)
    return document_view(service.show_claim(caller, claim_id), document, call.language)


@routes.operation(
    "DELETE",
    _DOCUMENT,
    audience=_WRITE,
    status=204,
    answers={204: None},
    errors=(NotFound, Conflict),
    summary="Remove a document of a claim that was not accepted",
)
def remove_claim_document(caller: Caller, claim_id: str, claim_document_id: str) -> Reply:
    uploading.remove_document(caller, claim_id, claim_document_id)
    return Reply(status=204)


def _check_placing(caller: Caller, claim_id: str, body: DocumentPlacingBody) -> None:
    placing.check_placing(caller, claim_id, body.slot)


@routes.operation(
    "POST",
    f"{_DOCUMENT}/move",
    audience=_WRITE,
    errors=(NotFound, Conflict),
    check=_check_placing,
    summary="Make a file of the conversation a document of the claim (idempotent)",
)
def move_claim_document(
    caller: Caller, claim_id: str, claim_document_id: str, body: DocumentPlacingBody, call: Call
) -> ClaimDocumentView:
    document = placing.place_document(caller, claim_id, claim_document_id, body.slot)
    return document_view(service.show_claim(caller, claim_id), document, call.language)
