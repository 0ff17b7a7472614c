"""The function that the WebSocket API calls: a socket opens, sends frames, and ends.

Its answer to a frame goes nowhere: frames for the page are put into its socket. No exception may leave it, since an
emulator hands its text to the page.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.aws.dynamo import retry_stale
from chalicelib.aws.sockets import close_socket, send_frame
from chalicelib.base.clock import now
from chalicelib.base.errors import Stale
from chalicelib.base.observability import alarm, log, where
from chalicelib.base.settings import settings
from chalicelib.features.conversations.service.listing import count_unread
from chalicelib.features.conversations.sockets.closing import close, close_all, forget, tell_presence
from chalicelib.features.conversations.sockets.frames import Hello, Ping, pong, presence, read_up, welcome, written
from chalicelib.features.conversations.sockets.model import MOST, Connection, thread_channel
from chalicelib.features.conversations.sockets.standing import channels_of, may_hear, standing_caller
from chalicelib.features.conversations.sockets.tickets import digest
from chalicelib.features.conversations.table import sockets as table
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import kind_of, reader_of, unread_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.model import Caller

Answer = dict[str, Any]
_DONE: Answer = {"statusCode": 200}
_REFUSED: Answer = {"statusCode": 403}
#: Characters of a ticket, with room.
_LONGEST_TICKET = 100


def serve_socket(event: Mapping[str, Any], _context: Any = None) -> Answer:
    """Open a socket, answer its frame, or note its end (event of API Gateway). Returns the status of a handshake."""
    try:
        context = event["requestContext"]
        connection_id, kind = context["connectionId"], context["eventType"]
        if kind == "CONNECT":
            return _connect(connection_id, event)
        if kind == "MESSAGE":
            _hear(connection_id, event.get("body") or "")
        else:
            forget(connection_id)
    except Exception as error:
        alarm("socket event failed", error=type(error).__name__, stack=where(error))
        return {"statusCode": 500}
    return dict(_DONE)


def _connect(connection_id: str, event: Mapping[str, Any]) -> Answer:
    """Open a socket for a ticket that is good, asked for by a page of ours or by a program."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    if headers.get("origin") not in (None, settings().origin):
        return _refuse("origin")
    ticket = (event.get("queryStringParameters") or {}).get("ticket") or ""
    sha256 = digest(ticket[:_LONGEST_TICKET])
    visitor = table.get_ticket(sha256)
    if visitor is None:
        return _refuse("ticket")
    if standing_caller(visitor) is None:
        return _refuse("access")
    own = table.list_own(visitor.account_id, visitor.actor)
    try:
        table.open_connection(sha256, Connection.of(visitor, connection_id, now()))
    except Stale:
        return _refuse("ticket")  # another socket was opened with it
    close_all(own[: max(0, len(own) + 1 - MOST)], "replaced")
    return dict(_DONE)


def _refuse(reason: str) -> Answer:
    log("info", "socket refused", reason=reason)
    return dict(_REFUSED)


def _hear(connection_id: str, text: str) -> None:
    frame, connection = read_up(text), table.get_connection(connection_id)
    if connection is None:
        close_socket(connection_id)  # it was ended, and its close got lost
        return
    if frame is None:
        return
    caller = standing_caller(connection)
    if caller is None:
        close(connection, "ended")
    elif isinstance(frame, Ping):
        _answer_ping(connection, caller, frame)
    else:
        _answer_hello(connection, caller, frame)


def _answer_ping(connection: Connection, caller: Caller, ping: Ping) -> None:
    if connection.thread_id is not None and not may_hear(caller, connection.thread_id):
        close(connection, "ended")  # a claim is another client's by now, a request at another desk
        return
    table.note_presence(connection.account_id, connection.actor)
    send_frame(connection.id, written(pong(ping)))
    tell_presence(connection, online=True)


def _answer_hello(connection: Connection, caller: Caller, hello: Hello) -> None:
    """Add the listener of a page, and then send it the end of its thread.

    In this order: a message is either before the end that is read, or its push finds the listener.
    """
    if hello.thread_id is not None and not may_hear(caller, hello.thread_id):
        close(connection, "not_found")
        return
    listening = _listen(connection.id, hello.thread_id, channels_of(caller, hello.thread_id))
    if listening is None:
        close_socket(connection.id)
        return
    # Why again: an access that ended between the first look and the listening has found no listener to remove.
    caller_now = standing_caller(listening)
    if caller_now is None or not set(listening.channels) <= set(channels_of(caller_now, hello.thread_id)):
        close(listening, "ended")
        return
    table.note_presence(listening.account_id, listening.actor)
    _welcome(listening, caller_now)
    tell_presence(listening, online=True)
    _tell_present(listening)


def _listen(connection_id: str, thread_id: str | None, channels: tuple[str, ...]) -> Connection | None:
    """Return a connection as it listens; None if it was closed meanwhile."""

    def listen() -> Connection | None:
        before = table.get_connection(connection_id)
        if before is None:
            return None
        after = before.listening(thread_id, channels)
        table.listen(before, after)
        return after

    return retry_stale(listen)


def _welcome(connection: Connection, caller: Caller) -> None:
    """Send the end of the page's thread and its unread messages; without one, all unread ones of a person."""
    account_id, thread_id = connection.account_id, connection.thread_id
    last, unread = None, None
    if thread_id is not None:
        head, marks = threads.get_ends(account_id, thread_id, reader=connection.actor)
        last = head.last if head else 0
        mark = marks.get(reader_of(kind_of(thread_id), connection.actor, connection.side))
        unread = unread_of(head, mark, connection.side)
    elif isinstance(caller, AreaCaller):
        unread = count_unread(caller).number
    frame = welcome(thread_id=thread_id, head=last, unread=unread, moment=now())
    send_frame(connection.id, written(frame))


def _tell_present(connection: Connection) -> None:
    """Send a page the presence of the others at its claim or request."""
    if connection.thread_id is None:
        return
    listeners = table.list_listeners(connection.account_id, thread_channel(connection.thread_id))
    others = {each.actor: each for each in listeners if each.actor != connection.actor}
    present = table.find_present(connection.account_id, [*others][:MOST])
    for actor in sorted(present):
        frame = presence(others[actor], account_id=connection.account_id, online=True)
        send_frame(connection.id, written(frame))
