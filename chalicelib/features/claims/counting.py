"""Figures of claims: counted in the transactions of the changes, and read by month, process and stage."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.claims.figures import (
    Counts,
    StageGroup,
    StageTally,
    Stays,
    changed_counts,
    stays_by_kind,
    summed,
    tally,
)
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.table import figures as table
from chalicelib.features.policies.service import check_months
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts


class ClaimFigures(NamedTuple):
    """The counts of some months."""

    first: str
    last: str
    groups: Mapping[StageGroup, Counts]

    def split[K: (str, StageGroup)](self, by: Callable[[StageGroup], K]) -> dict[K, StageTally]:
        """Return the tallies by a part of the groups, in its order."""
        found: dict[K, list[Counts]] = {}
        for group, counts in self.groups.items():
            found.setdefault(by(group), []).append(counts)
        return {each: tally(found[each]) for each in sorted(found)}

    def split_by_kind(self) -> dict[tuple[str, str, str], Stays]:
        """Return days in stages by process, stage and kind of loss, for the kinds that were known."""
        found: dict[StageGroup, list[Counts]] = {}
        for group, counts in self.groups.items():
            found.setdefault(group._replace(month=""), []).append(counts)
        return {
            (group.process, group.stage, kind): stays
            for group, counts in sorted(found.items())
            for kind, stays in stays_by_kind(summed(counts)).items()
        }


def count_change(tx: Transaction, before: Claim | None, after: Claim) -> None:
    """Count a change of a claim, in the transaction that writes it under its version."""
    changes = changed_counts(before, after, now(), accounts.load_account(after.account_id).zone)
    table.add_counts(tx, after.account_id, changes, spread_by=after.id)


def show_figures(
    caller: Caller, *, since: str | None = None, until: str | None = None, process: str | None = None
) -> ClaimFigures:
    """Return figures of the months from `since` to `until`: the last twelve by default. One Query.

    Raises Invalid (`?from`) for too many months, or none.
    """
    first, last = check_months(caller, since=since, until=until)
    groups = {
        group: counts
        for group, counts in table.read_counts(caller.account_id, first=first, last=last).items()
        if process in {None, group.process}
    }
    return ClaimFigures(first, last, groups)
