"""Rows of counts of claims, each spread over shards.

| item | pk | sk |
|---|---|---|
| counts of a group | `a#claimfigures` | `<month>#<process>#<stage>#<shard>` |
"""

from collections import Counter
from collections.abc import Mapping

from chalicelib.aws import counters
from chalicelib.aws.claim_items import ClaimsRow
from chalicelib.aws.counters import Counters
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.claims.figures import Counts, StageGroup

_KIND = "claim_figures"


class ClaimCountsRow(Counters, ClaimsRow, discriminator=_KIND):
    """Counts of a group, each an attribute of its own."""

    KIND = _KIND


def add_counts(tx: Transaction, account_id: str, changes: Mapping[StageGroup, Counts], *, spread_by: str) -> None:
    """Add to the counts of groups, in the shard of `spread_by` (a claim's id)."""
    for group, counts in sorted(changes.items()):
        name = "#".join(group)
        counters.add_counts(tx, ClaimCountsRow, key=_key(account_id), group=name, counts=counts, spread_by=spread_by)


def read_counts(account_id: str, *, first: str, last: str) -> dict[StageGroup, Counter[str]]:
    """Query: the counts of all groups of the months from `first` to `last`."""
    rows = ClaimCountsRow.query(_key(account_id), ClaimCountsRow.sk.between(first, f"{last}$"))
    return {StageGroup(*name.split("#")): counts for name, counts in counters.summed(rows).items()}


def _key(account_id: str) -> str:
    return f"{account_id}#claimfigures"
