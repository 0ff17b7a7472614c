"""Rows of counts of sales, each spread over SHARDS so that many can be counted at once.

| item | pk | sk |
|---|---|---|
| counts of a group | `a#sales` | `<month>#<seller>#<product>#<currency>#<shard>` |
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Self

from pynamodb.expressions.operand import Path

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.policy_items import PoliciesRow
from chalicelib.aws.shards import shard
from chalicelib.features.policies.sales_figures import Counts, SalesGroup

SHARDS = 4
_KIND = "sales_figures"


class SalesRow(PoliciesRow, discriminator=_KIND):
    """Counts of a group, each an attribute of its own: unpaid instalments have one for each day of the month."""

    counts: Counts

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        row = super().from_raw_data(data)
        row.counts = {name: int(value["N"]) for name, value in data.items() if "N" in value}
        return row


def add_counts(tx: Transaction, account_id: str, changes: Mapping[SalesGroup, Counts], *, spread_by: str) -> None:
    """Add to the counts of groups, in the shard of `spread_by` (a policy's id)."""
    part = shard(spread_by, of=SHARDS)
    for group, counts in sorted(changes.items()):
        row = SalesRow(_key(account_id), f"{'#'.join(group)}#{part}")
        kind = Path("kind").set(_KIND)  # the row may not be there yet
        tx.update(row, actions=[kind, *(Path(name).add(number) for name, number in sorted(counts.items()))])


def read_counts(account_id: str, *, first: str, last: str) -> dict[SalesGroup, Counter[str]]:
    """Query: the counts of all groups of the months from `first` to `last`."""
    found: dict[SalesGroup, Counter[str]] = {}
    for row in SalesRow.query(_key(account_id), SalesRow.sk.between(first, f"{last}$")):
        group = SalesGroup(*row.sk.split("#")[:-1])
        found.setdefault(group, Counter()).update(row.counts)
    return found


def _key(account_id: str) -> str:
    return f"{account_id}#sales"
