"""Figures of claims: the counts that a change of the stage brings, and their sums."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.features.claims.model import Claim

type Counts = Mapping[str, int]
ENTERED, LEFT = "entered", "left"
#: Minutes in the stage of all that left it.
MINUTES = "minutes"
_DAY = 24 * 60


class StageGroup(NamedTuple):
    """The counted changes of one month, process and stage."""

    #: In the account's time zone, as `2026-12`.
    month: str
    process: str
    stage: str


class StageTally(NamedTuple):
    """The figures of some groups."""

    entered: int
    left: int
    #: The mean days in the stage of claims that left it; None without any.
    mean_days: float | None


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
        found[StageGroup(month, before.process, before.stage)] = Counter({LEFT: 1, MINUTES: stayed})
    return found


def tally(groups: Iterable[Counts]) -> StageTally:
    """Return the sum of the counts of groups."""
    total = Counter[str]()
    for counts in groups:
        total.update(counts)
    left = total[LEFT]
    return StageTally(total[ENTERED], left, total[MINUTES] / _DAY / left if left else None)
