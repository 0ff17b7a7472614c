"""HTTP of the assessment of claims of cargo."""

from chalicelib.base.errors import NotFound
from chalicelib.base.languages import N_
from chalicelib.features.cargo.expectation.proposing import lines_of
from chalicelib.features.cargo.expectation.reading import expectation_of, is_of_cargo
from chalicelib.features.cargo.expectation.schemas import StaffAssessmentView
from chalicelib.features.cargo.expectation.views import staff_view
from chalicelib.features.claims.service import show_claim
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
NOT_OF_CARGO = N_("This claim is about no goods that were carried.")


@routes.operation(
    "GET",
    "/v1/claims/{claim_id}/assessment",
    audience=staff("claims:read"),
    errors=(NotFound,),
    summary="Show the estimate of a claim of cargo",
)
def show_assessment(caller: Caller, claim_id: str, call: Call) -> StaffAssessmentView:
    """Show the carrier's and the insurer's part by the facts and rates of now. Amounts are estimates."""
    claim = show_claim(caller, claim_id)
    if not is_of_cargo(claim):
        raise NotFound(NOT_OF_CARGO)
    found = expectation_of(caller, claim, call.language)
    return staff_view(found, lines_of(found, call.language))
