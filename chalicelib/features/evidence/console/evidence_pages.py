"""The evidence of a claim in one download: the file itself, or a page that waits and then starts it."""

from chalice.app import Response

from chalicelib.base.errors import Forbidden, NotFound, QuotaExceeded
from chalicelib.base.languages import N_, plural, text
from chalicelib.features.claims.model import case_id_of
from chalicelib.features.evidence.offering import show_evidence
from chalicelib.features.photos.console.waiting import ArchiveQuery, Waiting, answer
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller

evidence_pages = console_pages(__name__)
_FAILED = N_(
    "Something went wrong while the evidence was put together. Nothing of the claim is lost. Try again in a few "
    "minutes; if it fails again, tell support."
)


@evidence_pages.operation(
    "GET",
    "/console/claims/{claim_id}/evidence.zip",
    audience=console("claims:read"),
    status=303,
    errors=(NotFound, Forbidden, QuotaExceeded),
    media_type="text/html",
    summary="Download the sealed evidence of a claim",
)
def download_evidence(caller: Caller, claim_id: str, query: ArchiveQuery, call: Call) -> Response:
    """Redirect to the evidence, or show its state."""
    waiting = Waiting(
        here=address(f"/console/claims/{claim_id}/evidence.zip"),
        back=f"{address(f'/console/cases/{case_id_of(claim_id)}')}?tab=claim",
        pending=lambda count: plural(
            call.language,
            "{count} file is being sealed in one file.",
            "{count} files are being sealed in one file.",
            count,
        ),
        failed=text(call.language, _FAILED),
    )
    return answer(call, caller, waiting, lambda: show_evidence(caller, claim_id), query)
