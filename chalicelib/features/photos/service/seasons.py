"""Figures of photo requests, as staff and back-ends see them."""

from datetime import date, timedelta

from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.photos.figures import WEEK, monday, week_of
from chalicelib.features.photos.rates import Figures
from chalicelib.features.photos.table.seasons import read_figures
from chalicelib.identity.model import Caller

MOST_WEEKS = 53
USUAL_WEEKS = 12
#: Before it there was nothing to count.
_EARLIEST = date(2020, 1, 6)


def show_figures(caller: Caller, *, since: date | None = None, until: date | None = None) -> Figures:
    """Return the account's figures of the weeks from `since` to `until`: USUAL_WEEKS up to the present one by default.

    Raises Invalid (`?from`) for more than MOST_WEEKS, or none.
    """
    first, last = check_weeks(since=since, until=until)
    groups = read_figures(caller.account_id, first=first, last=last)
    return Figures(first=first, last=last, today=now().date(), groups=groups)


def check_weeks(*, since: date | None, until: date | None) -> tuple[date, date]:
    """Return the first and the last week of such figures, each by its Monday. Raises Invalid as `show_figures`."""
    last = min(max(monday(until or now().date()), _EARLIEST), week_of(now()))
    first = max(monday(since) if since else last - timedelta(weeks=USUAL_WEEKS - 1), _EARLIEST)
    follows = ("?to",)
    if first > last:
        message = N_("The first week must not lie after the last one, nor in the future.")
        raise Invalid([FieldError("?from", message, follows=follows)])
    if (last - first) // WEEK >= MOST_WEEKS:
        message = N_("At most {weeks} weeks can be shown at once.")
        raise Invalid([FieldError("?from", message, {"weeks": MOST_WEEKS}, follows)])
    return first, last
