"""The function that the stream of the table `chat` calls: it pushes messages to open pages.

At least once, and in the order of a thread. A frame that gets lost loses nothing: pages ask for numbers that they lack.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, NamedTuple

from chalicelib.aws.chat_items import ChatRow
from chalicelib.aws.sockets import send_frame
from chalicelib.base.observability import alarm, where
from chalicelib.features.claims import service as claims
from chalicelib.features.conversations.sockets.closing import forget
from chalicelib.features.conversations.sockets.frames import message_frame, notice, read_frame, written
from chalicelib.features.conversations.sockets.model import Listener, Signal, thread_channel
from chalicelib.features.conversations.sockets.signals import NOTICE, channels_of_claim
from chalicelib.features.conversations.sockets.standing import may_hear, standing_caller
from chalicelib.features.conversations.table import sockets as table
from chalicelib.features.conversations.threads import Mark, Message, Side, kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.notices import unread_of

#: Sockets that are told at once. Those of one batch are told frame after frame, so that their order stays.
_AT_ONCE = 10
Change = Mapping[str, Any]


class _Told(NamedTuple):
    """A frame for some channels of an account."""

    account_id: str
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
    listeners, channels = cache(table.list_listeners), cache(_channels_of_thread)
    frames: defaultdict[str, list[bytes]] = defaultdict(list)
    for record in records:
        told = _read(record, channels)
        if told is None:
            continue
        found = {each.connection_id: each for channel in told.channels for each in listeners(told.account_id, channel)}
        for connection_id, listener in found.items():
            frame = told.frame(listener)
            if frame is not None:
                frames[connection_id].append(frame)
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        told_all = pool.map(_send, frames.items())
    for connection_id in filter(None, told_all):
        forget(connection_id)


def _send(frames: tuple[str, list[bytes]]) -> str | None:
    """Put frames into a socket; return its id if it is closed."""
    connection_id, data = frames
    return None if all(send_frame(connection_id, each) for each in data) else connection_id


def _read(record: Change, channels: Callable[[str, str], tuple[str, ...]]) -> _Told | None:
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
        return _told(account_id, thread_id, channels, lambda to: message_frame(thread_id, model, to))
    # Why of sides alone: the first reader of a side has read for it, and writes both marks.
    if isinstance(model, Mark) and image["sk"]["S"].removeprefix("mark#") in {*Side}:
        data = written(read_frame(thread_id, model))
        return _told(account_id, thread_id, channels, lambda _: data)
    return None


def _signalled(account_id: str, thread_id: str, signal: Signal) -> _Told:
    data = written(signal.frame)
    if kind_of(thread_id) == "ticket":
        return _of_ticket(account_id, thread_id, lambda _: data)
    return _Told(account_id, signal.channels, _notice_frame if signal.frame["type"] == NOTICE else lambda _: data)


def _told(
    account_id: str,
    thread_id: str,
    channels: Callable[[str, str], tuple[str, ...]],
    frame: Callable[[Listener], bytes | None],
) -> _Told:
    if kind_of(thread_id) == "ticket":
        return _of_ticket(account_id, thread_id, frame)
    return _Told(account_id, channels(account_id, thread_id), frame)


def _of_ticket(account_id: str, ticket_id: str, frame: Callable[[Listener], bytes | None]) -> _Told:
    """Return the frame of a request for those who see it now: it may be at another desk."""
    return _Told(account_id, (thread_channel(ticket_id),), lambda to: frame(to) if _hears(to, ticket_id) else None)


def _hears(listener: Listener, thread_id: str) -> bool:
    connection = table.get_connection(listener.connection_id)
    caller = standing_caller(connection) if connection else None
    return caller is not None and may_hear(caller, thread_id)


def _notice_frame(listener: Listener) -> bytes | None:
    """Return the number of unread notices of a listener; None for one whose access has ended."""
    connection = table.get_connection(listener.connection_id)
    caller = standing_caller(connection) if connection else None
    return written(notice(len(unread_of(caller).notices))) if isinstance(caller, AreaCaller) else None


def _channels_of_thread(account_id: str, thread_id: str) -> tuple[str, ...]:
    """Return the channels of a claim's thread. GetItem."""
    claim = claims.find_claim(account_id, thread_id)
    if claim is None:
        return ()
    return channels_of_claim(claim.id, client_id=claim.client_id, handler=claim.handler)
