"""HTTP of tickets for sockets, for staff and back-ends."""

from chalicelib.base.errors import QuotaExceeded
from chalicelib.features.conversations.sockets.schemas import SocketTicketView
from chalicelib.features.conversations.sockets.tickets import give_ticket
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)


@routes.operation(
    "POST",
    "/v1/socket-tickets",
    audience=staff("claims:read"),
    status=201,
    errors=(QuotaExceeded,),
    summary="Get a ticket for a socket, which tells what happens in claims",
)
def give_socket_ticket(caller: Caller) -> SocketTicketView:
    return SocketTicketView(**give_ticket(caller)._asdict())
