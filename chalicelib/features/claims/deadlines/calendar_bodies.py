"""Calendars as somebody gives them, and as they are shown."""

from pydantic import Field

from chalicelib.features.claims.deadlines.calendars import Calendar
from chalicelib.features.claims.deadlines.settings import MOST_CALENDARS
from chalicelib.features.policies.product_bodies import GivenLabels
from chalicelib.http.bodies import Body, View, unchanged

#: Lists of days: their order says nothing, and a day that stands twice counts once.
_DAYS = ("yearly", "dates", "days_off", "working_days")


class CalendarBody(Calendar):
    """A calendar of a place or of a country, as somebody gives it."""

    labels: GivenLabels = Field(min_length=1, examples=[{"en": "Russia"}])


class CalendarSettingsChange(Body):
    """Changes of the calendars; a list replaces the former one. Deadlines that are kept stay until facts change,
    or the operator counts all anew."""

    version: int = Field(ge=0, description="Of the calendars that were read")
    calendars: tuple[CalendarBody, ...] = Field(default_factory=unchanged, max_length=MOST_CALENDARS)

    def given(self) -> tuple[Calendar, ...] | None:
        """Return the calendars as they are stored; None if the change named none."""
        return tuple(map(stored, self.calendars)) if self.calendars is not None else None


class CalendarSettingsView(View):
    """The account's calendars."""

    calendars: list[Calendar] = Field(
        description="The first with a zone is that of its places; one without has weekends alone. Until some are "
        "saved: the usual one of Russia"
    )
    version: int = Field(description="0: none was saved yet")


def stored(body: Calendar) -> Calendar:
    """Return a given calendar as the type that is stored, its days in order."""
    days = {name: tuple(sorted(set(getattr(body, name)))) for name in _DAYS}
    zones = tuple(dict.fromkeys(body.zones))
    return Calendar.model_validate({**body.model_dump(), **days, "zones": zones})
