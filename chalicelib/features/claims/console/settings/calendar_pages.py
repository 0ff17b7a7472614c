"""Settings: the calendars by which deadlines are counted."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.base.clock import now
from chalicelib.base.errors import Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.claims.console.settings.calendar_form import (
    CalendarForm,
    after_button,
    calendar_of,
    form_of,
    places_of,
    with_calendar,
)
from chalicelib.features.claims.deadlines.calendar_changing import change_calendars, show_calendars
from chalicelib.features.claims.deadlines.calendars import Calendar, DayKind
from chalicelib.features.claims.deadlines.settings import CalendarSettings
from chalicelib.frame.console.entries import EntryPages, Line, Removal, Words, blueprint_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

_Settings = Section[CalendarSettings]
_REMOVAL = Removal(
    question=N_("Delete this calendar?"),
    warning=N_(
        "Deadlines in its time zones are counted without holidays then. Those of present claims stay as they are until "
        "a fact changes."
    ),
    yes=N_("Delete"),
    notice="calendar_removed",
)
#: The deadlines of the example: their sentence, number and kind of days.
_EXAMPLES: Sequence[tuple[str, int, DayKind]] = (
    (N_("20 days without holidays, counted from {start}: until {day}"), 20, "no_holidays"),
    (N_("30 working days, counted from {start}: until {day}"), 30, "working"),
)
#: Years that deadlines of now reach into.
_YEARS = 2


def _lines(settings: _Settings, language: Language) -> Sequence[Line]:
    def line(each: Calendar) -> Line:
        zones = (
            text(language, N_("time zones: {names}"), names=_some(each.zones))
            if each.zones
            else text(language, N_("no time zone yet"))
        )
        return Line(each.code, each.label(language), [zones, *_uncovered(each, language)])

    return [line(each) for each in settings.value.calendars]


def _some(names: Sequence[str]) -> str:
    """Return names in a row, of many the first."""
    return ", ".join(names[:3]) + ("…" if len(names) > len(names[:3]) else "")


def _uncovered(calendar: Calendar, language: Language) -> list[str]:
    """Return a warning for each year that deadlines reach into and that has no day of its own."""
    first = now().year
    years = [year for year in range(first, first + _YEARS) if not calendar.has_days_of(year)]
    return [text(language, N_("Moved days off and holidays of {year} are not entered"), year=year) for year in years]


def _changes(
    caller: Caller, settings: _Settings, form: CalendarForm, known: Calendar | None, _page: Language
) -> Mapping[str, Any]:
    present, language = settings.value.calendars, accounts.load_account(caller.account_id).language
    return {"calendars": with_calendar(present, calendar_of(form, known, present, language))}


def _save(caller: Caller, settings: _Settings, changes: Mapping[str, Any]) -> object:
    return change_calendars(caller, changes["calendars"], version=settings.version)


def _places(settings: _Settings, _form: CalendarForm, code: str | None) -> Mapping[str, str]:
    here = [each.code for each in settings.value.calendars]
    return places_of(here.index(code) if code in here else len(here))


def _without(settings: _Settings, code: str) -> Mapping[str, Any]:
    return {"calendars": tuple(each for each in settings.value.calendars if each.code != code)}


def _values(settings: _Settings, form: CalendarForm, known: Calendar | None, language: Language) -> Mapping[str, Any]:
    """Return the example and the warnings of the calendar as it is typed; none while it cannot be read."""
    try:
        calendar = calendar_of(form, known, settings.value.calendars, language)
    except Invalid:
        return {"examples": [], "uncovered": []}
    today = now().date()
    return {
        "examples": [_example(calendar, today, each, language) for each in _EXAMPLES],
        "uncovered": _uncovered(calendar, language) if known else [],
    }


def _example(calendar: Calendar, today: date, example: tuple[str, int, DayKind], language: Language) -> str:
    message, count, kind = example
    return text(language, message, start=today, day=calendar.day_after(today, count, kind))


calendar_pages = blueprint_of(
    __name__,
    EntryPages[_Settings, Calendar, CalendarForm](
        section="calendars",
        thing="calendar",
        words=Words(
            heading=N_("Working calendars"),
            intro=N_(
                "Holidays, moved days off and worked weekends of a country or a region. Deadlines of claims are "
                "counted by the calendar of the place of the loss."
            ),
            add=N_("Add a calendar"),
            unknown=N_("There is no such calendar."),
            gone=N_("There is no such calendar any more: somebody has removed it."),
            removed=N_(
                "Somebody has removed this calendar meanwhile. What you typed is still here, and nothing was saved "
                "yet: save it as a new one under this or another code, or go back to all calendars."
            ),
            none=N_(
                "There is no calendar: deadlines are counted without holidays, Saturdays and Sundays are days off."
            ),
        ),
        form=CalendarForm,
        template="settings_calendar.html",
        show=show_calendars,
        save=_save,
        entries=lambda settings: settings.value.calendars,
        lines=_lines,
        label=lambda calendar, language: calendar.label(language),
        filled=form_of,
        changes=_changes,
        places=_places,
        without=_without,
        removal=lambda *_: _REMOVAL,
        values=_values,
        pressed=after_button,
    ),
)
