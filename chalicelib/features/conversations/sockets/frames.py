"""Frames of the socket protocol: JSON texts, up from pages and down to them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from chalicelib.base.clock import stamp
from chalicelib.base.formats import Identifier
from chalicelib.features.conversations.sockets.model import Connection, Listener
from chalicelib.features.conversations.threads import Mark, Message, kind_of

#: Bytes of a frame up; longer ones are ignored.
LONGEST_UP = 4096
#: Bytes of a frame down; a message of more is told by its number alone.
LONGEST_DOWN = 8192
Frame = Mapping[str, Any]
Farewell = Literal["ended", "not_found", "replaced"]


class _Up(BaseModel):
    """Base of frames up. Fields that are not known are of later pages, and ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Hello(_Up):
    """The first frame of a page, and each one after it opens another thread: from here on it listens."""

    do: Literal["hello"]
    claim_id: Identifier | None = None
    ticket_id: Identifier | None = None
    #: The last message that the page has.
    seq: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one_at_most(self) -> Self:
        for kind, named in (("claim", self.claim_id), ("ticket", self.ticket_id)):
            if named is not None and kind_of(named) != kind:
                raise ValueError(kind)
        if self.claim_id is not None and self.ticket_id is not None:
            raise ValueError("one of them")
        return self

    @property
    def thread_id(self) -> str | None:
        """The claim or the request that the page shows."""
        return self.claim_id or self.ticket_id


class Ping(_Up):
    """A sign of life, every four minutes."""

    do: Literal["ping"]
    n: int | float | str | None = None


_UP: TypeAdapter[Hello | Ping] = TypeAdapter(Hello | Ping)


def read_up(text: str) -> Hello | Ping | None:
    """Return a frame from a page; None for one that is too long, or of no known form."""
    if len(text) > LONGEST_UP or len(text.encode(errors="replace")) > LONGEST_UP:
        return None
    try:
        return _UP.validate_json(text)
    except ValidationError:
        return None


def written(frame: Frame) -> bytes:
    """Return a frame as it is sent."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def welcome(*, thread_id: str | None, head: int | None, unread: int | None, moment: datetime) -> Frame:
    """Return the answer to a hello. Everything that is written after it was made is told."""
    known = {**(_of(thread_id) if thread_id else {}), "head": head, "unread": unread}
    return {"type": "welcome", **_present(known), "now": stamp(moment)}


def pong(ping: Ping) -> Frame:
    """Return the answer to a ping."""
    return {"type": "pong", "n": ping.n}


def bye(reason: Farewell) -> Frame:
    """Return the last frame before a socket is closed by us."""
    return {"type": "bye", "reason": reason}


def message_frame(thread_id: str, message: Message, listener: Listener) -> bytes:
    """Return a message for a listener, of at most LONGEST_DOWN bytes.

    One with files, or of an event, is told by its number alone: pages fetch it in the reader's language.
    """
    number = {"type": "message", **_of(thread_id), "seq": message.number}
    if message.attachments or message.event:
        return written(number)
    whole = written(
        {
            **number,
            "id": message.id,
            "by": message.name,
            "side": message.side,
            "mine": message.author == listener.actor and message.side is listener.side,
            "text": message.text,
            "attachments": [],
            "at": stamp(message.at),
        }
    )
    return whole if len(whole) <= LONGEST_DOWN else written(number)


def read_frame(thread_id: str, mark: Mark) -> Frame:
    """Return the tale that somebody of a side has read up to a message."""
    return {"type": "read", **_of(thread_id), "side": mark.side, "seq": mark.number}


def notice(count: int) -> Frame:
    """Return the tale that somebody has this many unread notices."""
    return {"type": "notice", "count": count}


def presence(connection: Connection | Listener, *, account_id: str, online: bool) -> Frame:
    """Return the tale that somebody is online, or no longer."""
    user = hashlib.sha256(f"{account_id}#{connection.actor}".encode()).hexdigest()[:16]
    return {
        "type": "presence",
        "user": user,
        "name": connection.name,
        "side": connection.side,
        "online": online,
    }


def _of(thread_id: str) -> dict[str, str]:
    """Return the field by which a frame names the thing of a thread."""
    return {f"{kind_of(thread_id)}_id": thread_id}


def _present(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
