"""The form of a calendar, and the calendar that it says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from chalicelib.base.errors import FieldError
from chalicelib.base.languages import LANGUAGES, N_, Language
from chalicelib.base.time_zones import is_readable
from chalicelib.features.claims.console.settings.day_lines import (
    days_written,
    read_days,
    read_yearly,
    yearly_written,
)
from chalicelib.features.claims.deadlines.calendar_bodies import CalendarBody, stored
from chalicelib.features.claims.deadlines.calendar_rules import TWICE, check_calendars
from chalicelib.features.claims.deadlines.calendars import Calendar
from chalicelib.frame.console.codes import first_label, proposed
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.labels import label_fields, labels_of, place_of_labels
from chalicelib.frame.console.saving import LABEL_NEEDED, SettingsForm, check_part, state_of, with_stand_ins

_UNREAD = N_(
    "No day can be read in: {lines}. Write a day or a range a line, such as 03.01.2027 or 01.05.2027 – 04.05.2027."
)
_UNREAD_YEARLY = N_("No day can be read in: {lines}. Write day and month a line, such as 09.05 or 01.01 – 08.01.")
_NO_ZONES = N_("No time zones: {names}. Write names of the IANA database, such as Europe/Moscow, one a line.")
#: Lists of days of a year.
_DATED = ("dates", "days_off", "working_days")
PLACES: Mapping[str, str] = {
    **place_of_labels(),
    "/code": "code",
    **{f"/{name}": name for name in ("zones", "yearly", *_DATED)},
}


class CalendarForm(SettingsForm):
    """A calendar as it is typed: its lists are texts with an entry a line."""

    do: str = ""
    label_ru: str = ""
    label_es: str = ""
    label_en: str = ""
    zones: str = ""
    yearly: str = ""
    dates: str = ""
    days_off: str = ""
    working_days: str = ""


def form_of(calendar: Calendar | None, language: Language) -> CalendarForm:
    """Return the form of a calendar, days as the language writes them; an empty one of none."""
    if calendar is None:
        return CalendarForm(base=state_of(None))
    return CalendarForm(
        base=state_of(calendar),
        code=calendar.code,
        zones="\n".join(calendar.zones),
        yearly=yearly_written(calendar.yearly, language),
        **{name: days_written(getattr(calendar, name), language) for name in _DATED},
        **label_fields(calendar.labels),
    )


def after_button(form: CalendarForm) -> CalendarForm | None:
    """Return the form after the button that shows the example; None for the one that saves."""
    return form if form.do == "example" else None


def calendar_of(form: CalendarForm, known: Calendar | None, others: Sequence[Calendar], language: Language) -> Calendar:
    """Return the typed calendar. Raises Invalid with all errors, with pointers into a calendar.

    `others`: all calendars of now.
    """
    labels, taken = labels_of(form), {each.code for each in others}
    code = known.code if known else form.code.strip() or proposed(_first(labels), taken=taken, fallback="calendar")
    lists, lacking = _lists(form)
    if not labels:
        lacking.append(FieldError(f"/labels/{language}", LABEL_NEEDED))
    if known is None and code in taken:
        lacking.append(FieldError("/code", TWICE))
    typed = {"code": code, "labels": labels or {language: "-"}, **lists}
    body = read_typed(CalendarBody, typed, lacking=lacking, check=lambda part: _check(part, others))
    return stored(body)


def with_calendar(calendars: Sequence[Calendar], calendar: Calendar) -> tuple[Calendar, ...]:
    """Return calendars with this one in its place, a new one at the end."""
    return tuple(({each.code: each for each in calendars} | {calendar.code: calendar}).values())


def places_of(place: int) -> Mapping[str, str]:
    """Return the form's fields by pointer into a calendar, and into calendars with this one at a place."""
    return {f"{before}{at}": name for before in ("", f"/calendars/{place}") for at, name in PLACES.items()}


def _check(body: CalendarBody, others: Sequence[Calendar]) -> None:
    try:
        calendar = stored(with_stand_ins(body, code="unreadable", labels={"en": "-"}))
    except ValidationError:  # too little could be read
        return
    calendars = with_calendar(others, calendar)
    check_part(lambda: check_calendars(calendars), at=f"/calendars/{calendars.index(calendar)}")


def _lists(form: CalendarForm) -> tuple[dict[str, Any], list[FieldError]]:
    """Return zones and days that can be read, and the errors of the others."""
    names = [line.strip() for line in form.zones.splitlines() if line.strip()]
    found: dict[str, Any] = {"zones": [each for each in names if is_readable(each)]}
    wrong = {"zones": (_NO_ZONES, {"names": tuple(each for each in names if not is_readable(each))})}
    found["yearly"], unread = read_yearly(form.yearly)
    wrong["yearly"] = (_UNREAD_YEARLY, {"lines": tuple(unread)})
    for name in _DATED:
        found[name], unread = read_days(getattr(form, name))
        wrong[name] = (_UNREAD, {"lines": tuple(unread)})
    return found, list(_told(wrong))


def _told(wrong: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]]) -> Iterator[FieldError]:
    for name, (message, told) in wrong.items():
        if any(told.values()):
            yield FieldError(f"/{name}", message, told)


def _first(labels: Mapping[Language, str]) -> str:
    return first_label(labels, LANGUAGES)
