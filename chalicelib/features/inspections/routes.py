"""HTTP of inspections."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded
from chalicelib.features.inspections import service
from chalicelib.features.inspections.schemas import InspectionView
from chalicelib.features.inspections.service import Inspected
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.identity.powers import may

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_PHOTOS = "/v1/quotes/{quote_id}/photos"


@routes.operation(
    "GET",
    _PHOTOS,
    audience=staff("policies:read"),
    errors=(NotFound,),
    summary="Show the progress of the photos of a quote's vehicle",
)
def show_inspection(caller: Caller, quote_id: str) -> InspectionView:
    found = service.show_inspection(caller, quote_id)
    return _view(caller, found) if found else InspectionView(quote_id=quote_id)


@routes.operation(
    "POST",
    _PHOTOS,
    audience=staff("inspections:write"),
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Ask the client of a quote for photos of its vehicle; the same request as long as it is open",
)
def ask_for_inspection(caller: Caller, quote_id: str) -> InspectionView:
    return _view(caller, service.ask_for_photos(caller, quote_id))


def _view(caller: Caller, inspected: Inspected) -> InspectionView:
    request, sees_cases = inspected.request, may(caller, Scope.CASES_READ)
    return InspectionView(
        quote_id=inspected.inspection.quote_id,
        status=inspected.status,
        is_open=inspected.is_open,
        photos=sum(request.filed.values()),
        missing=list(request.missing),
        asked_at=request.created_at,
        opened_at=request.opened_at,
        completed_at=request.completed_at,
        expires_at=request.expires_at,
        case_id=request.case_id if sees_cases else None,
        request_id=request.id if sees_cases else None,
    )
