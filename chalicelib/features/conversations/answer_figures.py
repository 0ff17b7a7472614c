"""Figures of first answers about claims: the counts that one brings, and their sums."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from chalicelib.base.histograms import median_of
from chalicelib.features.conversations.hours import ENOUGH

type Counts = Mapping[str, int]
ANSWERED = "answered"
#: Answers that came while the account promised a time, and those of them in this time.
PROMISED, KEPT = "promised", "kept"
#: Answers by the quarters of a working hour that they took: `quarters_5`. The longest count as _MOST.
_QUARTERS, _MOST = "quarters", 2000
_QUARTER = timedelta(minutes=15)
_IN_AN_HOUR = 4


class AnswerTally(NamedTuple):
    """The figures of some months, each answer counted when it came."""

    #: Answers of the staff that a client waited for.
    answered: int
    #: The median of the office hours that they took, each to a quarter of an hour; None of fewer than ENOUGH.
    median_hours: float | None
    promised: int
    kept: int

    @property
    def share_kept(self) -> float | None:
        """The share of promises that were kept, in percent; None without any."""
        return 100 * self.kept / self.promised if self.promised else None


def answer_counts(took: timedelta, promised: timedelta | None) -> Counter[str]:
    """Return the counts of an answer that took so much working time. `promised` None: nothing was."""
    counts = Counter({ANSWERED: 1, f"{_QUARTERS}_{min((took + _QUARTER / 2) // _QUARTER, _MOST)}": 1})
    if promised is not None:
        counts[PROMISED] = 1
        counts[KEPT] = int(took <= promised)
    return counts


def tally(months: Iterable[Counts]) -> AnswerTally:
    """Return the sum of the counts of months."""
    total = Counter[str]()
    for counts in months:
        total.update(counts)
    begins = f"{_QUARTERS}_"
    quarters = {int(name.removeprefix(begins)): each for name, each in total.items() if name.startswith(begins)}
    median = median_of(quarters) if total[ANSWERED] >= ENOUGH else None
    return AnswerTally(
        answered=total[ANSWERED],
        median_hours=None if median is None else median / _IN_AN_HOUR,
        promised=total[PROMISED],
        kept=total[KEPT],
    )
