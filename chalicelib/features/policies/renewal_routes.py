"""HTTP of renewals."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.policies import service
from chalicelib.features.policies.quote_routes import quote_view
from chalicelib.features.policies.quote_schemas import QuoteView
from chalicelib.features.policies.renewal_schemas import RenewalBody, RenewalView, RenewBody, renewal_view
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="policies")
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("policies:read"), staff("policies:write")
_POLICY = "/v1/policies/{policy_id}"


@routes.operation(
    "POST",
    f"{_POLICY}/renew",
    audience=_WRITE,
    status=201,
    errors=(NotFound, Conflict),
    summary="Make the quote of a policy's renewal, from the day after its end",
)
def renew_policy(caller: Caller, policy_id: str, body: RenewBody) -> QuoteView:
    alone = body.channel is not None
    return quote_view(service.renew_policy(caller, policy_id, version=body.version, alone=alone))


@routes.operation(
    "GET",
    f"{_POLICY}/renewal",
    audience=_READ,
    errors=(NotFound, Conflict),
    summary="Show the choices of a policy's renewal, each with its price and its saving",
)
def show_renewal(caller: Caller, policy_id: str, call: Call) -> RenewalView:
    policy = service.show_policy(caller, policy_id)
    return renewal_view(policy.id, policy.version, service.renewal_options(policy), call.language)


def _check_renewal(caller: Caller, policy_id: str, body: RenewalBody) -> None:
    service.check_renewal(caller, policy_id, body.choices(), alone=body.channel is not None)


@routes.operation(
    "POST",
    f"{_POLICY}/renewal",
    audience=_WRITE,
    status=201,
    errors=(NotFound, Conflict),
    check=_check_renewal,
    summary="Make the priced quote of a policy's renewal with other choices",
)
def renew_with_choices(caller: Caller, policy_id: str, body: RenewalBody) -> QuoteView:
    shown = service.renew_with(caller, policy_id, body.choices(), version=body.version, alone=body.channel is not None)
    return quote_view(shown)
