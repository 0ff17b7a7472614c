"""Calendars of places: holidays by law, moved days off, and the counting of days by them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import islice
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from chalicelib.base.formats import explained
from chalicelib.base.languages import N_
from chalicelib.base.time_zones import TimeZone
from chalicelib.features.policies.product_types import Labelled

#: Kinds of days that a deadline counts.
DayKind = Literal["calendar", "no_holidays", "no_sundays", "working"]

MOST_YEARLY = 60
MOST_DATES = 400
MOST_ZONES = 30
_LEAP_YEAR = 2024
_SATURDAY, _SUNDAY = 5, 6
_DAY = timedelta(days=1)


_NO_YEARLY_DAY = N_("Must be a month and a day, such as 05-09.")
_FORM = explained(r"^[0-9]{2}-[0-9]{2}$", _NO_YEARLY_DAY)


def _day_of_the_year(written: str) -> str:
    try:
        date.fromisoformat(f"{_LEAP_YEAR}-{written}")
    except ValueError as error:
        raise ValueError(_NO_YEARLY_DAY) from error
    return written


YearlyDay = Annotated[str, _FORM, AfterValidator(_day_of_the_year)]


class Calendar(Labelled):
    """The calendar of a place, or of a country."""

    #: The zones whose places have it, unless a claim names another calendar.
    zones: tuple[TimeZone, ...] = Field(default=(), max_length=MOST_ZONES, examples=[["Europe/Moscow"]])
    yearly: tuple[YearlyDay, ...] = Field(
        default=(), max_length=MOST_YEARLY, examples=[["01-01", "05-09"]], description="Holidays of every year"
    )
    dates: tuple[date, ...] = Field(
        default=(), max_length=MOST_DATES, examples=[["2026-04-03"]], description="Holidays of one year"
    )
    days_off: tuple[date, ...] = Field(
        default=(), max_length=MOST_DATES, description="Days off that are no holidays, such as moved ones"
    )
    working_days: tuple[date, ...] = Field(
        default=(), max_length=MOST_DATES, description="Saturdays and Sundays that are worked"
    )

    def is_holiday(self, day: date) -> bool:
        """Return True for a holiday by law, on any day of the week. Moved days off are none."""
        return day in self.dates or f"{day:%m-%d}" in self.yearly

    @staticmethod
    def is_weekend(day: date) -> bool:
        """Return True for Saturdays and Sundays."""
        return day.weekday() >= _SATURDAY

    def is_working(self, day: date) -> bool:
        """Return True for a working day. One that is named as such wins over the weekend."""
        if self.is_holiday(day) or day in self.days_off:
            return False
        return day in self.working_days or not self.is_weekend(day)

    def has_days_of(self, year: int) -> bool:
        """Return True if some day of a year is named.

        Most years have moved days off, or holidays on a day that no other year has.
        """
        return any(day.year == year for day in (*self.dates, *self.days_off, *self.working_days))

    def day_after(self, start: date, count: int, kind: DayKind) -> date:
        """Return the last of so many days of a kind after a day, which doesn't count itself."""
        if kind == "calendar" or not count:
            return start + timedelta(days=count)
        return next(islice(self._days_after(start, kind), count - 1, None))

    def _days_after(self, start: date, kind: DayKind) -> Iterator[date]:
        counts, day = _COUNTS[kind], start
        while True:
            day += _DAY
            if counts(self, day):
                yield day


#: The predicate by which a day counts.
_COUNTS: Mapping[DayKind, Callable[[Calendar, date], bool]] = MappingProxyType(
    {
        "calendar": lambda _, __: True,
        "no_holidays": lambda calendar, day: not calendar.is_holiday(day),
        # Convention CMR, art. 30: Sundays and public holidays; Saturdays count.
        "no_sundays": lambda calendar, day: day.weekday() != _SUNDAY and not calendar.is_holiday(day),
        "working": lambda calendar, day: calendar.is_working(day),
    }
)


@cache
def without_holidays() -> Calendar:
    """Return the calendar of places without one: weekends, no holidays."""
    return Calendar(code="none", labels={"en": "Without holidays"})
