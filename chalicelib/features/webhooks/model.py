"""Endpoints of back-ends, deliveries to them, and the rules of retries."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.base.models import Frozen

#: By `POST …/test`: it belongs to no entity and is sent only to the caller's endpoint.
TEST = "endpoint.test"

#: Pauses after each failed attempt; the last attempt is at the end of GIVE_UP. Denser than Standard Webhooks' example.
#: An endpoint that fails three times in seven loses one event in five thousand with its ten attempts, one in three
#: hundred thousand with fifteen.
SCHEDULE = (
    *(timedelta(seconds=seconds) for seconds in (5, 60, 300, 1800)),
    *(timedelta(hours=hours) for hours in (1, 2, 3, 4, 6, 8, 10, 12, 13, 15)),
)
GIVE_UP = timedelta(hours=75)
#: Each pause is up to this part longer, so that deliveries that failed together don't come back together.
JITTER = 0.1
#: The longest Retry-After that is honoured.
LONGEST_RETRY_AFTER = timedelta(hours=24)
#: Failures in a row after which an endpoint is left alone for a while, except for one probe after each pause.
OPENS_AFTER = 5
FIRST_PAUSE = timedelta(seconds=30)
LAST_PAUSE = timedelta(minutes=15)
#: After a pause, waiting deliveries come back within this time, not all of them at once.
SPREAD = timedelta(seconds=20)
#: The number of parallel calls of one endpoint.
LANES = 4
#: A call takes 10 seconds at most; the holder of an older lease has died.
LEASE = timedelta(seconds=45)
ATTEMPTS_KEPT = 30

Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class DisabledReason(StrEnum):
    """The reason for which an endpoint gets nothing."""

    REQUESTED = "requested"
    GONE = "gone"
    FAILING = "failing"


class Endpoint(Frozen):
    """The target of an account's events. `version` rises with every change of its settings.

    `failures` counts those in a row; `paused_until` is set while the breaker is open, `failing_since` by the first
    failure after a success.
    """

    id: str
    account_id: str
    url: str
    events: tuple[str, ...]
    description: Description = ""
    generation: int = 1
    former_until: datetime | None = None
    enabled: bool = True
    disabled_reason: DisabledReason | None = None
    disabled_at: datetime | None = None
    failures: int = 0
    paused_until: datetime | None = None
    failing_since: datetime | None = None
    created_at: datetime
    version: int = 1

    def generations(self, moment: datetime) -> tuple[int, ...]:
        """Return the generations of its secret that are live, the newest first."""
        return live_generations(self.generation, self.former_until, moment)

    def is_paused(self, moment: datetime) -> bool:
        """Return True if nobody may call it now."""
        return self.paused_until is not None and moment < self.paused_until

    def next_look(self, moment: datetime, *, chance: float) -> datetime:
        """Return the moment of the next look at its deliveries.

        That is now, or some time after its pause (`chance` from 0 to 1).
        """
        return self.paused_until + SPREAD * chance if self.paused_until and self.is_paused(moment) else moment

    @property
    def is_suspect(self) -> bool:
        """Return True if the next call is a probe, which nobody else makes at the same time."""
        return self.failures >= OPENS_AFTER


class DeliveryStatus(StrEnum):
    """`pending -> delivered | failed`; a replay makes it pending again."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class Attempt(Frozen):
    """One try: the status of the answer, or why there was none."""

    at: datetime
    status: int | None = None
    reason: str | None = None
    milliseconds: int

    @property
    def is_success(self) -> bool:
        """Return True if the receiver accepted the event."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - success in HTTP


class Delivery(Frozen):
    """An event on its way to one endpoint. Its id is the event's, and the `webhook-id` that the receiver sees.

    `body` is signed and sent, the same bytes each time. `tries` and `began_at` are of the present round: a replay
    begins another. `waits` counts postponements in a row that no attempt was spent on.
    """

    id: str
    endpoint_id: str
    account_id: str
    type: str
    body: str
    status: DeliveryStatus = DeliveryStatus.PENDING
    due_at: datetime
    tries: int = 0
    waits: int = 0
    began_at: datetime
    attempts: tuple[Attempt, ...] = ()
    created_at: datetime

    def with_attempt(self, attempt: Attempt) -> tuple[Attempt, ...]:
        """Return its attempts with one more, the latest ATTEMPTS_KEPT of them."""
        return (*self.attempts, attempt)[-ATTEMPTS_KEPT:]


class Event(Frozen):
    """An event of an account, kept so that it can be replayed to any endpoint."""

    id: str
    account_id: str
    type: str
    body: str
    created_at: datetime


class Wake(Frozen):
    """The queue's message: the delivery to look at."""

    account_id: str
    endpoint_id: str
    delivery_id: str


def live_generations(current: int, former_until: datetime | None, moment: datetime) -> tuple[int, ...]:
    """Return the live generations of a secret: the present one and, for a while, the former one."""
    former_lives = former_until is not None and moment < former_until and current > 1
    return (current, current - 1) if former_lives else (current,)


def next_try(
    *, tries: int, began_at: datetime, moment: datetime, retry_after: timedelta | None, chance: float
) -> datetime | None:
    """Return the moment of the next attempt after `tries` failed ones, None after the last; `chance` is in [0, 1).

    The schedule's last attempt is at the end of GIVE_UP; Retry-After may put a try off, but not beyond that.
    """
    end = began_at + GIVE_UP
    if moment >= end:
        return None
    pause = SCHEDULE[min(tries, len(SCHEDULE)) - 1] * (1 + JITTER * chance)
    if retry_after is not None:
        pause = max(pause, min(retry_after, LONGEST_RETRY_AFTER))
    return min(moment + pause, end)


def breaker_pause(failures: int) -> timedelta:
    """Return the pause of an endpoint after so many failures in a row; none below OPENS_AFTER."""
    if failures < OPENS_AFTER:
        return timedelta(0)
    doubled: timedelta = FIRST_PAUSE * 2 ** min(failures - OPENS_AFTER, 10)
    return min(LAST_PAUSE, doubled)
