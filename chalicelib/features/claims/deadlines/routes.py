"""HTTP of deadlines."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.claims.deadlines import service
from chalicelib.features.claims.deadlines.schemas import ClaimDeadlineList, ClaimDeadlineView, WaiveBody
from chalicelib.features.claims.deadlines.views import deadline_view
from chalicelib.features.claims.service import show_claim
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_DEADLINES = "/v1/claims/{claim_id}/deadlines"


@routes.operation(
    "GET",
    _DEADLINES,
    audience=staff("claims:read"),
    errors=(NotFound,),
    summary="List the deadlines of a claim, with their laws, effects and the side that must act",
)
def list_claim_deadlines(caller: Caller, claim_id: str, call: Call) -> ClaimDeadlineList:
    claim = show_claim(caller, claim_id)
    found = service.deadlines_of(claim)
    return ClaimDeadlineList(items=[deadline_view(each, claim.facts, call.language) for each in found])


@routes.operation(
    "POST",
    f"{_DEADLINES}/{{deadline}}/waive",
    audience=staff("claims:write"),
    errors=(NotFound, Conflict),
    summary="Note that a deadline of a claim needn't be kept",
)
def waive_claim_deadline(
    caller: Caller, claim_id: str, deadline: str, body: WaiveBody, call: Call
) -> ClaimDeadlineView:
    waived = service.waive(caller, claim_id, deadline, reason=body.reason)
    return deadline_view(waived, show_claim(caller, claim_id).facts, call.language)
