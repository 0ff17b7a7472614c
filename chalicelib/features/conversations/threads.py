"""Threads of messages between a client and the staff. Numbers of a thread have no holes.

A thread knows neither requests nor claims: it belongs to the thing of its id.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, Field

from chalicelib.base.models import Frozen

ThreadKind = Literal["ticket", "claim"]
LONGEST_TEXT = 4000
#: The event of a new handler, whose name its message has.
HANDLER = "handler"


def kind_of(thread_id: str) -> ThreadKind:
    """Return the kind of the thing that a thread belongs to, by its id."""
    return "ticket" if thread_id.startswith("tic_") else "claim"


class Side(StrEnum):
    """The side of a conversation that a message comes from."""

    CLIENT = "client"
    STAFF = "staff"

    @property
    def other(self) -> "Side":
        """The side that the message is for."""
        return Side.STAFF if self is Side.CLIENT else Side.CLIENT


class Draft(Frozen):
    """A message before it has a number."""

    #: The ULID that its sender's program chose: the same one again is the same message.
    id: str
    side: Side
    author: str
    #: Empty after an erasure.
    text: str
    at: AwareDatetime
    #: The author's name when it was written; empty in requests, and after an erasure.
    name: str = ""
    #: Ids of documents.
    attachments: tuple[str, ...] = ()
    #: A thing that happened in place of words, such as `handler`: nobody has to answer it.
    event: str = ""


class Message(Draft):
    """A message of a thread. `hash` covers it and the hash before it, so that a changed transcript shows."""

    number: int
    hash: str
    #: The messages of each side up to this one.
    counts: Mapping[Side, int] = Field(default_factory=dict)
    #: True once text and name are gone, by an erasure.
    erased: bool = False


class Head(Frozen):
    """The end of a thread: the last number, its hash, and the messages of each side."""

    account_id: str
    thread_id: str
    kind: ThreadKind
    last: int = 0
    hash: str = ""
    counts: Mapping[Side, int] = Field(default_factory=dict)
    last_at: AwareDatetime | None = None
    #: In whose lists it is: the client's, or the person's of the area who wrote, for want of a client.
    client_id: str | None = None
    person_id: str | None = None
    #: Of a claim's thread.
    handler: str | None = None
    #: The moment of the first message of the client since the staff wrote last; None: nobody waits.
    waiting_since: AwareDatetime | None = None
    #: The moments at which sides are told of messages that they have not read by then.
    away: Mapping[Side, AwareDatetime] = Field(default_factory=dict)


class Mark(Frozen):
    """The last message that somebody, or a side, has read, by number; it only rises."""

    side: Side
    number: int
    reader: str
    at: AwareDatetime
    #: The messages of each side up to there.
    counts: Mapping[Side, int] = Field(default_factory=dict)


def next_message(head: Head, draft: Draft) -> tuple[Head, Message]:
    """Return the head after a message, and the message with its number and hash."""
    side, number = draft.side, head.last + 1
    counts = head.counts if draft.event else {**head.counts, side: head.counts.get(side, 0) + 1}
    fields = {name: getattr(draft, name) for name in Draft.model_fields}
    message = Message(**fields, number=number, counts=counts, hash=_hash_after(head.hash, draft, number))
    changes = {"last": number, "hash": message.hash, "counts": counts, "last_at": draft.at}
    if not draft.event:
        waiting = head.waiting_since or draft.at
        changes["waiting_since"] = waiting if side is Side.CLIENT else None
    return head.model_copy(update=changes), message


def reader_of(kind: ThreadKind, actor: str, side: Side) -> str:
    """Return the owner of the mark of a reader. A request has one reader of its client's side."""
    return side if kind == "ticket" and side is Side.CLIENT else actor


def unread_of(head: Head | None, mark: Mark | None, side: Side) -> int:
    """Return the number of messages of the other side that a reader of a side has not read."""
    if head is None or (mark is not None and mark.number >= head.last):
        return 0
    return head.counts.get(side.other, 0) - (mark.counts.get(side.other, 0) if mark else 0)


def first_wrong(messages: Sequence[Message], *, since: Message | None = None) -> int | None:
    """Return the number of the first message that is not as it was written, or is missing; None: all are.

    `since`: the message before the first; None: they begin a thread. Erased ones have nothing to compare.
    """
    before, number = (since.hash, since.number) if since else ("", 0)
    for each in messages:
        number += 1
        if each.number != number or not (each.erased or each.hash == _hash_after(before, each, number)):
            return number
        before = each.hash
    return None


def _hash_after(before: str, said: Draft, number: int) -> str:
    """Return the hash of a message. Fields that messages of before had not are covered where they say something."""
    covered = {name: getattr(said, name) for name in Draft.model_fields}
    later = {name for name in ("name", "attachments", "event") if not covered[name]}
    kept = {name: value for name, value in covered.items() if name not in later}
    canonical = json.dumps(
        {**kept, "number": number, "at": said.at.isoformat()},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{before}{canonical}".encode()).hexdigest()
