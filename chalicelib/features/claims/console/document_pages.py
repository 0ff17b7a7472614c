"""Pages of a claim's documents: adding one by a plain form, one in full, verdicts, removal."""

from typing import Any

from chalice.app import Response

from chalicelib.aws import photo_bucket
from chalicelib.base.errors import Conflict, Invalid, NotFound, QuotaExceeded
from chalicelib.base.languages import text
from chalicelib.base.settings import settings
from chalicelib.features.claims import service
from chalicelib.features.claims.console.document_lines import document_values
from chalicelib.features.claims.documents import placing, reviewing, uploading
from chalicelib.features.claims.documents.kinds import ACCEPT
from chalicelib.features.claims.documents.model import DocumentState
from chalicelib.features.claims.documents.reasons import slot_label
from chalicelib.features.claims.documents.schemas import DocumentRefusalBody
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.stages import Stage
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import Headers, page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

document_pages = console_pages(__name__)
_HTML = "text/html"
_READ, _WRITE = console("claims:read"), console("claims:write")
_DOCUMENTS = "/console/claims/{claim_id}/documents"
_DOCUMENT = f"{_DOCUMENTS}/{{claim_document_id}}"
#: Seconds after which the page of a file that is being inspected looks again.
_LOOK_AGAIN = 3


class SlotForm(Fields):
    """The slot of a document to add."""

    slot: str = ""


class RefusalForm(Fields):
    """The reason for refusing a document."""

    reason: str = ""


@document_pages.operation(
    "POST", _DOCUMENTS, audience=_WRITE, status=303, media_type=_HTML, summary="Announce a document of a claim"
)
def announce(caller: Caller, claim_id: str, form: SlotForm, call: Call) -> Response:
    """Lead to the upload, or say why not."""
    try:
        document = uploading.announce_plain(caller, claim_id, form.slot)
    except (Conflict, Invalid, QuotaExceeded) as error:
        claim = service.show_claim(caller, claim_id)
        first = error.errors[0] if error.errors else error
        refusal = text(call.language, first.message, **first.params)
        status = int(kind_of(error)[0])
        return page(
            call,
            "claim_document_refused.html",
            caller=caller,
            status=status,
            here=_DOCUMENTS.format(claim_id=claim_id),
            case_id=claim.case_id,
            refusal=refusal,
        )
    return see_other(_DOCUMENT.format(claim_id=claim_id, claim_document_id=document.id))


@document_pages.operation("GET", _DOCUMENT, audience=_READ, media_type=_HTML, summary="A document of a claim")
def show_document(caller: Caller, claim_id: str, claim_document_id: str, call: Call) -> Response:
    """Show a document, or the form for its bytes; S3 leads here after the upload, with parameters of its own."""
    return _page(call, caller, claim_id, claim_document_id, RefusalForm())


@document_pages.operation(
    "GET",
    f"{_DOCUMENT}/content",
    audience=_READ,
    status=303,
    media_type=_HTML,
    summary="Download a document of a claim",
)
def download(caller: Caller, claim_id: str, claim_document_id: str, call: Call) -> Response:
    """Lead to the bytes; a document that is not there has a page that says so."""
    claim = service.show_claim(caller, claim_id)
    document = uploading.find_document(claim, claim_document_id)
    label = slot_label(claim, document.slot, call.language)
    try:
        url = uploading.download_url(document, label=label)
    except Conflict:
        return see_other(_DOCUMENT.format(claim_id=claim_id, claim_document_id=claim_document_id))
    headers: Headers = {"Location": url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=303, headers=headers)


@document_pages.operation(
    "POST",
    f"{_DOCUMENT}/accept",
    audience=_WRITE,
    status=303,
    media_type=_HTML,
    summary="Accept a document of a claim",
)
def accept(caller: Caller, claim_id: str, claim_document_id: str, call: Call) -> Response:
    """Accept the document, and lead back to the claim."""
    try:
        reviewing.accept_document(caller, claim_id, claim_document_id)
    except Conflict as error:
        return _refused(call, caller, claim_id, claim_document_id, RefusalForm(), error)
    return _to_claim(service.show_claim(caller, claim_id), notice="claim_document_accepted")


@document_pages.operation(
    "POST",
    f"{_DOCUMENT}/refuse",
    audience=_WRITE,
    status=303,
    media_type=_HTML,
    summary="Refuse a document of a claim",
)
def refuse(caller: Caller, claim_id: str, claim_document_id: str, form: RefusalForm, call: Call) -> Response:
    """Refuse the document for a reason, and lead back to the claim."""
    try:
        reason = read_typed(DocumentRefusalBody, {"reason": form.reason}).reason
        reviewing.refuse_document(caller, claim_id, claim_document_id, reason=reason)
    except (Invalid, Conflict) as error:
        return _refused(call, caller, claim_id, claim_document_id, form, error)
    claim = service.show_claim(caller, claim_id)
    at_once = claim.stage is Stage.DOCUMENTS and claim.rules.tells_client and claim.client_id is not None
    return _to_claim(claim, notice="claim_document_refused_told" if at_once else "claim_document_refused")


@document_pages.operation(
    "POST",
    f"{_DOCUMENT}/move",
    audience=_WRITE,
    status=303,
    media_type=_HTML,
    summary="Make a file of the conversation a document of the claim",
)
def move(caller: Caller, claim_id: str, claim_document_id: str, form: SlotForm, call: Call) -> Response:
    """Move the file to the chosen document, and lead back to the claim."""
    try:
        placing.place_document(caller, claim_id, claim_document_id, form.slot)
    except (Invalid, Conflict) as error:
        return _refused(call, caller, claim_id, claim_document_id, RefusalForm(), error)
    return _to_claim(service.show_claim(caller, claim_id), notice="claim_document_placed")


@document_pages.operation(
    "POST",
    f"{_DOCUMENT}/remove",
    audience=_WRITE,
    status=303,
    media_type=_HTML,
    summary="Delete a document of a claim",
)
def remove(caller: Caller, claim_id: str, claim_document_id: str, call: Call) -> Response:
    """Delete the document; somebody may have done so already."""
    claim = service.show_claim(caller, claim_id)
    try:
        uploading.remove_document(caller, claim_id, claim_document_id)
    except NotFound:
        return _to_claim(claim)
    except Conflict as error:
        return _refused(call, caller, claim_id, claim_document_id, RefusalForm(), error)
    return _to_claim(claim, notice="claim_document_removed")


def _to_claim(claim: Claim, *, notice: str | None = None) -> Response:
    return see_other(f"/console/cases/{claim.case_id}?tab=claim", notice=notice)


def _refused(
    call: Call, caller: Caller, claim_id: str, document_id: str, form: RefusalForm, error: Conflict | Invalid
) -> Response:
    if isinstance(error, Invalid):
        wrong, troubles = problems_at_fields(
            error, places={"/reason": "reason", "/slot": "slot"}, language=call.language
        )
    else:
        wrong, troubles = {}, [text(call.language, error.message, **error.params)]
    status = int(kind_of(error)[0])
    return _page(call, caller, claim_id, document_id, form, status=status, wrong=wrong, troubles=troubles)


def _page(
    call: Call, caller: Caller, claim_id: str, document_id: str, form: RefusalForm, *, status: int = 200, **values: Any
) -> Response:
    claim = service.show_claim(caller, claim_id)
    document = uploading.find_document(claim, document_id)
    here = _DOCUMENT.format(claim_id=claim_id, claim_document_id=document_id)
    awaited = document.state is DocumentState.RESERVED
    is_here = awaited and uploading.has_arrived(document)
    plain = uploading.sign_plain(document, back_to=f"{settings().public_base_url}{here}")
    shown = {"wrong": {}, "troubles": [], **values}
    return page(
        call,
        "claim_document.html",
        caller=caller,
        status=status,
        here=here,
        headers={"Refresh": str(_LOOK_AGAIN)} if is_here else {},
        case_id=claim.case_id,
        claim_id=claim.id,
        document=document_values(caller, claim, document, call.language),
        upload=plain if awaited and not is_here else None,
        is_here=is_here,
        accept=ACCEPT,
        form=form,
        slots=[(each.code, each.label(call.language)) for each in placing.slots_for(claim, document)],
        storage=[photo_bucket.origin()],
        allow={"form-action": [photo_bucket.origin()]} if awaited and not is_here else None,
        **shown,
    )
