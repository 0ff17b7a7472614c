"""HTTP of tickets for sockets in the client area."""

from chalicelib.base.errors import QuotaExceeded
from chalicelib.features.conversations.sockets.schemas import SocketTicketView
from chalicelib.features.conversations.sockets.tickets import give_ticket
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)


@routes.operation(
    "POST",
    "/v1/area/{slug}/socket-tickets",
    audience=area(AreaPermission.CLAIMS),
    status=201,
    errors=(QuotaExceeded,),
    summary="Get a ticket for a socket, which tells what happens in the own claims",
)
def give_area_socket_ticket(caller: AreaCaller, slug: str) -> SocketTicketView:
    return SocketTicketView(**give_ticket(caller)._asdict())
