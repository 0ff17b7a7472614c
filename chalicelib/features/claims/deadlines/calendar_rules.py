"""Rules for the calendars of an account together, beyond those of each field."""

from collections.abc import Iterator, Sequence
from datetime import date

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.features.claims.deadlines.calendars import Calendar

TWICE = N_("There is such a calendar already. Choose another code.")
_TAKEN = N_("{zone} is in the calendar “{name}” already: a place has one calendar.")
_WEEKDAY = N_("Only Saturdays and Sundays belong here, not {days}.")
_WORKED_AND_OFF = N_(
    "{days}: also among the days off or holidays of this calendar. Take it away in one of the two places."
)
_SHOWN = 5


def check_calendars(calendars: Sequence[Calendar], *, at: str = "/calendars") -> None:
    """Raise Invalid with everything that calendars would be refused for."""
    found = Findings()
    found.add(_repeated(calendars, at=at))
    found.add(_taken(calendars, at=at))
    for place, each in enumerate(calendars):
        found.add(_wrong_days(each, at=f"{at}/{place}"))
    found.demand_none()


def _repeated(calendars: Sequence[Calendar], *, at: str) -> Iterator[FieldError]:
    seen: dict[str, int] = {}
    for place, each in enumerate(calendars):
        first = seen.setdefault(each.code, place)
        if first != place:
            yield FieldError(f"{at}/{place}/code", TWICE, follows=(f"{at}/{first}/code", f"{at}/{place}/code"))


def _taken(calendars: Sequence[Calendar], *, at: str) -> Iterator[FieldError]:
    seen: dict[str, Calendar] = {}
    for place, calendar in enumerate(calendars):
        for number, zone in enumerate(calendar.zones):
            other = seen.setdefault(zone, calendar)
            if other is not calendar:
                told = {"zone": zone, "name": next(iter(other.labels.values()))}
                yield FieldError(f"{at}/{place}/zones/{number}", _TAKEN, told, follows=(f"{at}/*/zones",))


def _wrong_days(calendar: Calendar, *, at: str) -> Iterator[FieldError]:
    weekdays = [day for day in calendar.working_days if not calendar.is_weekend(day)]
    if weekdays:
        yield FieldError(f"{at}/working_days", _WEEKDAY, {"days": _first(weekdays)})
    free = [day for day in calendar.working_days if day in calendar.days_off or calendar.is_holiday(day)]
    if free:
        follows = tuple(f"{at}/{part}" for part in ("days_off", "dates", "yearly"))
        yield FieldError(f"{at}/working_days", _WORKED_AND_OFF, {"days": _first(free)}, follows)


def _first(days: Sequence[date]) -> tuple[date | str, ...]:
    """Return days, of many the first."""
    return (*days[:_SHOWN], *(("…",) if len(days) > _SHOWN else ()))
