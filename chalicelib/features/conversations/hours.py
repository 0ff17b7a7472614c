"""Office hours: working time between moments, and moments after some working time. Pure functions."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Annotated, Literal, NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from chalicelib.base.formats import explained
from chalicelib.base.languages import N_
from chalicelib.base.models import Frozen

#: Days after which a moment is no longer looked for: a calendar can have none that is worked.
_MOST_DAYS = 400
#: The fewest measured answers that say something.
ENOUGH = 10
_DAY = timedelta(days=1)
_ENDS_FIRST = N_("The office has to close after it opens.")
TimeOfDay = Annotated[
    str, explained(r"^([01][0-9]|2[0-3]):[0-5][0-9]$", N_("Must be a time of the day, such as 09:00."))
]


class OfficeHours(Frozen):
    """The hours of each working day, at the account's place."""

    begins: TimeOfDay = Field(default="09:00", examples=["09:00"])
    ends: TimeOfDay = Field(default="18:00", examples=["18:00"])

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends <= self.begins:
            raise ValueError(_ENDS_FIRST)
        return self


class Office(NamedTuple):
    """The office: its hours, its zone, and its working days."""

    hours: OfficeHours
    zone: ZoneInfo
    is_working: Callable[[date], bool]

    def days_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the beginnings and ends of working days in UTC, from the day of a moment on."""
        day = moment.astimezone(self.zone).date()
        for _ in range(_MOST_DAYS):
            if self.is_working(day):
                yield self._at(day, self.hours.begins), self._at(day, self.hours.ends)
            day += _DAY

    def _at(self, day: date, written: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(written), self.zone).astimezone(UTC)


class Expected(NamedTuple):
    """The moment by which an answer is expected, as measured lately or as promised."""

    at: datetime
    basis: Literal["measured", "promised"]


def working_between(since: datetime, until: datetime, office: Office) -> timedelta:
    """Return the working time between two moments."""
    whole = timedelta()
    for begins, ends in office.days_from(since):
        if begins >= until:
            break
        whole += max(timedelta(), min(ends, until) - max(begins, since))
    return whole


def after_working(moment: datetime, span: timedelta, office: Office) -> datetime | None:
    """Return the moment at which some working time is over; None if the office has no working days."""
    left = span
    for begins, ends in office.days_from(moment):
        there = max(begins, moment)
        if there > ends:
            continue
        if left <= ends - there:
            return there + left
        left -= ends - there
    return None


def in_hours(moment: datetime, office: Office) -> datetime:
    """Return a moment if it is in office hours, else the next opening; without working days the moment."""
    found = after_working(moment, timedelta(), office)
    return found if found is not None else moment


def usual_answer(answers: Sequence[timedelta]) -> timedelta | None:
    """Return the median of measured answers; None of too few."""
    if len(answers) < ENOUGH:
        return None
    return timedelta(seconds=median(each.total_seconds() for each in answers))


def expected(
    moment: datetime, office: Office, *, usual: timedelta | None, promised: timedelta | None
) -> Expected | None:
    """Return the moment by which a question of this moment is answered: measured, else promised, else nothing."""
    span = usual if usual is not None else promised
    at = after_working(moment, span, office) if span is not None else None
    if at is None:
        return None
    return Expected(at, "measured" if usual is not None else "promised")
