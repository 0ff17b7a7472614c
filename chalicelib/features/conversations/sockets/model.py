"""Tickets, the connections that they open, and the channels that these listen to."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Self

from pydantic import AwareDatetime

from chalicelib.base.models import Frozen
from chalicelib.features.conversations.threads import Side, kind_of

#: The time in which a ticket opens a socket, once.
TICKET = timedelta(seconds=60)
#: API Gateway closes a socket after two hours; rows go a little later.
CONNECTION = timedelta(hours=2, minutes=10)
#: The time after a ping in which its person counts as online. Pings come every four minutes.
PRESENCE = timedelta(minutes=6)
#: Open sockets of one person, key or user of the staff. One more closes the oldest.
MOST = 20


class Visitor(Frozen):
    """The holder of a ticket, with the session in which it was given. Permissions are read anew each time."""

    account_id: str
    actor: str
    side: Side
    #: Shown to the other side; empty for back-ends.
    name: str = ""
    #: SHA-256 of the session's secret; empty without a session: of tokens and keys.
    session: str = ""
    #: Access that was ended after this moment is over.
    since: AwareDatetime


class Connection(Visitor):
    """An open socket. `version` rises with each hello."""

    id: str
    opened_at: AwareDatetime
    #: The thread that its page shows, of a claim or a request.
    thread_id: str | None = None
    channels: tuple[str, ...] = ()
    version: int = 1

    @classmethod
    def of(cls, visitor: Visitor, connection_id: str, opened_at: AwareDatetime) -> Self:
        """Return the connection that a ticket opens."""
        return cls(**dict(visitor), id=connection_id, opened_at=opened_at)

    def listening(self, thread_id: str | None, channels: tuple[str, ...]) -> Self:
        """Return it as it listens after a hello."""
        return self.model_copy(update={"thread_id": thread_id, "channels": channels, "version": self.version + 1})


class Listener(Frozen):
    """A connection that listens to a channel."""

    connection_id: str
    actor: str
    side: Side
    name: str = ""


class Signal(Frozen):
    """A frame for the listeners of some channels."""

    frame: Mapping[str, Any]
    channels: tuple[str, ...]


def thread_channel(thread_id: str) -> str:
    """Return the channel of pages that show a claim, or a request."""
    return f"{kind_of(thread_id)}#{thread_id}"


def company_channel(client_id: str) -> str:
    """Return the channel of people who see a client's claims."""
    return f"company#{client_id}"


def user_channel(actor: str) -> str:
    """Return the channel of one person, or user of the staff."""
    return f"user#{actor}"
