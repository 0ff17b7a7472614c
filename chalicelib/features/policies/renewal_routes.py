"""HTTP of renewals."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.policies import service
from chalicelib.features.policies.quote_routes import quote_view
from chalicelib.features.policies.quote_schemas import QuoteView, RenewBody
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="policies")
BLUEPRINTS = (routes,)
_WRITE = staff("policies:write")


@routes.operation(
    "POST",
    "/v1/policies/{policy_id}/renew",
    audience=_WRITE,
    status=201,
    errors=(NotFound, Conflict),
    summary="Make the quote of a policy's renewal, from the day after its end",
)
def renew_policy(caller: Caller, policy_id: str, body: RenewBody) -> QuoteView:
    alone = body.channel is not None
    return quote_view(service.renew_policy(caller, policy_id, version=body.version, alone=alone))
