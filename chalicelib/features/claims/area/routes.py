"""HTTP of own claims in the client area."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded, TooLarge, UnsupportedMedia
from chalicelib.features.claims import service
from chalicelib.features.claims.area import acting, own
from chalicelib.features.claims.area.own import OwnWanted
from chalicelib.features.claims.area.schemas import (
    AreaClaimDocument,
    AreaClaimDocumentList,
    AreaClaimList,
    AreaClaimsQuery,
    AreaClaimView,
    ClientMove,
)
from chalicelib.features.claims.area.views import area_document_view, line_view, own_claim_view
from chalicelib.features.claims.documents import placing, uploading
from chalicelib.features.claims.documents.reasons import slot_label
from chalicelib.features.claims.documents.schemas import ClaimDocumentBody, DocumentPlacingBody
from chalicelib.features.claims.documents.slots import is_for_clients
from chalicelib.features.claims.documents.uploading import AnnouncedDocument
from chalicelib.features.claims.repair.service import download
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Call, Reply
from chalicelib.http.paging import cursor
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_MINE = area(AreaPermission.CLAIMS)
_CLAIMS = "/v1/area/{slug}/claims"
_CLAIM = f"{_CLAIMS}/{{claim_id}}"
_DOCUMENTS = f"{_CLAIM}/documents"
_DOCUMENT = f"{_DOCUMENTS}/{{claim_document_id}}"


def _check_move(caller: AreaCaller, slug: str, claim_id: str, body: ClientMove) -> None:
    acting.check_move(caller, claim_id, body.move, body.reason, body.code)


def _check_document(caller: AreaCaller, slug: str, claim_id: str, body: ClaimDocumentBody) -> None:
    acting.check_announced(caller, claim_id, AnnouncedDocument(**body.model_dump()))


@routes.operation("GET", _CLAIMS, audience=_MINE, summary="List the own claims")
def list_area_claims(caller: AreaCaller, slug: str, query: AreaClaimsQuery, call: Call) -> AreaClaimList:
    wanted = OwnWanted(stage=query.stage, mine=query.turn is not None, q=query.q.strip())
    found, end = own.list_page(caller, wanted, limit=query.limit, position=query.position())
    return AreaClaimList(items=[line_view(each, call.language) for each in found], next_cursor=cursor(end))


@routes.operation("GET", _CLAIM, audience=_MINE, errors=(NotFound,), summary="Show an own claim")
def show_area_claim(caller: AreaCaller, slug: str, claim_id: str, call: Call) -> AreaClaimView:
    return own_claim_view(own.find_own(caller, claim_id), call.language)


@routes.operation(
    "POST",
    f"{_CLAIM}/moves",
    audience=_MINE,
    errors=(NotFound, Conflict),
    check=_check_move,
    summary="Move an own claim: send it for review, accept or dispute the decision, withdraw or reopen it",
)
def move_area_claim(caller: AreaCaller, slug: str, claim_id: str, body: ClientMove, call: Call) -> AreaClaimView:
    acting.make_move(caller, claim_id, body.move, version=body.version, reason=body.reason or "", code=body.code)
    return own_claim_view(own.find_own(caller, claim_id), call.language)


@routes.operation("GET", _DOCUMENTS, audience=_MINE, errors=(NotFound,), summary="List the documents of an own claim")
def list_area_documents(caller: AreaCaller, slug: str, claim_id: str, call: Call) -> AreaClaimDocumentList:
    claim = service.show_claim(caller, claim_id)
    found = filter(is_for_clients, uploading.list_documents(claim))
    return AreaClaimDocumentList(items=[area_document_view(claim, each, call.language) for each in found])


@routes.operation(
    "POST",
    _DOCUMENTS,
    audience=_MINE,
    status=201,
    answers={200: AreaClaimDocument, 201: AreaClaimDocument},
    errors=(NotFound, Conflict, TooLarge, UnsupportedMedia, QuotaExceeded),
    check=_check_document,
    summary="Announce a document of an own claim; its bytes go to the address of `upload`",
)
def announce_area_document(
    caller: AreaCaller, slug: str, claim_id: str, body: ClaimDocumentBody, call: Call
) -> AreaClaimDocument | Reply:
    """Announce a document. 200 without a form: it has arrived already, or was refused."""
    announced = acting.announce(caller, claim_id, AnnouncedDocument(**body.model_dump()))
    claim = service.show_claim(caller, claim_id)
    view = area_document_view(claim, announced.document, call.language, form=announced.form)
    return Reply(view, status=201 if announced.form else 200)


@routes.operation("GET", _DOCUMENT, audience=_MINE, errors=(NotFound,), summary="Show a document of an own claim")
def show_area_document(
    caller: AreaCaller, slug: str, claim_id: str, claim_document_id: str, call: Call
) -> AreaClaimDocument:
    claim = service.show_claim(caller, claim_id)
    return area_document_view(claim, uploading.find_document(claim, claim_document_id), call.language)


@routes.operation(
    "GET",
    f"{_DOCUMENT}/content",
    audience=_MINE,
    status=302,
    answers={302: None},
    errors=(NotFound, Conflict),
    summary="Download a document of an own claim; the address is good for 5 minutes",
)
def download_area_claim_document(
    caller: AreaCaller, slug: str, claim_id: str, claim_document_id: str, call: Call
) -> Reply:
    claim = service.show_claim(caller, claim_id)
    document = uploading.find_document(claim, claim_document_id)
    url = uploading.download_url(document, label=slot_label(claim, document.slot, call.language))
    return Reply(status=302, headers={"Location": url, "Referrer-Policy": "no-referrer"})


@routes.operation(
    "GET",
    f"{_CLAIM}/referrals/{{referral_id}}/file",
    audience=_MINE,
    status=302,
    answers={302: None},
    errors=(NotFound, Conflict),
    summary="Download the referral of an own claim; the address is good for 5 minutes",
)
def download_area_referral(caller: AreaCaller, slug: str, claim_id: str, referral_id: str) -> Reply:
    url = download(caller, claim_id, referral_id)
    return Reply(status=302, headers={"Location": url, "Referrer-Policy": "no-referrer"})


@routes.operation(
    "DELETE",
    _DOCUMENT,
    audience=_MINE,
    status=204,
    answers={204: None},
    errors=(NotFound, Conflict),
    summary="Remove a document of an own claim that we do not look at yet",
)
def remove_area_document(caller: AreaCaller, slug: str, claim_id: str, claim_document_id: str) -> Reply:
    acting.remove_document(caller, claim_id, claim_document_id)
    return Reply(status=204)


def _check_placing(caller: AreaCaller, slug: str, claim_id: str, body: DocumentPlacingBody) -> None:
    placing.check_placing(caller, claim_id, body.slot)


@routes.operation(
    "POST",
    f"{_DOCUMENT}/move",
    audience=_MINE,
    errors=(NotFound, Conflict),
    check=_check_placing,
    summary="Make a file of the conversation a document of an own claim (idempotent)",
)
def move_area_document(
    caller: AreaCaller, slug: str, claim_id: str, claim_document_id: str, body: DocumentPlacingBody, call: Call
) -> AreaClaimDocument:
    document = placing.place_document(caller, claim_id, claim_document_id, body.slot)
    return area_document_view(service.show_claim(caller, claim_id), document, call.language)
