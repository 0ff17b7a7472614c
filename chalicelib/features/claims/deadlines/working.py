"""Working days of an account, by the calendar of its zone."""

from collections.abc import Callable
from datetime import date

from chalicelib.features.claims.deadlines.calendars import WITHOUT_HOLIDAYS
from chalicelib.features.claims.deadlines.usual_calendars import usual_calendars
from chalicelib.tenancy.model import Account


def working_days(account: Account) -> Callable[[date], bool]:
    """Return the predicate of an account's working days."""
    zone = account.zone.key
    return next((each for each in usual_calendars() if zone in each.zones), WITHOUT_HOLIDAYS).is_working
