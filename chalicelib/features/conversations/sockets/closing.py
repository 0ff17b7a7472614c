"""Closing of sockets by us. Rows go first, so that nothing is pushed after it, then API Gateway closes the socket.

Several are closed side by side, since the person who signs out waits for it.
"""

from collections import defaultdict
from collections.abc import Iterable

from chalicelib.aws.dynamo import retry_stale
from chalicelib.aws.sockets import close_socket, send_frame
from chalicelib.base.errors import DomainError
from chalicelib.base.observability import alarm
from chalicelib.features.conversations.sockets.at_once import side_by_side
from chalicelib.features.conversations.sockets.frames import Farewell, bye, presence, written
from chalicelib.features.conversations.sockets.model import Connection, thread_channel
from chalicelib.features.conversations.table import sockets as table


def close_connections(account_id: str, actor: str, session: str = "") -> None:
    """Close the sockets of somebody whose access ended: all of them, or those of one session (its SHA-256).

    Idempotent. It raises nothing: the change that it follows is done, and each ping asks for the access anew.
    """
    try:
        own = table.list_own(account_id, actor)
        close_all([each for each in own if session in ("", each.session)], "ended")
    except DomainError as error:
        alarm("sockets stay open after an access ended", account_id=account_id, actor=actor, error=type(error).__name__)


def close(connection: Connection, reason: Farewell) -> None:
    """Delete the rows of a connection, say why, and close its socket. Idempotent."""
    close_all((connection,), reason)


def close_all(connections: Iterable[Connection], reason: Farewell) -> None:
    """Close connections as `close` does one, some at once."""
    farewell = written(bye(reason))

    def end(connection: Connection) -> Connection | None:
        dropped = _drop(connection.id)
        send_frame(connection.id, farewell)
        close_socket(connection.id)
        return dropped

    with side_by_side() as pool:
        _tell_offline(pool.map(end, connections))


def forget(*connection_ids: str) -> None:
    """Delete the rows of connections, some at once. A person is offline after their last one. Idempotent."""
    with side_by_side() as pool:
        _tell_offline(pool.map(_drop, connection_ids))


def tell_presence(connection: Connection, *, online: bool) -> None:
    """Send the presence of a connection's person to the others on the page of its claim or request."""
    if connection.thread_id is None:
        return
    data = written(presence(connection, account_id=connection.account_id, online=online))
    for listener in table.list_listeners(connection.account_id, thread_channel(connection.thread_id)):
        if listener.actor != connection.actor:
            send_frame(listener.connection_id, data)


def _tell_offline(dropped: Iterable[Connection | None]) -> None:
    """Send that people are offline whose last connections were dropped, once to each page that these showed."""
    by_person: defaultdict[tuple[str, str], dict[str | None, Connection]] = defaultdict(dict)
    for each in dropped:
        if each is not None:
            by_person[each.account_id, each.actor][each.thread_id] = each
    for person, by_thread in by_person.items():
        if not table.list_own(*person):
            table.delete_presence(*person)
            for each in by_thread.values():
                tell_presence(each, online=False)


def _drop(connection_id: str) -> Connection | None:
    """Delete the rows of a connection, and return it; None if it has none by now."""

    def drop() -> Connection | None:
        connection = table.get_connection(connection_id)
        if connection is not None:
            table.drop(connection)
        return connection

    return retry_stale(drop)
