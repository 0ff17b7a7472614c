"""HTTP of decisions."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.claims.decision import service
from chalicelib.features.claims.decision.schemas import DecisionBody, DecisionList
from chalicelib.features.claims.decision.views import decision_view
from chalicelib.features.claims.move_schemas import ClaimMove, ClaimMoveWithReason
from chalicelib.features.claims.schemas import ClaimView
from chalicelib.features.claims.views import claim_view
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="claims")
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("claims:read"), staff("claims:write")
_CLAIM = "/v1/claims/{claim_id}"
_ERRORS = (NotFound, Conflict)


def _check(caller: Caller, claim_id: str, body: DecisionBody) -> None:
    service.check_decision(caller, claim_id, body.typed())


@routes.operation(
    "GET",
    f"{_CLAIM}/decisions",
    audience=_READ,
    errors=(NotFound,),
    summary="List the decisions of a claim, the latest first",
)
def list_claim_decisions(caller: Caller, claim_id: str) -> DecisionList:
    return DecisionList(items=[decision_view(each) for each in service.show_decisions(caller, claim_id)])


@routes.operation(
    "POST",
    f"{_CLAIM}/decide",
    audience=_WRITE,
    errors=_ERRORS,
    check=_check,
    summary="Decide a claim; a decision over the process's amount waits for a second person",
)
def decide_claim(caller: Caller, claim_id: str, body: DecisionBody, call: Call) -> ClaimView:
    return claim_view(service.decide(caller, claim_id, body.typed(), version=body.version), call.language)


@routes.operation(
    "POST",
    f"{_CLAIM}/decision/confirm",
    audience=_WRITE,
    errors=_ERRORS,
    summary="Confirm a decision that another person has proposed",
)
def confirm_decision(caller: Caller, claim_id: str, body: ClaimMove, call: Call) -> ClaimView:
    return claim_view(service.confirm(caller, claim_id, version=body.version), call.language)


@routes.operation(
    "POST",
    f"{_CLAIM}/decision/send-back",
    audience=_WRITE,
    errors=_ERRORS,
    summary="Send a proposed decision back, with the reason",
)
def send_back_decision(caller: Caller, claim_id: str, body: ClaimMoveWithReason, call: Call) -> ClaimView:
    claim = service.send_back(caller, claim_id, reason=body.reason, version=body.version)
    return claim_view(claim, call.language)
