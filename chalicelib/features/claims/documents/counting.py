"""Figures of documents: counted in the transactions of the changes, and read by month, process and document."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.claims.documents.figures import Counts, DocumentGroup, DocumentTally, changed_counts, tally
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.table import document_figures as table
from chalicelib.features.policies.service import check_months
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts


class DocumentFigures(NamedTuple):
    """The counts of some months."""

    first: str
    last: str
    groups: Mapping[DocumentGroup, Counts]

    def split[K: (str, DocumentGroup)](self, by: Callable[[DocumentGroup], K]) -> dict[K, DocumentTally]:
        """Return the tallies by a part of the groups, in its order."""
        found: dict[K, list[Counts]] = {}
        for group, counts in self.groups.items():
            found.setdefault(by(group), []).append(counts)
        return {each: tally(found[each]) for each in sorted(found)}

    def total(self) -> DocumentTally:
        """Return the tally of all groups."""
        return tally(self.groups.values())


def count_document(tx: Transaction, claim: Claim, before: ClaimDocument, after: ClaimDocument) -> None:
    """Count a change of a document, in the transaction that writes it under its version."""
    counts = changed_counts(before, after)
    if counts:
        month = f"{now().astimezone(accounts.load_account(claim.account_id).zone):%Y-%m}"
        group = DocumentGroup(month, claim.process, after.slot)
        table.add_counts(tx, claim.account_id, group, counts, spread_by=after.id)


def show_document_figures(
    caller: Caller, *, since: str | None = None, until: str | None = None, process: str | None = None
) -> DocumentFigures:
    """Return figures of the months from `since` to `until`: the last twelve by default. One Query.

    Raises Invalid (`?from`) for too many months, or none.
    """
    first, last = check_months(caller, since=since, until=until)
    groups = {
        group: counts
        for group, counts in table.read_counts(caller.account_id, first=first, last=last).items()
        if process in {None, group.process}
    }
    return DocumentFigures(first, last, groups)
