"""HTTP of announcing claims."""

from chalicelib.base.errors import Conflict
from chalicelib.features.cargo.announcing import service
from chalicelib.features.cargo.announcing.schemas import AnnouncementBody
from chalicelib.features.claims.schemas import ClaimView
from chalicelib.features.claims.views import claim_view
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="claims")
BLUEPRINTS = (routes,)


def _check(caller: Caller, body: AnnouncementBody) -> None:
    service.check_announcement(caller, body.announcement())


@routes.operation(
    "POST",
    "/v1/claims",
    audience=staff("claims:write"),
    status=201,
    idempotent=True,
    errors=(Conflict,),
    check=_check,
    summary="Announce a claim to a company, which starts or rejects it",
)
def announce_claim(caller: Caller, body: AnnouncementBody, call: Call) -> ClaimView:
    """Announce a claim. 409 with `claim_id` if one has the reference."""
    return claim_view(service.announce(caller, body.announcement()), call.language)
