"""HTTP of figures: queries and views."""

from datetime import date
from typing import Any

from pydantic import Field

from chalicelib.base.languages import Language
from chalicelib.features.photos.figures import OpenedOn, Sent
from chalicelib.features.photos.rates import STEPS_FOR_PROGRAMS, Duration, Figures, Tally
from chalicelib.features.photos.verdicts import UnusableReason
from chalicelib.http.bodies import Body, View


class FiguresQuery(Body):
    """The chosen weeks, each named by any of its days. Without them the last twelve, 53 at most."""

    since: date | None = Field(default=None, alias="from", description="A day of the first week")
    until: date | None = Field(default=None, alias="to", description="A day of the last week")


class StepFigures(View):
    """The time of a step for those who made it, right to ±12 %; null if nobody did."""

    code: str = Field(
        description="opened: from sent; first_photo: from opened; completed: from that; whole: all of it; delivered: "
        "from sent, only where a delivery was reported, which says nothing of the others. More may come"
    )
    requests: int = Field(description="Requests that made the step")
    median_seconds: int | None
    p90_seconds: int | None


class AskedAgain(View):
    """The number of photos asked for again for a reason."""

    reason: UnusableReason = Field(description="More may come")
    photos: int


class Counted(View):
    """Counts of requests; but for `requests` and `still_open`, of those that have ended."""

    requests: int
    still_open: int
    completed: int
    expired: int
    revoked: int
    sent: int = Field(description="Requests of which a message went out")
    traced: int = Field(
        description="Requests in `sent` that are looked at for the step `delivered`: all but those that ended before "
        "Osmotr counted it"
    )
    opened: int = Field(description="Requests that a person opened")
    with_photos: int = Field(description="Requests with any photo filed")
    photos: int = Field(description="Photos filed")
    rejected: int = Field(description="Photos that could not be filed")
    retakes: int = Field(description="Photos taken again after the page had found the first one poor")
    doubtful: int = Field(description="Photos sent although the page had found them poor")
    asked_again: list[AskedAgain] = Field(
        default_factory=list,
        description="Photos that staff found unusable and asked for again, by reason; those of open requests, too",
    )
    steps: list[StepFigures]


class GroupFigures(Counted):
    """The requests of one week, channel, language and device; summed up, the groups are all requests once."""

    week: date = Field(description="The Monday (UTC) of the week in which they were made")
    channel: Sent = Field(description="How they were sent; none: the caller delivered the link")
    language: Language
    device: OpenedOn | None = Field(description="What they were opened on; null: still open")


class SettledFigures(Counted):
    """The settled weeks, added up."""

    completion: float | None = Field(description="The part that is complete, 0 to 1; null under 5 requests")


class FiguresView(View):
    """The outcome of the account's photo requests."""

    first_week: date
    last_week: date
    settled_weeks: list[date] = Field(
        description="Weeks that are over and of whose requests 5 % at most are still open: others look better "
        "than they will be, since complete requests end first"
    )
    settled: SettledFigures
    groups: list[GroupFigures]


def figures_view(figures: Figures) -> FiguresView:
    """Return an account's figures."""
    settled = figures.tally(weeks=figures.settled)
    return FiguresView(
        first_week=figures.first,
        last_week=figures.last,
        settled_weeks=sorted(figures.settled),
        settled=SettledFigures(completion=settled.completion, **_counted(settled)),
        groups=[GroupFigures(**group._asdict(), **_counted(tally)) for group, tally in figures.lines()],
    )


def _counted(tally: Tally) -> dict[str, Any]:
    names = ("completed", "expired", "revoked", "sent", "traced", "opened", "photos", "rejected", "retakes", "doubtful")
    counts = {name: tally[name] for name in names}
    steps = [_step(step.code, tally.duration(step)) for step in STEPS_FOR_PROGRAMS]
    again = [AskedAgain(reason=reason, photos=tally.asked_again(reason)) for reason in UnusableReason]
    return {
        "asked_again": again,
        "requests": tally.requests,
        "still_open": tally.open,
        "with_photos": tally["begun"],
        "steps": steps,
        **counts,
    }


def _step(code: str, took: Duration) -> StepFigures:
    median, p90 = (round(seconds) if seconds is not None else None for seconds in (took.median, took.p90))
    return StepFigures(code=code, requests=took.requests, median_seconds=median, p90_seconds=p90)
