"""Rows of counts of claims, each spread over SHARDS so that many can be counted at once.

| item | pk | sk |
|---|---|---|
| counts of a group | `a#claimfigures` | `<month>#<process>#<stage>#<shard>` |
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Self

from pynamodb.expressions.operand import Path

from chalicelib.aws.claim_items import ClaimsRow
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import shard
from chalicelib.features.claims.figures import Counts, StageGroup

SHARDS = 4
_KIND = "claim_figures"


class ClaimCountsRow(ClaimsRow, discriminator=_KIND):
    """Counts of a group, each an attribute of its own."""

    counts: Counts

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        row = super().from_raw_data(data)
        row.counts = {name: int(value["N"]) for name, value in data.items() if "N" in value}
        return row


def add_counts(tx: Transaction, account_id: str, changes: Mapping[StageGroup, Counts], *, spread_by: str) -> None:
    """Add to the counts of groups, in the shard of `spread_by` (a claim's id)."""
    part = shard(spread_by, of=SHARDS)
    for group, counts in sorted(changes.items()):
        row = ClaimCountsRow(_key(account_id), f"{'#'.join(group)}#{part}")
        kind = Path("kind").set(_KIND)  # the row may not be there yet
        tx.update(row, actions=[kind, *(Path(name).add(number) for name, number in sorted(counts.items()))])


def read_counts(account_id: str, *, first: str, last: str) -> dict[StageGroup, Counter[str]]:
    """Query: the counts of all groups of the months from `first` to `last`."""
    found: dict[StageGroup, Counter[str]] = {}
    for row in ClaimCountsRow.query(_key(account_id), ClaimCountsRow.sk.between(first, f"{last}$")):
        group = StageGroup(*row.sk.split("#")[:-1])
        found.setdefault(group, Counter()).update(row.counts)
    return found


def _key(account_id: str) -> str:
    return f"{account_id}#claimfigures"
