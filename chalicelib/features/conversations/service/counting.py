"""Figures of requests: counted in the transactions of the changes, and read by month, desk and topic."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.conversations.access import desks_of
from chalicelib.features.conversations.figures import Counts, TicketGroup, TicketTally, changed_counts, tally
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.table import figures as table
from chalicelib.features.policies.service import check_months
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts


class TicketFigures(NamedTuple):
    """The counts of some months."""

    first: str
    last: str
    groups: Mapping[TicketGroup, Counts]

    def split[K: (str, TicketGroup)](self, by: Callable[[TicketGroup], K]) -> dict[K, TicketTally]:
        """Return the tallies by a part of the groups, in its order."""
        found: dict[K, list[Counts]] = {}
        for group, counts in self.groups.items():
            found.setdefault(by(group), []).append(counts)
        return {each: tally(found[each]) for each in sorted(found)}

    def total(self) -> TicketTally:
        """Return the tally of all groups."""
        return tally(self.groups.values())


def count_change(tx: Transaction, before: Ticket | None, after: Ticket) -> None:
    """Count a change of a request, in the transaction that writes it under its version."""
    zone = accounts.load_account(after.account_id).zone
    group, counts = changed_counts(before, after, now(), zone)
    if counts:
        table.add_counts(tx, after.account_id, group, counts, spread_by=after.id)


def show_figures(
    caller: Caller,
    *,
    since: str | None = None,
    until: str | None = None,
    desk: str | None = None,
    topic: str | None = None,
) -> TicketFigures:
    """Return figures of the caller's desks from the month `since` to `until`: the last twelve by default. One Query.

    Raises Invalid (`?from`) for too many months, or none.
    """
    first, last = check_months(caller, since=since, until=until)
    own = desks_of(caller, feedback_settings(caller.account_id))
    groups = {
        group: counts
        for group, counts in table.read_counts(caller.account_id, first=first, last=last).items()
        if (own is None or group.desk in own) and desk in {None, group.desk} and topic in {None, group.topic}
    }
    return TicketFigures(first, last, groups)
