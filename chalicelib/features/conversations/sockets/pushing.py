"""The function that the stream of the table `chat` calls: it pushes messages to open pages.

At least once, and in the order of a thread. A frame that gets lost loses nothing: pages ask for numbers that they lack.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any, NamedTuple

from chalicelib.aws.chat_items import ChatRow
from chalicelib.aws.sockets import send_frame
from chalicelib.base.observability import alarm, where
from chalicelib.features.claims import service as claims
from chalicelib.features.conversations.sockets.at_once import side_by_side
from chalicelib.features.conversations.sockets.closing import forget
from chalicelib.features.conversations.sockets.frames import message_frame, notice, read_frame, written
from chalicelib.features.conversations.sockets.model import Listener, Signal, thread_channel
from chalicelib.features.conversations.sockets.signals import NOTICE, channels_of_claim
from chalicelib.features.conversations.sockets.standing import may_hear, standing_caller
from chalicelib.features.conversations.table import sockets as table
from chalicelib.features.conversations.threads import Mark, Message, Side, kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.notices import unread_of

Change = Mapping[str, Any]


class _Told(NamedTuple):
    """A frame for some channels of an account."""

    account_id: str
    #: A claim's thread whose channels are told; empty if `channels` has them.
    thread_id: str
    channels: tuple[str, ...]
    #: Returns the frame for a listener; None: none for this one.
    frame: Callable[[Listener], bytes | None]


def push_chat(event: Mapping[str, Any], _context: Any = None) -> dict[str, Any]:
    """Push messages, read marks and signals to their listeners (DynamoDB stream batch).

    Returns the first record if the listeners could not be read: it comes again with all after it.
    """
    records = event["Records"]
    try:
        _push(records)
    except Exception as error:
        alarm("chat not pushed", error=type(error).__name__, stack=where(error))
        return {"batchItemFailures": [{"itemIdentifier": records[0]["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def _push(records: list[Change]) -> None:
    told = [each for each in map(_read, records) if each is not None]
    with side_by_side() as pool:
        waiting = _by_socket(told, pool)
        # Frames of one socket are sent one after the other, so that their order stays.
        gone = [*filter(None, pool.map(_send, waiting.items()))]
    forget(*gone)


def _by_socket(told: list[_Told], pool: Executor) -> Mapping[str, list[tuple[_Told, Listener]]]:
    """Return the frames for each socket, in order. Each channel of a batch is read once."""
    threads = dict.fromkeys((each.account_id, each.thread_id) for each in told if each.thread_id)
    of_threads = dict(zip(threads, pool.map(_channels_of_thread, threads), strict=True))
    channels = [of_threads.get((each.account_id, each.thread_id), each.channels) for each in told]
    wanted = dict.fromkeys((each.account_id, one) for each, some in zip(told, channels, strict=True) for one in some)
    listeners = dict(zip(wanted, pool.map(lambda channel: table.list_listeners(*channel), wanted), strict=True))
    waiting: defaultdict[str, list[tuple[_Told, Listener]]] = defaultdict(list)
    for each, some in zip(told, channels, strict=True):
        found = {to.connection_id: to for channel in some for to in listeners[each.account_id, channel]}
        for connection_id, listener in found.items():
            waiting[connection_id].append((each, listener))
    return waiting


def _send(waiting: tuple[str, list[tuple[_Told, Listener]]]) -> str | None:
    """Put frames into a socket; return its id if it is closed."""
    connection_id, told = waiting
    frames = (each.frame(listener) for each, listener in told)
    return None if all(send_frame(connection_id, frame) for frame in frames if frame is not None) else connection_id


def _read(record: Change) -> _Told | None:
    """Return the frame of a record; None for a change without one, or of an unknown form."""
    image = record["dynamodb"].get("NewImage")
    if image is None:
        return None
    account_id, _, thread_id = image["pk"]["S"].partition("#")
    try:
        model = ChatRow.read(image).model()
    except Exception as error:
        alarm("row can't be read", kind=image.get("kind", {}).get("S", ""), error=type(error).__name__)
        return None
    if isinstance(model, Signal) and record["eventName"] == "INSERT":
        return _signalled(account_id, thread_id, model)
    if isinstance(model, Message) and record["eventName"] == "INSERT":
        return _told(account_id, thread_id, lambda to: message_frame(thread_id, model, to))
    # Why of sides alone: the first reader of a side has read for it, and writes both marks.
    if isinstance(model, Mark) and image["sk"]["S"].removeprefix("mark#") in {*Side}:
        data = written(read_frame(thread_id, model))
        return _told(account_id, thread_id, lambda _: data)
    return None


def _signalled(account_id: str, thread_id: str, signal: Signal) -> _Told:
    data = written(signal.frame)
    if kind_of(thread_id) == "ticket":
        return _of_ticket(account_id, thread_id, lambda _: data)
    return _Told(account_id, "", signal.channels, _notice_frame if signal.frame["type"] == NOTICE else lambda _: data)


def _told(account_id: str, thread_id: str, frame: Callable[[Listener], bytes | None]) -> _Told:
    if kind_of(thread_id) == "ticket":
        return _of_ticket(account_id, thread_id, frame)
    return _Told(account_id, thread_id, (), frame)


def _of_ticket(account_id: str, ticket_id: str, frame: Callable[[Listener], bytes | None]) -> _Told:
    """Return the frame of a request for those who see it now: it may be at another desk."""
    channels = (thread_channel(ticket_id),)
    return _Told(account_id, "", channels, lambda to: frame(to) if _hears(to, ticket_id) else None)


def _hears(listener: Listener, thread_id: str) -> bool:
    connection = table.get_connection(listener.connection_id)
    caller = standing_caller(connection) if connection else None
    return caller is not None and may_hear(caller, thread_id)


def _notice_frame(listener: Listener) -> bytes | None:
    """Return the number of unread notices of a listener; None for one whose access has ended."""
    connection = table.get_connection(listener.connection_id)
    caller = standing_caller(connection) if connection else None
    return written(notice(len(unread_of(caller).notices))) if isinstance(caller, AreaCaller) else None


def _channels_of_thread(thread: tuple[str, str]) -> tuple[str, ...]:
    """Return the channels of a claim's thread, by account and id. GetItem."""
    claim = claims.find_claim(*thread)
    if claim is None:
        return ()
    return channels_of_claim(claim.id, client_id=claim.client_id, handler=claim.handler)
