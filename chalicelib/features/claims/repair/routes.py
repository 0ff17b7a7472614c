"""HTTP of referrals."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.repair import billing, service
from chalicelib.features.claims.repair.checking import check_body
from chalicelib.features.claims.repair.schemas import DeductibleLink, ReferralBody, ReferralList
from chalicelib.features.claims.repair.views import referral_list
from chalicelib.features.claims.schemas import ClaimView
from chalicelib.features.claims.views import claim_view
from chalicelib.http.blueprint import Blueprint, Call, Reply
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="claims")
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("claims:read"), staff("claims:write")
_CLAIM = "/v1/claims/{claim_id}"


@routes.operation(
    "POST",
    f"{_CLAIM}/referral",
    audience=_WRITE,
    errors=(NotFound, Conflict),
    check=check_body,
    summary="Refer the vehicle to a workshop, or replace the referral; it is printed for the client",
)
def refer_claim(caller: Caller, claim_id: str, body: ReferralBody, call: Call) -> ClaimView:
    return claim_view(service.refer(caller, claim_id, body.typed(body.money()), version=body.version), call.language)


@routes.operation(
    "POST",
    f"{_CLAIM}/referral/payment-link",
    audience=staff("payments:write"),
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Send the client a link to pay the deductible, by e-mail, else by SMS; at most five a day",
)
def send_deductible_payment_link(caller: Caller, claim_id: str) -> DeductibleLink:
    return DeductibleLink(sent=billing.send_link(caller, claim_id))


@routes.operation(
    "GET",
    f"{_CLAIM}/referrals",
    audience=_READ,
    errors=(NotFound,),
    summary="List the referrals of a claim, the latest first, and the workshops used last",
)
def list_referrals(caller: Caller, claim_id: str, call: Call) -> ReferralList:
    claim = claims.show_claim(caller, claim_id)
    return referral_list(claim, service.show_referrals(claim), call.language)


@routes.operation(
    "GET",
    f"{_CLAIM}/referrals/{{referral_id}}/file",
    audience=_READ,
    status=302,
    answers={302: None},
    errors=(NotFound, Conflict),
    summary="Download the PDF file of a referral; the address is good for 5 minutes",
)
def download_referral(caller: Caller, claim_id: str, referral_id: str) -> Reply:
    url = service.download(caller, claim_id, referral_id)
    return Reply(status=302, headers={"Location": url, "Referrer-Policy": "no-referrer"})
