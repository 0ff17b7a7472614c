"""HTTP of claims that a company announces itself."""

from chalicelib.features.cargo.announcing import service
from chalicelib.features.cargo.area.announce_schemas import OwnAnnouncementBody
from chalicelib.features.claims.area import own
from chalicelib.features.claims.area.declaring import companies_of
from chalicelib.features.claims.area.schemas import AreaClaimView
from chalicelib.features.claims.area.views import own_claim_view
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)


def _check(caller: AreaCaller, slug: str, body: OwnAnnouncementBody) -> None:
    service.check_announcement(caller, body.announcement(companies_of(caller)))


@routes.operation(
    "POST",
    "/v1/area/{slug}/claims/announced",
    audience=area(AreaPermission.CLAIMS),
    status=201,
    idempotent=True,
    check=_check,
    summary="Announce a claim of a company that you act for: it has started",
)
def announce_area_claim(caller: AreaCaller, slug: str, body: OwnAnnouncementBody, call: Call) -> AreaClaimView:
    """Announce a claim. It waits for its documents; the insurer hears of it."""
    claim = service.announce(caller, body.announcement(companies_of(caller)))
    return own_claim_view(own.find_own(caller, claim.id), call.language)
