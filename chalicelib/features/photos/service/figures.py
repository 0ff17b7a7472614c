"""Figures of photo requests: counted in the transactions of the changes, shown to staff and back-ends."""

from datetime import date, timedelta

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.photos.figures import (
    WEEK,
    Figures,
    asked_group,
    ended_group,
    final_counts,
    initial_counts,
    monday,
    week_of,
)
from chalicelib.features.photos.model import PhotoRequest, RequestStatus
from chalicelib.features.photos.table import figures as table
from chalicelib.identity.model import Caller

MOST_WEEKS = 53
USUAL_WEEKS = 12
#: Before it there was nothing to count.
_EARLIEST = date(2020, 1, 6)


def count_asked(tx: Transaction, request: PhotoRequest) -> None:
    """Count a request as made."""
    table.add(
        tx,
        account_id=request.account_id,
        group=asked_group(request),
        counts=initial_counts(request),
        spread_by=request.id,
    )


def count_end(tx: Transaction, ended: PhotoRequest) -> PhotoRequest:
    """Count a request at its end, and return it as it is to be written.

    That write has a condition on the version, so that the request counts once. An expired one may be reopened by more
    days: it keeps its counts, to have them taken back.
    """
    counts = final_counts(ended)
    table.add(tx, account_id=ended.account_id, group=ended_group(ended), counts=counts, spread_by=ended.id)
    return ended.model_copy(update={"counted": counts}) if ended.status == RequestStatus.EXPIRED else ended


def subtract_end(tx: Transaction, before: PhotoRequest, reopened: PhotoRequest) -> PhotoRequest:
    """Subtract the counts of a request that is open again, and return it as it is to be written."""
    if before.counted:
        counts = {name: -count for name, count in before.counted.items()}
        table.add(tx, account_id=before.account_id, group=ended_group(before), counts=counts, spread_by=before.id)
    return reopened.model_copy(update={"counted": None})


def show_figures(caller: Caller, *, since: date | None = None, until: date | None = None) -> Figures:
    """Return the account's figures of the weeks from `since` to `until`: USUAL_WEEKS up to the present one by default.

    Raises Invalid (`?from`) for more than MOST_WEEKS, or none.
    """
    first, last = check_weeks(since=since, until=until)
    groups = table.read_figures(caller.account_id, first=first, last=last)
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
