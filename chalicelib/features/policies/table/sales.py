"""Rows of counts of sales, each spread over shards.

| item | pk | sk |
|---|---|---|
| counts of a group | `a#sales` | `<month>#<seller>#<product>#<currency>#<shard>` |
"""

from collections import Counter
from collections.abc import Mapping

from chalicelib.aws import counters
from chalicelib.aws.counters import Counters
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.policy_items import PoliciesRow
from chalicelib.features.policies.sales_figures import Counts, SalesGroup

_KIND = "sales_figures"


class SalesRow(Counters, PoliciesRow, discriminator=_KIND):
    """Counts of a group, each an attribute of its own: unpaid instalments have one for each day of the month."""

    KIND = _KIND


def add_counts(tx: Transaction, account_id: str, changes: Mapping[SalesGroup, Counts], *, spread_by: str) -> None:
    """Add to the counts of groups, in the shard of `spread_by` (a policy's id)."""
    for group, counts in sorted(changes.items()):
        name = "#".join(group)
        counters.add_counts(tx, SalesRow, key=_key(account_id), group=name, counts=counts, spread_by=spread_by)


def read_counts(account_id: str, *, first: str, last: str) -> dict[SalesGroup, Counter[str]]:
    """Query: the counts of all groups of the months from `first` to `last`."""
    rows = SalesRow.query(_key(account_id), SalesRow.sk.between(first, f"{last}$"))
    return {SalesGroup(*name.split("#")): counts for name, counts in counters.summed(rows).items()}


def _key(account_id: str) -> str:
    return f"{account_id}#sales"
