"""Changes of an account's calendars."""

from collections.abc import Sequence

from chalicelib.features.claims.deadlines.calendar_rules import check_calendars
from chalicelib.features.claims.deadlines.calendars import Calendar
from chalicelib.features.claims.deadlines.settings import CalendarSettings
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy.sections import Section


def show_calendars(caller: Caller) -> Section[CalendarSettings]:
    """Return the calendars as they are now."""
    return sections.show(caller.account_id, CalendarSettings)


def change_calendars(caller: Caller, calendars: Sequence[Calendar], *, version: int) -> Section[CalendarSettings]:
    """Replace the calendars that were read in a version. Raises Invalid with all errors, Conflict."""
    check_calendars(calendars)
    return sections.change(caller.account_id, CalendarSettings(own=tuple(calendars)), since=version)
