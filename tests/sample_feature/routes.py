"""HTTP of visits."""

from pydantic import AwareDatetime

from chalicelib.base.errors import NotFound
from chalicelib.http.blueprint import Blueprint
from chalicelib.http.bodies import Body, View
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller
from tests.sample_feature import service
from tests.sample_feature.audience import APPRAISER

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
    "POST", "/v1/visits", audience=staff("visits:plan"), status=201, errors=(NotFound,), summary="Plan a visit"
)
def plan_visit(caller: Caller, body: VisitBody) -> VisitView:
    return VisitView(id=service.plan_visit(caller, body.case_id, place=body.place, at=body.at).id)


class NoteBody(Body):
    """A note on a visit."""

    case_id: str
    text: str


@routes.operation(
    "POST", "/v1/visits/notes", audience=APPRAISER, status=201, errors=(NotFound,), summary="Note how a visit went"
)
def note_visit(caller: Caller, body: NoteBody) -> VisitView:
    return VisitView(id=service.note_visit(caller, body.case_id, text=body.text))
