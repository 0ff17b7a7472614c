"""HTTP of claims that back-ends announce by signed webhook."""

from chalicelib.base.errors import Conflict
from chalicelib.features.cargo.announcing import service as announcing
from chalicelib.features.cargo.announcing.schemas import AnnouncementBody
from chalicelib.features.claims.schemas import ClaimView
from chalicelib.features.claims.views import claim_view
from chalicelib.features.webhooks.audience import hook
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.model import Caller

claim_hooks = Blueprint(__name__)


def _check(caller: Caller, body: AnnouncementBody) -> None:
    announcing.check_announcement(caller, body.announcement())


@claim_hooks.operation(
    "POST",
    "/v1/hooks/claims",
    audience=hook("claims:write"),
    status=201,
    idempotent=True,
    errors=(Conflict,),
    check=_check,
    summary="Announce a claim to a company, by a message signed as Standard Webhooks says",
)
def announce_claim_by_hook(caller: Caller, body: AnnouncementBody, call: Call) -> ClaimView:
    """Announce a claim; the same message again makes none more."""
    return claim_view(announcing.announce(caller, body.announcement()), call.language)
