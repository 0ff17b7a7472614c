"""Figures of photo requests: counts of a request at its beginning and end.

Pure: table/figures.py keeps them as rows, rates.py makes rates and durations of them. Times of a step are counted in
buckets whose bounds grow by RATIO. So rows add up, and a percentile is right to within RATIO ** 0.5, ±12 %.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from chalicelib.base.channels import Channel
from chalicelib.base.languages import N_, Language
from chalicelib.features.photos.model import Device, PhotoRequest

Counts = Mapping[str, int]
#: The channels of a request; none: the caller delivered the link.
Sent = Literal["sms", "email", "both", "none"]
#: The device that it was opened on; unopened: nobody did.
OpenedOn = Device | Literal["unopened"]

RATIO = 1.25
#: Upper bounds of the buckets in seconds: 1 s to 70 days, longer than any request is open; the last takes the rest.
_BOUNDS = tuple(RATIO**power for power in range(71))
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
#: Counters of requests by milestone, each with the moment that proves it. Those that ended before deliveries were
#: counted are in `sent` and not in `traced`.
_MILESTONES = {"sent": "sent_at", "traced": "sent_at", "opened": "opened_at", "begun": "first_photo_at"}


#: Retakes by reason: counted when a request is made, and again at its end, when its device is known.
ASKED_AGAIN, AGAIN = "asked_again_", "again_"


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
    return {"asked": 1, **{f"{ASKED_AGAIN}{reason}": count for reason, count in _again(request).items()}}


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
    counts |= {f"{AGAIN}{reason}": count for reason, count in _again(request).items()}
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


def _sent(channels: tuple[Channel, ...]) -> Sent:
    if len(set(channels)) > 1:
        return "both"
    return channels[0] if channels else "none"
