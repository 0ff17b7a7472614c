"""Figures of photo requests: counts of a request at its beginning and end, and figures of a season.

Pure: rows of counts go in (table/figures.py keeps them), rates and durations come out. Times of a step are counted in
buckets whose bounds grow by RATIO. So rows add up, and a percentile is right to within RATIO ** 0.5, ±12 %.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

from chalicelib.base.channels import Channel
from chalicelib.base.languages import N_, Language
from chalicelib.features.photos.model import Device, PhotoRequest
from chalicelib.features.photos.verdicts import UnusableReason

Counts = Mapping[str, int]
#: The channels of a request; none: the caller delivered the link.
Sent = Literal["sms", "email", "both", "none"]
#: The device that it was opened on; unopened: nobody did.
OpenedOn = Device | Literal["unopened"]

RATIO = 1.25
#: Upper bounds of the buckets in seconds: 1 s to 70 days, longer than any request is open; the last takes the rest.
_BOUNDS = tuple(RATIO**power for power in range(71))
#: Requests under which a rate or a median says nothing.
ENOUGH = 5
#: The part of a week's requests that may still be open when its rates are shown. Why so few: most answers come fast.
OPEN_AT_MOST = 0.05
WEEK = timedelta(days=7)


class Step(NamedTuple):
    """A part of the way of a request, between two of its moments (fields of PhotoRequest)."""

    code: str
    label: str
    begins: str
    ends: str


#: Only of reported deliveries: many carriers and mail servers report nothing.
DELIVERED = Step("delivered", N_("Sent → delivered"), "sent_at", "delivered_at")
#: The step from one end to the other.
WHOLE = Step("whole", N_("Sent → complete"), "sent_at", "completed_at")
STEPS = (
    DELIVERED,
    Step("opened", N_("Sent → opened"), "sent_at", "opened_at"),
    Step("first_photo", N_("Opened → first photo"), "opened_at", "first_photo_at"),
    Step("completed", N_("First photo → complete"), "first_photo_at", "completed_at"),
    WHOLE,
)
#: In the order in which they came to be: programs may go by the place, so a new one is told last.
STEPS_FOR_PROGRAMS = (*STEPS[1:], DELIVERED)
#: Counters of requests by milestone, each with the moment that proves it. Those that ended before deliveries were
#: counted are in `sent` and not in `traced`.
_MILESTONES = {"sent": "sent_at", "traced": "sent_at", "opened": "opened_at", "begun": "first_photo_at"}


#: Retakes by reason: counted when a request is made, and again at its end, when its device is known.
_ASKED_AGAIN, _AGAIN = "asked_again_", "again_"


class Group(NamedTuple):
    """Requests that are counted together: made in the same week (its Monday, in UTC) and alike in the rest.

    Without a device: those counted when they were made, before any device is known.
    """

    week: date
    channel: Sent
    language: Language
    device: OpenedOn | None = None


def week_of(moment: datetime) -> date:
    """Return the Monday of a moment's week.

    In UTC: an account may change its time zone while a request is open, which must be counted twice in the same week.
    """
    return monday(moment.astimezone(UTC).date())


def monday(day: date) -> date:
    """Return the Monday of a day's week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def asked_group(request: PhotoRequest) -> Group:
    """Return the group in which a request counts as made."""
    return Group(week_of(request.created_at), _sent(request.channels), request.language)


def ended_group(request: PhotoRequest) -> Group:
    """Return the group in which a request counts when it has ended."""
    device: OpenedOn = "unopened" if request.opened_at is None else request.device or "unknown"
    return Group(week_of(request.created_at), _sent(request.channels), request.language, device)


def initial_counts(request: PhotoRequest) -> dict[str, int]:
    """Return the counts of a new request: the request itself, and its retakes by reason."""
    return {"asked": 1, **{f"{_ASKED_AGAIN}{reason}": count for reason, count in _again(request).items()}}


def _again(request: PhotoRequest) -> Mapping[str, int]:
    return Counter(str(each.reason) for each in request.again)


def final_counts(request: PhotoRequest) -> dict[str, int]:
    """Return the counts of a request that has ended; zeros are left out."""
    counts = {
        str(request.status): 1,
        "photos": sum(request.filed.values()),
        "rejected": request.rejected,
        "retakes": request.retakes,
        "doubtful": request.doubtful,
    }
    counts |= {name: 1 for name, moment in _MILESTONES.items() if getattr(request, moment) is not None}
    counts |= {f"{_AGAIN}{reason}": count for reason, count in _again(request).items()}
    for step in STEPS:
        took = _took(request, step)
        if took is not None:
            counts[f"{step.code}_{bucket(took.total_seconds())}"] = 1
    return {name: count for name, count in counts.items() if count}


def _took(request: PhotoRequest, step: Step) -> timedelta | None:
    """Return the time that a request took for a step; None for an unmade step or an unknown time."""
    begins, ends = getattr(request, step.begins), getattr(request, step.ends)
    if begins is None or ends is None:
        return None
    # An opening proves a delivery that nobody has reported, but not when it was.
    is_guessed = step is DELIVERED and ends == request.opened_at
    return None if is_guessed else ends - begins


def bucket(seconds: float) -> int:
    """Return the number of a duration's bucket; 0 stands for a second or less."""
    return min(bisect_left(_BOUNDS, seconds), len(_BOUNDS) - 1)


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
        return max(self[f"{_ASKED_AGAIN}{reason}"], self[f"{_AGAIN}{reason}"])

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
            f"{_ASKED_AGAIN}{reason}": self.asked_again(reason) - self[f"{_AGAIN}{reason}"] for reason in UnusableReason
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


def _sent(channels: tuple[Channel, ...]) -> Sent:
    if len(set(channels)) > 1:
        return "both"
    return channels[0] if channels else "none"
