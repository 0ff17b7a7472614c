"""Rates and durations of a season's photo requests, of the counts that figures.py makes. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from chalicelib.base.languages import Language
from chalicelib.features.photos.figures import (
    AGAIN,
    ASKED_AGAIN,
    DELIVERED,
    RATIO,
    STEPS,
    WEEK,
    Counts,
    Group,
    Sent,
    Step,
)
from chalicelib.features.photos.verdicts import UnusableReason

#: Requests under which a rate or a median says nothing.
ENOUGH = 5
#: The part of a week's requests that may still be open when its rates are shown. Why so few: most answers come fast.
OPEN_AT_MOST = 0.05
#: In the order in which they came to be: programs may go by the place, so a new one is told last.
STEPS_FOR_PROGRAMS = (*STEPS[1:], DELIVERED)


def percentile(buckets: Mapping[int, int], percent: int) -> float | None:
    """Return the duration in seconds that so many percent of those counted didn't exceed (nearest rank).

    It is the middle of its bucket, on the buckets' own scale. None if nothing is counted.
    """
    total = sum(buckets.values())
    rank = -(-total * percent // 100)
    for number in sorted(buckets):
        rank -= buckets[number]
        if rank <= 0 < total:
            return 1.0 if number == 0 else RATIO ** (number - 0.5)
    return None


class Duration(NamedTuple):
    """The time of a step in seconds, and the number of requests behind it; None where there are none."""

    requests: int
    median: float | None
    p90: float | None

    @property
    def told_median(self) -> float | None:
        """The median, if it stands on ENOUGH requests."""
        return self.median if self.requests >= ENOUGH else None


@dataclass(frozen=True)
class Tally:
    """The counts of some requests, and the figures that follow from them."""

    counts: Counts

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)

    @property
    def ended(self) -> int:
        """The number of requests that have ended in any way."""
        return self["completed"] + self["expired"] + self["revoked"]

    @property
    def open(self) -> int:
        """Requests that haven't; those from before anything was counted appear only when they end."""
        return max(0, self["asked"] - self.ended)

    @property
    def requests(self) -> int:
        """All requests."""
        return self.ended + self.open

    @property
    def completion(self) -> float | None:
        """The part of the ended requests that are complete, 0 to 1; None under ENOUGH."""
        return self["completed"] / self.ended if self.ended >= ENOUGH else None

    @property
    def sent_photos(self) -> int:
        """Photos that arrived, accepted or not."""
        return self["photos"] + self["rejected"]

    @property
    def photos_per_request(self) -> float | None:
        """Accepted photos by request that has any; None under ENOUGH requests."""
        return self["photos"] / self["begun"] if self["begun"] >= ENOUGH else None

    def per_photo(self, name: str) -> float | None:
        """Return `rejected`, `retakes` or `doubtful` by photo that arrived; None under ENOUGH requests with photos."""
        tells = self["begun"] >= ENOUGH and self.sent_photos > 0
        return self[name] / self.sent_photos if tells else None

    def asked_again(self, reason: UnusableReason) -> int:
        """Return the number of photos asked for again for a reason.

        Of requests of one device only those that have ended are known; of all others each is counted when it is made.
        """
        return max(self[f"{ASKED_AGAIN}{reason}"], self[f"{AGAIN}{reason}"])

    @property
    def all_asked_again(self) -> int:
        """The number of photos asked for again for any reason."""
        return sum(self.asked_again(reason) for reason in UnusableReason)

    @property
    def asked_again_per_photo(self) -> float | None:
        """Photos asked for again by photo filed; None under ENOUGH requests with photos."""
        tells = self["begun"] >= ENOUGH and self["photos"] > 0
        return self.all_asked_again / self["photos"] if tells else None

    def still_open(self) -> "Tally":
        """Return the counts of the requests that haven't ended."""
        waiting = {
            f"{ASKED_AGAIN}{reason}": self.asked_again(reason) - self[f"{AGAIN}{reason}"] for reason in UnusableReason
        }
        return Tally({"asked": self.open, **{name: count for name, count in waiting.items() if count > 0}})

    def duration(self, step: Step) -> Duration:
        """Return the time that a step took those who made it."""
        buckets = self._buckets.get(step.code, {})
        return Duration(sum(buckets.values()), percentile(buckets, 50), percentile(buckets, 90))

    @cached_property
    def _buckets(self) -> Mapping[str, Mapping[int, int]]:
        found: dict[str, dict[int, int]] = defaultdict(dict)
        for name, count in self.counts.items():
            code, _, number = name.rpartition("_")
            if number.isdecimal() and count > 0:
                found[code][int(number)] = count
        return found


class Line(NamedTuple):
    """The requests of one group; those that are still open make a line of their own, without a device."""

    group: Group
    tally: Tally


@dataclass(frozen=True)
class Figures:
    """The counts of the weeks from `first` to `last` (Mondays), by group, as they are on the day `today`."""

    first: date
    last: date
    today: date
    groups: Mapping[Group, Tally]

    @property
    def weeks(self) -> list[date]:
        """All weeks, oldest first, also those in which nobody was asked."""
        return [self.first + number * WEEK for number in range((self.last - self.first) // WEEK + 1)]

    @cached_property
    def by_week(self) -> Mapping[date, Tally]:
        """The weeks in which anybody was asked, oldest first."""
        return {week: self.tally(weeks=[week]) for week in sorted(self._in_week)}

    @cached_property
    def settled(self) -> frozenset[date]:
        """Weeks that are over and of which nearly all requests have ended: only their rates are right.

        An unfinished week looks better than it is, since the complete requests end first.
        """
        return frozenset(
            week
            for week, tally in self.by_week.items()
            if week + WEEK <= self.today and tally.open <= OPEN_AT_MOST * tally.requests
        )

    def tally(self, *, weeks: Iterable[date] | None = None, **alike: object) -> Tally:
        """Return the sum of the groups of these weeks (all if None) that match the named attributes."""
        return merged(
            tally.counts
            for week in (self._in_week if weeks is None else weeks)
            for group, tally in self._in_week.get(week, ())
            if all(getattr(group, name) == value for name, value in alike.items())
        )

    @cached_property
    def _in_week(self) -> Mapping[date, list[Line]]:
        found: dict[date, list[Line]] = defaultdict(list)
        for group, tally in self.groups.items():
            found[group.week].append(Line(group, tally))
        return dict(found)

    def lines(self) -> Iterator[Line]:
        """Return the groups by week, channel, language and device; summed up, they are all requests once."""
        by_asking: dict[tuple[date, Sent, Language], list[Line]] = defaultdict(list)
        for group, tally in self.groups.items():
            by_asking[group.week, group.channel, group.language].append(Line(group, tally))
        for (week, channel, language), alike in sorted(by_asking.items(), key=lambda each: each[0]):
            ended = (line for line in alike if line.group.device is not None and line.tally.ended)
            yield from sorted(ended, key=lambda line: str(line.group.device))
            still_open = merged(line.tally.counts for line in alike).still_open()
            if still_open["asked"]:
                yield Line(Group(week, channel, language), still_open)


def merged(several: Iterable[Counts]) -> Tally:
    """Return counts added up."""
    total: Counter[str] = Counter()
    for counts in several:
        total.update(counts)
    return Tally(total)
