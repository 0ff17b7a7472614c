"""Threads of messages between a client and the staff. Numbers of a thread have no holes.

A thread knows neither requests nor claims: it belongs to the thing of its id.
"""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import AwareDatetime, Field

from chalicelib.base.models import Frozen

ThreadKind = Literal["ticket", "claim"]
LONGEST_TEXT = 4000


class Side(StrEnum):
    """The side of a conversation that a message comes from."""

    CLIENT = "client"
    STAFF = "staff"

    @property
    def other(self) -> "Side":
        """The side that the message is for."""
        return Side.STAFF if self is Side.CLIENT else Side.CLIENT


class Message(Frozen):
    """A message of a thread. `hash` covers it and the hash before it, so that a changed transcript shows."""

    number: int
    #: The ULID that its sender's program chose: the same one again is the same message.
    id: str
    side: Side
    author: str
    #: Empty after an erasure.
    text: str
    at: AwareDatetime
    hash: str


class Head(Frozen):
    """The end of a thread: the last number, its hash, and the messages of each side."""

    account_id: str
    thread_id: str
    kind: ThreadKind
    last: int = 0
    hash: str = ""
    counts: Mapping[Side, int] = Field(default_factory=dict)
    last_at: AwareDatetime | None = None


class Mark(Frozen):
    """The last message that a side has read, by number; it only rises."""

    side: Side
    number: int
    reader: str
    at: AwareDatetime


def next_message(
    head: Head,
    *,
    id: str,  # noqa: A002 - the field's name
    side: Side,
    author: str,
    text: str,
    at: AwareDatetime,
) -> tuple[Head, Message]:
    """Return the head after a message, and the message with its number and hash."""
    said = {"number": head.last + 1, "id": id, "side": side, "author": author, "text": text, "at": at.isoformat()}
    message = Message(**{**said, "at": at}, hash=_hash_after(head.hash, said))
    counts = {**head.counts, side: head.counts.get(side, 0) + 1}
    after = head.model_copy(update={"last": message.number, "hash": message.hash, "counts": counts, "last_at": at})
    return after, message


def is_intact(messages: list[Message]) -> bool:
    """Return True if each message of a whole thread is as it was written, and none is missing."""
    before = ""
    for number, each in enumerate(messages, start=1):
        said = {**each.model_dump(exclude={"hash"}), "at": each.at.isoformat()}
        if each.number != number or each.hash != _hash_after(before, said):
            return False
        before = each.hash
    return True


def _hash_after(before: str, said: Mapping[str, Any]) -> str:
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}{canonical}".encode()).hexdigest()
