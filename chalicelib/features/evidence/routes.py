"""HTTP of the evidence of claims."""

from chalicelib.base.errors import Forbidden, NotFound, QuotaExceeded
from chalicelib.features.evidence.offering import show_evidence
from chalicelib.features.evidence.schemas import EvidencePending
from chalicelib.http.blueprint import Blueprint, Reply
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)


@routes.operation(
    "GET",
    "/v1/claims/{claim_id}/evidence.zip",
    audience=staff("claims:read"),
    status=302,
    answers={202: EvidencePending, 302: None},
    errors=(NotFound, Forbidden, QuotaExceeded),
    summary="Download the sealed evidence of a claim as one ZIP file; 202 while it is made",
)
def download_claim_evidence(caller: Caller, claim_id: str) -> Reply:
    """Lead to a file with documents, photos, history, decisions, deadlines and the conversation of a claim.

    `verify.py` in it checks the seal without a network. Needs the scope `cases:read`, too.
    """
    archive = show_evidence(caller, claim_id)
    if archive.url is not None:
        return Reply(status=302, headers={"Location": archive.url})
    pending = EvidencePending(files=archive.number, retry_after=archive.retry_after)
    return Reply(pending, status=202, headers={"Retry-After": str(archive.retry_after)})
