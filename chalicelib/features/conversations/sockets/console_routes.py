"""Tickets for sockets of the console's pages: their script asks for them with the console's cookie."""

from chalicelib.base.errors import QuotaExceeded
from chalicelib.features.conversations.sockets.schemas import SocketTicketView
from chalicelib.features.conversations.sockets.tickets import give_ticket
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_calls
from chalicelib.http.blueprint import Call
from chalicelib.http.cookies import SESSION, cookie
from chalicelib.identity import sessions
from chalicelib.identity.model import Caller

routes = console_calls(__name__)
BLUEPRINTS = (routes,)


@routes.operation(
    "POST",
    "/console/socket-tickets",
    audience=console("claims:read"),
    status=201,
    errors=(QuotaExceeded,),
    summary="Get a ticket for a socket",
)
def give_console_socket_ticket(caller: Caller, call: Call) -> SocketTicketView:
    session = sessions.digest(cookie(call.headers, SESSION))
    return SocketTicketView(**give_ticket(caller, session=session)._asdict())
