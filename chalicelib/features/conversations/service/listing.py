"""Lists of threads: of a person of the client area, requests and claims alike; of the staff, those that wait."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.features.conversations.service.reading import Page
from chalicelib.features.conversations.table import places, threads
from chalicelib.features.conversations.threads import Head, Message, Side, unread_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.model import Caller

#: The threads that are looked at for the number of unread messages.
_NEWEST = 100
#: The most that is counted: beyond it, people read "99+".
MOST_UNREAD = 99


class Talk(NamedTuple):
    """A thread in a list: its end, its last message, and the messages that the reader has not read."""

    head: Head
    last: Message | None
    unread: int


class Unread(NamedTuple):
    """The number of unread messages, of the newest threads; `shown` is "99+" for more than 99."""

    number: int
    shown: str


def list_talks(caller: AreaCaller, *, limit: int, position: str | None) -> Page[Talk]:
    """Return the threads of a person, requests and claims alike, the latest message first.

    A Query a client and two BatchGetItem, however many there are. A page may have fewer than `limit`.
    """
    found, end = places.list_latest(caller.account_id, _lists(caller), after=position, limit=limit)
    mine = [each for each in found if _sees(caller, each)]
    return Page(_with_last(caller, mine), end)


def count_unread(caller: AreaCaller) -> Unread:
    """Return the number of messages that a person has not read, in the 100 newest threads.

    A Query a client and one BatchGetItem.
    """
    found, _ = places.list_latest(caller.account_id, _lists(caller), limit=_NEWEST)
    mine = [each for each in found if _sees(caller, each)]
    count = sum(_unread(caller, mine).values())
    return Unread(count, f"{MOST_UNREAD}+" if count > MOST_UNREAD else str(count))


def list_waiting(caller: Caller, *, handler: str | None, limit: int, position: str | None) -> Page[Talk]:
    """Return the conversations about claims that wait for the staff's answer, the longest wait first.

    `handler`: an actor, of whose claims alone. A Query and two BatchGetItem.
    """
    found, end = places.list_waiting(caller.account_id, handler=handler, after=position, limit=limit)
    return Page(_with_last(caller, found), end)


def unread_of_claims(caller: Caller, claim_ids: Sequence[str]) -> dict[str, int]:
    """Return the numbers of messages of claims that a caller has not read, by claim; claims without any are missing.

    Two BatchGetItem at most.
    """
    heads = threads.get_heads(caller.account_id, claim_ids)
    return {claim_id: count for claim_id, count in _unread(caller, heads).items() if count}


def _lists(caller: AreaCaller) -> list[str]:
    """Return the lists of a person: those of the clients, or the own one of somebody without a client."""
    clients = caller.client_ids(AreaPermission.MESSAGES)
    return [f"client#{each}" for each in clients] or [f"person#{caller.person.id}"]


def _sees(caller: AreaCaller, head: Head) -> bool:
    if head.kind == "claim":
        return head.client_id in caller.client_ids(AreaPermission.CLAIMS)
    return head.person_id in {None, caller.person.id}


def _with_last(caller: Caller, heads: list[Head]) -> list[Talk]:
    last, unread = threads.get_last(caller.account_id, heads), _unread(caller, heads)
    return [Talk(each, last.get(each.thread_id), unread[each.thread_id]) for each in heads]


def _unread(caller: Caller, heads: list[Head]) -> dict[str, int]:
    """Return the numbers of unread messages by thread. A request has one reader of its client's side."""
    side = Side.CLIENT if isinstance(caller, AreaCaller) else Side.STAFF
    whose = {each.thread_id: caller.actor if each.kind == "claim" else side for each in heads}
    marks = threads.get_marks(caller.account_id, whose)
    return {each.thread_id: unread_of(each, marks.get(each.thread_id), side) for each in heads}
