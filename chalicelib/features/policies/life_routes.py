"""HTTP of the value of life policies."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.policies import service
from chalicelib.features.policies.life_schemas import LifeView, life_view
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)


@routes.operation(
    "GET",
    "/v1/policies/{policy_id}/life",
    audience=staff("policies:read"),
    errors=(NotFound, Conflict),
    summary="Show the days left of a life policy, and its payout at the present level of the underlying",
)
def show_life_value(caller: Caller, policy_id: str, call: Call) -> LifeView:
    policy = service.show_policy(caller, policy_id)
    return life_view(service.life_value(policy, call.language), call.language)
