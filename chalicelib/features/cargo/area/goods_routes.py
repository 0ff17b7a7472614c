"""HTTP of the goods of own claims of cargo, for programs of the client area."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.cargo.area.own import own_of_cargo
from chalicelib.features.cargo.completing import OwnGoodsBody, complete_goods
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


def _check(body: OwnGoodsBody) -> None:
    body.changes()


@routes.operation(
    "PATCH",
    "/v1/area/{slug}/claims/{claim_id}/goods",
    audience=area(AreaPermission.CLAIMS),
    errors=(NotFound, Conflict),
    check=_check,
    summary="Complete the facts of the goods of an own claim",
)
def complete_area_goods(caller: AreaCaller, slug: str, claim_id: str, body: OwnGoodsBody, call: Call) -> AssessmentView:
    """Change facts until the claim is decided, and return the estimate that follows from them."""
    claim = complete_goods(caller, own_of_cargo(caller, claim_id).claim, body)
    return assessment_view(expectation_of(caller, claim, call.language))
