"""Terms of answers: last days by working days of the account's calendar, and the alarm before the end."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from chalicelib.features.claims.deadlines.computing import Place, end_of
from chalicelib.features.claims.deadlines.settings import place_in
from chalicelib.tenancy.model import Account

#: The part of the time after which the desk is warned.
_ALARM_SHARE = 0.8


class AnswerDue(NamedTuple):
    """The last day of an answer, and the moment of its end."""

    last_day: date
    ends_at: datetime


def place_of(account: Account) -> Place:
    """Return the place whose working days count: the account's zone and its calendar there."""
    return place_in(account.id, account.zone)


def due_after(day: date, days: int, place: Place) -> AnswerDue:
    """Return the end of so many working days after a day, which doesn't count itself."""
    last_day = place.calendar.day_after(day, days, "working")
    return AnswerDue(last_day, end_of(last_day, place.zone))


def due_from(moment: datetime, days: int, place: Place) -> AnswerDue:
    """Return the end of so many working days after the day of a moment at the place."""
    return due_after(moment.astimezone(place.zone).date(), days, place)


def alarm_between(since: datetime, ends_at: datetime) -> datetime:
    """Return the moment at which 80 % of a term are over."""
    whole: timedelta = ends_at - since
    return since + whole * _ALARM_SHARE
