"""HTTP of moving clients to another agent."""

from chalicelib.base.errors import Conflict, NotFound, Unavailable
from chalicelib.features.clients.rebinding_schemas import RebindBody
from chalicelib.features.clients.schemas import ClientView
from chalicelib.features.clients.service.rebinding import check_agent, rebind_client
from chalicelib.features.clients.views import client_view
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="clients")
BLUEPRINTS = (routes,)
_MANAGE = staff("clients:manage")


def _check(caller: Caller, body: RebindBody) -> None:
    check_agent(caller, body.agent_id)


@routes.operation(
    "POST",
    "/v1/clients/{client_id}/rebind",
    audience=_MANAGE,
    errors=(NotFound, Conflict, Unavailable),
    check=_check,
    summary="Move a client, with its binding, to the base of another agent",
)
def rebind(caller: Caller, client_id: str, body: RebindBody) -> ClientView:
    known = rebind_client(caller, client_id, agent_id=body.agent_id, reason=body.reason, merge=body.merge)
    return client_view(caller, known)
