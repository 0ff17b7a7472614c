"""Calendars of an account, a section of its settings: look-ups by place."""

from zoneinfo import ZoneInfo

from pydantic import Field

from chalicelib.base.models import Frozen
from chalicelib.features.claims.deadlines.calendars import Calendar, without_holidays
from chalicelib.features.claims.deadlines.computing import Place
from chalicelib.features.claims.deadlines.usual_calendars import usual_calendars
from chalicelib.tenancy import sections

MOST_CALENDARS = 30


class CalendarSettings(Frozen):
    """The account's calendars in the order of lists."""

    #: None: the usual ones. Why not these as the default: a default isn't stored, and a later release may change it.
    own: tuple[Calendar, ...] | None = Field(default=None, max_length=MOST_CALENDARS)

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        """The calendars, of which the first with a zone is that of its places."""
        return usual_calendars() if self.own is None else self.own

    def of_zone(self, zone: ZoneInfo) -> Calendar:
        """Return the calendar of the places of a zone; weekends alone without one."""
        return next((each for each in self.calendars if zone.key in each.zones), without_holidays())


def place_in(account_id: str, zone: ZoneInfo) -> Place:
    """Return the place of a zone with its calendar, as it was at most a minute ago."""
    return Place(zone, sections.load(account_id, CalendarSettings).of_zone(zone))
