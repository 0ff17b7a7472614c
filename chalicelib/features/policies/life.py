"""Life insurance: days left of a policy, and its payout at a level of the underlying."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import NamedTuple

from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.base.money import Money
from chalicelib.features.policies.exact import half_even, share

#: Working days after which a level is too old to tell a payout by.
MOST_AGE = 3
_SATURDAY = 5


def is_weekday(day: date) -> bool:
    """Return True for a day from Monday to Friday: a working day where no calendar is known."""
    return day.weekday() < _SATURDAY


class Level(NamedTuple):
    """The level of an underlying on a day."""

    value: Decimal
    on: date


class Investment(NamedTuple):
    """The terms of a life policy with an investment: payout = guaranteed + invested x participation x growth."""

    guaranteed: Money
    invested: Money
    #: Percent of the growth of the underlying.
    participation: Decimal
    #: The level when the policy began.
    began_at: Decimal


def days_left(language: Language, today: date, ends: date) -> str:
    """Write the number of days until a policy ends: `142 дня`, `сегодня` on the last day; empty after it."""
    left = (ends - today).days
    if left < 0:
        return ""
    return plural(language, "{count} day", "{count} days", left) if left else text(language, N_("today"))


def payout(terms: Investment, level: Decimal) -> Money:
    """Return the payout at a level: the guaranteed sum and a share of the growth, if there is any."""
    growth = max(Fraction(0), Fraction(level) / Fraction(terms.began_at) - 1)
    gained = Fraction(terms.invested.amount) * share(terms.participation) * growth
    return half_even(Fraction(terms.guaranteed.amount) + gained, terms.guaranteed.currency)


def present_payout(
    terms: Investment, level: Level | None, today: date, works: Callable[[date], bool] = is_weekday
) -> Money | None:
    """Return the payout at the latest level; None if there is none of the last working days. An old sum misleads."""
    if level is None or working_days_after(level.on, today, works) > MOST_AGE:
        return None
    return payout(terms, level.value)


def working_days_after(day: date, today: date, works: Callable[[date], bool] = is_weekday) -> int:
    """Return the number of working days after a day, up to today."""
    later = (day + timedelta(days=number) for number in range(1, (today - day).days + 1))
    return sum(map(works, later))


def first_working_day_after(day: date, works: Callable[[date], bool] = is_weekday) -> date:
    """Return the next working day, such as the first one without a level."""
    return next(each for number in count(1) if works(each := day + timedelta(days=number)))
