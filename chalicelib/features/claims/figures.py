"""Figures of claims: the counts that a change of the stage brings, and their sums."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.base.histograms import Histogram, median_of
from chalicelib.features.claims.model import Claim

type Counts = Mapping[str, int]
ENTERED, LEFT = "entered", "left"
#: Minutes in the stage of all that left it.
MINUTES = "minutes"
_DAY = 24 * 60
#: Stays by their days: `days_6`, of a known kind of loss `days_6_breakage`. The longest ones count as MOST_DAYS.
_DAYS, MOST_DAYS = "days", 730
#: The fewest stays whose median is told.
ENOUGH = 20


class StageGroup(NamedTuple):
    """The counted changes of one month, process and stage."""

    #: In the account's time zone, as `2026-12`.
    month: str
    process: str
    stage: str


class Stays(NamedTuple):
    """The days that claims stayed in a stage."""

    #: Stays whose days are known one by one: of claims that left before this was counted they are not.
    measured: int
    #: The median of these days, each rounded to a whole one; None of fewer than ENOUGH.
    median_days: float | None


class StageTally(NamedTuple):
    """The figures of some groups."""

    entered: int
    left: int
    #: The mean days in the stage of claims that left it; None without any.
    mean_days: float | None
    #: As in Stays.
    measured: int
    median_days: float | None


def changed_counts(
    before: Claim | None, after: Claim, moment: datetime, zone: ZoneInfo
) -> dict[StageGroup, Counter[str]]:
    """Return the counts that a change of a claim's stage adds, by group. `before` None: a new claim.

    They count in the month of the change. A claim that changes its process leaves its stage of the former one.
    """
    month = f"{moment.astimezone(zone):%Y-%m}"
    if before is not None and (before.process, before.stage) == (after.process, after.stage):
        return {}
    found = {StageGroup(month, after.process, after.stage): Counter({ENTERED: 1})}
    if before is not None:
        since = before.reached.get(before.stage, before.opened_at)
        stayed = max(int((moment - since).total_seconds()) // 60, 0)
        left = Counter({LEFT: 1, MINUTES: stayed, _stay(stayed, before.facts.kind): 1})
        found[StageGroup(month, before.process, before.stage)] = left
    return found


def tally(groups: Iterable[Counts]) -> StageTally:
    """Return the sum of the counts of groups."""
    total = summed(groups)
    left = total[LEFT]
    mean = total[MINUTES] / _DAY / left if left else None
    return StageTally(total[ENTERED], left, mean, *stays_of(total))


def summed(groups: Iterable[Counts]) -> Counter[str]:
    """Return the counts of groups together."""
    total = Counter[str]()
    for counts in groups:
        total.update(counts)
    return total


def stays_of(counts: Counts) -> Stays:
    """Return the days in a stage of all claims that left it."""
    found = Counter[int]()
    for _, days, number in _stays(counts):
        found[days] += number
    return _measured(found)


def stays_by_kind(counts: Counts) -> dict[str, Stays]:
    """Return the days in a stage of claims of each kind of loss that was known."""
    found: dict[str, Counter[int]] = {}
    for kind, days, number in _stays(counts):
        if kind:
            found.setdefault(kind, Counter())[days] += number
    return {kind: _measured(days) for kind, days in sorted(found.items())}


def _measured(days: Histogram) -> Stays:
    count = sum(days.values())
    return Stays(count, median_of(days) if count >= ENOUGH else None)


def _stay(minutes: int, kind: str | None) -> str:
    """Return the name of the count of a stay: its days, rounded half up, and the kind of loss."""
    days = min((minutes + _DAY // 2) // _DAY, MOST_DAYS)
    return f"{_DAYS}_{days}_{kind}" if kind else f"{_DAYS}_{days}"


def _stays(counts: Counts) -> Iterator[tuple[str, int, int]]:
    """Yield kinds of loss with days and the number of stays of so many. An unknown kind is empty."""
    for name, number in counts.items():
        what, _, rest = name.partition("_")
        if what == _DAYS:
            days, _, kind = rest.partition("_")
            yield kind, int(days), number
