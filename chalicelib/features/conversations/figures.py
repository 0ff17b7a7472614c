"""Figures of requests: the counts that a change of a request brings, and their sums."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.features.conversations.model import Ticket, TicketState

type Counts = Mapping[str, int]
OPENED, ANSWERED, IN_TIME, LATE, CLOSED = "opened", "answered", "in_time", "late", "closed"
#: Minutes from the beginning of a term to its answer, all together.
MINUTES = "minutes"
#: Ratings, and their stars all together.
RATED, STARS = "rated", "stars"


class TicketGroup(NamedTuple):
    """The counted changes of one month, desk and topic."""

    #: In the account's time zone, as `2026-12`.
    month: str
    desk: str
    topic: str


class TicketTally(NamedTuple):
    """The figures of some groups."""

    opened: int
    #: Terms that ended with an answer; those of them in time, and late.
    answered: int
    in_time: int
    late: int
    closed: int
    #: The mean hours from the beginning of a term to its answer; None without answers.
    mean_hours: float | None
    rated: int
    #: The mean of the ratings, 1 to 5; None without ratings.
    mean_stars: float | None

    @property
    def share_in_time(self) -> float | None:
        """The share of answers in time, in percent; None without answers."""
        return 100 * self.in_time / self.answered if self.answered else None


def changed_counts(
    before: Ticket | None, after: Ticket, moment: datetime, zone: ZoneInfo
) -> tuple[TicketGroup, Counter[str]]:
    """Return the counts that a change of a request adds, and their group. `before` None: a new request.

    They count in the month of the change, at the desk that had the request before it.
    """
    known = before or after
    group = TicketGroup(f"{moment.astimezone(zone):%Y-%m}", known.desk, known.topic)
    counts = Counter[str]()
    if before is None:
        counts[OPENED] += 1
    elif before.state is TicketState.OPEN and after.answered_at not in {None, before.answered_at}:
        counts[ANSWERED] += 1
        counts[IN_TIME if moment < before.ends_at else LATE] += 1
        counts[MINUTES] += int((moment - before.since).total_seconds()) // 60
    if after.is_closed and not (before and before.is_closed):
        counts[CLOSED] += 1
    if after.rating is not None and (before is None or before.rating is None):
        counts[RATED] += 1
        counts[STARS] += after.rating.stars
    return group, +counts


def tally(groups: Iterable[Counts]) -> TicketTally:
    """Return the sum of the counts of groups."""
    total = Counter[str]()
    for counts in groups:
        total.update(counts)
    answered, rated = total[ANSWERED], total[RATED]
    return TicketTally(
        opened=total[OPENED],
        answered=answered,
        in_time=total[IN_TIME],
        late=total[LATE],
        closed=total[CLOSED],
        mean_hours=total[MINUTES] / 60 / answered if answered else None,
        rated=rated,
        mean_stars=total[STARS] / rated if rated else None,
    )
