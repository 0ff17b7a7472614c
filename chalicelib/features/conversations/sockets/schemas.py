"""HTTP answers of tickets for sockets."""

from pydantic import Field

from chalicelib.http.bodies import View


class SocketTicketView(View):
    """A ticket, which opens one socket."""

    url: str = Field(description="The socket's address; open `<url>?ticket=<ticket>`")
    ticket: str = Field(description="Opens one socket, once")
    expires_in: int = Field(description="Seconds in which it has to be used", examples=[60])
