"""Terms of answers: last days by the account's calendar, and the alarm before the end."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from chalicelib.features.claims.deadlines.computing import Place, end_of
from chalicelib.features.claims.deadlines.settings import place_in
from chalicelib.features.conversations.settings import AnswerTerm, TermCount
from chalicelib.tenancy.model import Account


class AnswerDue(NamedTuple):
    """The last day of an answer, and the moment of its end."""

    last_day: date
    ends_at: datetime


def place_of(account: Account) -> Place:
    """Return the place whose working days count: the account's zone and its calendar there."""
    return place_in(account.id, account.zone)


def due_after(day: date, days: int, place: Place, *, count: TermCount = "working") -> AnswerDue:
    """Return the end of so many days after a day, which doesn't count itself."""
    last_day = place.calendar.day_after(day, days, count)
    return AnswerDue(last_day, end_of(last_day, place.zone))


def due_from(moment: datetime, term: AnswerTerm, place: Place) -> AnswerDue:
    """Return the end of a term that begins with the day of a moment at the place."""
    return due_after(moment.astimezone(place.zone).date(), term.days, place, count=term.count)


def alarm_between(since: datetime, ends_at: datetime, percent: int) -> datetime:
    """Return the moment at which a part of a term, in percent, is over."""
    whole: timedelta = ends_at - since
    return since + whole * percent / 100
