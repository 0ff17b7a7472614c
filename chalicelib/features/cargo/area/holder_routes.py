"""HTTP of photos from the holder of the goods, for programs of the client area."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded
from chalicelib.base.ids import new_id
from chalicelib.features.cargo.area.own import own_of_cargo
from chalicelib.features.cargo.holders.asking import ask_holder, asked_holders, check_wish
from chalicelib.features.cargo.holders.schemas import (
    HolderPhotosBody,
    HolderRequestList,
    HolderRequestView,
    holder_view,
)
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_MINE = area(AreaPermission.CLAIMS)
_REQUESTS = "/v1/area/{slug}/claims/{claim_id}/photo-requests"


@routes.operation(
    "GET",
    _REQUESTS,
    audience=_MINE,
    errors=(NotFound,),
    summary="List the requests for photos to the holder of an own claim's goods",
)
def list_area_holder_requests(caller: AreaCaller, slug: str, claim_id: str, call: Call) -> HolderRequestList:
    claim = own_of_cargo(caller, claim_id).claim
    return HolderRequestList(items=[holder_view(each, call.language) for each in asked_holders(claim)])


def _check(caller: AreaCaller, claim_id: str, body: HolderPhotosBody) -> None:
    check_wish(caller, claim_id, body.wish())


@routes.operation(
    "POST",
    _REQUESTS,
    audience=_MINE,
    status=201,
    errors=(NotFound, Conflict, QuotaExceeded),
    check=_check,
    summary="Ask the holder of an own claim's goods for photos",
)
def ask_area_holder(
    caller: AreaCaller, slug: str, claim_id: str, body: HolderPhotosBody, call: Call
) -> HolderRequestView:
    """Send a link that takes photos of the goods into the claim; with the same Idempotency-Key once."""
    once = call.headers.get("idempotency-key") or new_id("hld")
    return holder_view(ask_holder(caller, claim_id, body.wish(), once=once), call.language)
