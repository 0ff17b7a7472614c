"""Items of the outbox: messages and events for others."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from chalicelib.base.models import Frozen


class OutboxStatus(StrEnum):
    """`pending -> sending (lease) -> done | dead`; an event is `recorded`, and due until it was handed on."""

    PENDING = "pending"
    SENDING = "sending"
    DONE = "done"
    DEAD = "dead"
    RECORDED = "recorded"


class OutboxItem(Frozen):
    """An item to dispatch. `data` holds ids only: texts, links and addresses are found when it is told.

    `unknown` counts attempts whose outcome nobody knows (a time-out, or a crash under the lease).
    """

    id: str
    account_id: str
    #: `message`, `news` (of a case, for its staff) or `event`; another one is due like a message, and given up.
    topic: str
    data: dict[str, Any] = Field(default_factory=dict)
    status: OutboxStatus = OutboxStatus.PENDING
    due_at: datetime
    attempts: int = 0
    unknown: int = 0
    #: Attempts in which it was held by a limit of the operator's: they count for nothing.
    held: int = 0
    created_at: datetime
    #: The moment at which it first fell due, if it is later than its creation.
    not_before: datetime | None = None

    @property
    def kind(self) -> str:
        """Return the kind of its courier; `data` of photo requests and notices doesn't name it."""
        if "notice" in self.data:
            return "notice"
        return "photo_request" if "message_id" in self.data else str(self.data.get("kind", self.topic))


class Delivered(Frozen):
    """The item was handed over; `provider_id` is SNS's or SES's."""

    provider_id: str


class Postponed(Frozen):
    """The item failed in a way that may pass."""

    reason: str
    unknown: bool = False
    #: It was not tried, since a limit of the operator's is reached. It waits as long as need be.
    held: bool = False


class Undeliverable(Frozen):
    """The item will never be delivered."""

    reason: str


Outcome = Delivered | Postponed | Undeliverable
