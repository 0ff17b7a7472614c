"""Rows of counts of payments, each spread over shards.

| item | pk | sk |
|---|---|---|
| counts of a month | `a#paymentfigures` | `<month>#<shard>` |
"""

from collections import Counter

from chalicelib.aws import counters
from chalicelib.aws.counters import Counters
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.policy_items import PoliciesRow, item_key

_KIND = "payment_figures"


class PaymentCountsRow(Counters, PoliciesRow, discriminator=_KIND):
    """Counts of a month."""

    KIND = _KIND


def add_count(tx: Transaction, account_id: str, month: str, name: str, *, spread_by: str) -> None:
    """Add one to a count of a month, in the shard of `spread_by` (a payment's id)."""
    key = _key(account_id)
    counters.add_counts(tx, PaymentCountsRow, key=key, group=month, counts={name: 1}, spread_by=spread_by)


def read_counts(account_id: str, *, first: str, last: str) -> dict[str, Counter[str]]:
    """Query: the counts of the months from `first` to `last`."""
    return counters.summed(PaymentCountsRow.query(_key(account_id), PaymentCountsRow.sk.between(first, f"{last}$")))


def _key(account_id: str) -> str:
    return item_key(account_id, "paymentfigures")
