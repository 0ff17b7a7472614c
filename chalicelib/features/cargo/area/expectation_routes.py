"""HTTP of the estimate of own claims of cargo, for programs of the client area."""

from chalicelib.base.errors import NotFound
from chalicelib.features.cargo.area.own import own_of_cargo
from chalicelib.features.cargo.expectation.reading import expectation_of
from chalicelib.features.cargo.expectation.schemas import AssessmentView
from chalicelib.features.cargo.expectation.views import assessment_view
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)


@routes.operation(
    "GET",
    "/v1/area/{slug}/claims/{claim_id}/expectation",
    audience=area(AreaPermission.CLAIMS),
    errors=(NotFound,),
    summary="Show the estimate of an own claim of cargo",
)
def show_area_expectation(caller: AreaCaller, slug: str, claim_id: str, call: Call) -> AssessmentView:
    """Show the carrier's and the insurer's part by the facts and rates of now. Amounts are estimates."""
    del slug
    return assessment_view(expectation_of(caller, own_of_cargo(caller, claim_id).claim, call.language))
