"""Closing of sockets by us. Rows go first, so that nothing is pushed after it, then API Gateway closes the socket."""

from chalicelib.aws.dynamo import retry_stale
from chalicelib.aws.sockets import close_socket, send_frame
from chalicelib.base.errors import DomainError
from chalicelib.base.observability import alarm
from chalicelib.features.conversations.sockets.frames import Farewell, bye, presence, written
from chalicelib.features.conversations.sockets.model import Connection, thread_channel
from chalicelib.features.conversations.table import sockets as table


def close_connections(account_id: str, actor: str, session: str = "") -> None:
    """Close the sockets of somebody whose access ended: all of them, or those of one session (its SHA-256).

    Idempotent. It raises nothing: the change that it follows is done, and each ping asks for the access anew.
    """
    try:
        for connection in table.list_own(account_id, actor):
            if session in ("", connection.session):
                close(connection, "ended")
    except DomainError as error:
        alarm("sockets stay open after an access ended", account_id=account_id, actor=actor, error=type(error).__name__)


def close(connection: Connection, reason: Farewell) -> None:
    """Delete the rows of a connection, say why, and close its socket. Idempotent."""
    forget(connection.id)
    send_frame(connection.id, written(bye(reason)))
    close_socket(connection.id)


def forget(connection_id: str) -> None:
    """Delete the rows of a connection. Its person is offline if it was their last one. Idempotent."""
    dropped = retry_stale(lambda: _drop(connection_id))
    if dropped is not None and not table.list_own(dropped.account_id, dropped.actor):
        table.delete_presence(dropped.account_id, dropped.actor)
        tell_presence(dropped, online=False)


def tell_presence(connection: Connection, *, online: bool) -> None:
    """Send the presence of a connection's person to the others on the page of its claim or request."""
    if connection.thread_id is None:
        return
    data = written(presence(connection, account_id=connection.account_id, online=online))
    for listener in table.list_listeners(connection.account_id, thread_channel(connection.thread_id)):
        if listener.actor != connection.actor:
            send_frame(listener.connection_id, data)


def _drop(connection_id: str) -> Connection | None:
    connection = table.get_connection(connection_id)
    if connection is not None:
        table.drop(connection)
    return connection
