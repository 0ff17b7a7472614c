"""Working days of an account, by the calendar of its zone."""

from collections.abc import Callable
from datetime import date

from chalicelib.features.claims.deadlines.settings import place_in
from chalicelib.tenancy.model import Account


def working_days(account: Account) -> Callable[[date], bool]:
    """Return the predicate of an account's working days."""
    return place_in(account.id, account.zone).calendar.is_working
