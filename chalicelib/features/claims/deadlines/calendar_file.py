"""Calendar files (RFC 5545) of deadlines, for the calendars of phones and offices."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
_PRODUCT = "-//Osmotr//Deadlines//EN"
_DAY = timedelta(days=1)


class CalendarEntry(NamedTuple):
    """An entry of a calendar file: a day, or the moment at which something ends."""

    #: Unique in the world, the same for later versions of the entry.
    uid: str
    on: date | datetime
    title: str
    details: str
    #: The page that tells more.
    url: str
    version: int
    changed_at: datetime


def calendar_file(name: str, entries: Sequence[CalendarEntry]) -> bytes:
    """Return a calendar file of some entries, each with an alarm a day before."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for each in entries:
        made.add_component(_event(each))
    return bytes(made.to_ical())


def _event(entry: CalendarEntry) -> Event:
    made = Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", entry.changed_at)
    made.add("sequence", entry.version)
    made.add("dtstart", entry.on)
    made.add("dtend", entry.on if isinstance(entry.on, datetime) else entry.on + _DAY)
    made.add("summary", entry.title)
    made.add("description", entry.details)
    made.add("url", entry.url)
    made.add("transp", "TRANSPARENT")
    made.add_component(_alarm(entry.title))
    return made


def _alarm(title: str) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("trigger", -_DAY)
    made.add("description", title)
    return made
