"""Pages of the documents of own claims: sent by a plain form to the bucket, downloaded, removed."""

from typing import Any

from chalice.app import Response

from chalicelib.aws import photo_bucket
from chalicelib.base.errors import Conflict, DomainError, Invalid, NotFound, QuotaExceeded
from chalicelib.base.languages import text
from chalicelib.base.settings import settings
from chalicelib.features.claims import service
from chalicelib.features.claims.area import acting, own
from chalicelib.features.claims.area.accepting import announce_once
from chalicelib.features.claims.area.standing import document_shown, following_slot, slots_shown
from chalicelib.features.claims.documents import placing, uploading
from chalicelib.features.claims.documents.kinds import ACCEPT, MOST_BYTES
from chalicelib.features.claims.documents.model import DocumentState
from chalicelib.features.claims.documents.reasons import slot_label
from chalicelib.features.claims.stages import Move
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.frame.console.fields import Fields
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)
_MINE = area(AreaPermission.CLAIMS)
_DOCUMENTS = "/area/{slug}/claims/{claim_id}/documents"
_DOCUMENT = f"{_DOCUMENTS}/{{claim_document_id}}"
_LONGEST = 60


class SlotForm(Fields):
    """The document that is to be added."""

    slot: str = ""
    #: The move that waits for it, whose page takes the file.
    then: str = ""


class ArrivedQuery(Fields):
    """The mark that the bucket adds when it leads back after an upload."""

    etag: str = ""


@pages.operation(
    "POST", _DOCUMENTS, audience=_MINE, status=303, errors=(NotFound,), media_type=HTML, summary="Add a document"
)
def add_own_document(caller: AreaCaller, slug: str, claim_id: str, form: SlotForm, call: Call) -> Response:
    """Lead to the upload, or tell why nothing can be added."""
    try:
        if form.then == Move.ACCEPT:
            announce_once(caller, claim_id, form.slot[:_LONGEST])
            return see_other(page_path(slug, f"/claims/{claim_id}/moves/{Move.ACCEPT}"))
        document = acting.announce_plain(caller, claim_id, form.slot[:_LONGEST])
    except (Invalid, Conflict, QuotaExceeded) as error:
        return _refused(call, caller, slug, claim_id, error)
    return see_other(page_path(slug, f"/claims/{claim_id}/documents/{document.id}"))


@pages.operation(
    "GET", _DOCUMENT, audience=_MINE, errors=(NotFound,), media_type=HTML, summary="The page of an own document"
)
def show_own_claim_document(
    caller: AreaCaller, slug: str, claim_id: str, claim_document_id: str, query: ArrivedQuery, call: Call
) -> Response:
    """Show a document, or the form for its bytes; the bucket leads here after the upload."""
    found = own.find_own(caller, claim_id)
    document = uploading.find_document(found.claim, claim_document_id)
    waits = document.state is DocumentState.RESERVED and document.sha256 is None
    asks = waits and not query.etag
    here = page_path(slug, f"/claims/{claim_id}/documents/{document.id}")
    slots = slots_shown(found.claim, (), call.language)
    slot = next((each for each in slots if each.code == document.slot), None)
    values: dict[str, Any] = {
        **found._asdict(),
        "slot": slot,
        "shown": document_shown(found.claim, document, call.language),
        "waits": document.state is DocumentState.RESERVED,
        "others": [],
        "following": None if asks else following_slot(found.claim, slots),
        "upload": uploading.sign_plain(document, back_to=f"{settings().public_base_url}{here}") if asks else None,
        "slots": [(each.code, each.label(call.language)) for each in placing.slots_for(found.claim, document)],
        "accept": ACCEPT,
        "most_megabytes": MOST_BYTES // (1024 * 1024),
    }
    leads = [photo_bucket.origin()] if asks else []
    return page(call, open_site(slug), "area_claim_document.html", caller=caller, forms_lead_to=leads, **values)


@pages.operation(
    "GET",
    f"{_DOCUMENT}/content",
    audience=_MINE,
    status=302,
    errors=(NotFound, Conflict),
    media_type=HTML,
    summary="Download an own document",
)
def download_own_claim_document(
    caller: AreaCaller, slug: str, claim_id: str, claim_document_id: str, call: Call
) -> Response:
    """Lead to the file, for 5 minutes."""
    claim = service.show_claim(caller, claim_id)
    document = uploading.find_document(claim, claim_document_id)
    url = uploading.download_url(document, label=slot_label(claim, document.slot, call.language))
    headers: dict[str, str | list[str]] = {
        "Location": url,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Response(body="", status_code=302, headers=headers)


@pages.operation(
    "POST",
    f"{_DOCUMENT}/move",
    audience=_MINE,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Make a file of the conversation a document of an own claim",
)
def move_own_claim_document(
    caller: AreaCaller, slug: str, claim_id: str, claim_document_id: str, form: SlotForm, call: Call
) -> Response:
    """Move the file to the chosen document, and lead back to the claim."""
    try:
        placing.place_document(caller, claim_id, claim_document_id, form.slot)
    except (Invalid, Conflict) as error:
        return _refused(call, caller, slug, claim_id, error)
    return see_other(page_path(slug, f"/claims/{claim_id}"), notice="own_claim_document_placed")


@pages.operation(
    "POST",
    f"{_DOCUMENT}/remove",
    audience=_MINE,
    status=303,
    errors=(NotFound, Conflict),
    media_type=HTML,
    summary="Remove an own document",
)
def remove_own_claim_document(caller: AreaCaller, slug: str, claim_id: str, claim_document_id: str) -> Response:
    acting.remove_document(caller, claim_id, claim_document_id)
    return see_other(page_path(slug, f"/claims/{claim_id}"), notice="own_claim_document_removed")


def _refused(call: Call, caller: AreaCaller, slug: str, claim_id: str, error: DomainError) -> Response:
    """Show why no document can be added."""
    found, language = own.find_own(caller, claim_id), call.language
    said = [error] if not isinstance(error, Invalid) else []
    others = [text(language, each.message, **each.params) for each in (*said, *getattr(error, "errors", ()))]
    values: dict[str, Any] = {
        **found._asdict(),
        "others": others,
        "slot": None,
        "shown": None,
        "waits": False,
        "following": None,
        "upload": None,
        "slots": [],
    }
    status = int(kind_of(error)[0])
    return page(call, open_site(slug), "area_claim_document.html", caller=caller, status=status, **values)
