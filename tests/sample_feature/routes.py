"""HTTP of visits."""

from pydantic import AwareDatetime

from chalicelib.base.errors import NotFound
from chalicelib.http.blueprint import Blueprint
from chalicelib.http.bodies import Body, View
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from tests.sample_feature import service

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)


class VisitBody(Body):
    """A visit to plan."""

    case_id: str
    place: str
    at: AwareDatetime


class VisitView(View):
    """A visit."""

    id: str


@routes.operation(
    "POST", "/v1/visits", audience=staff(Scope.CASES_WRITE), status=201, errors=(NotFound,), summary="Plan a visit"
)
def plan_visit(caller: Caller, body: VisitBody) -> VisitView:
    return VisitView(id=service.plan_visit(caller, body.case_id, place=body.place, at=body.at).id)
