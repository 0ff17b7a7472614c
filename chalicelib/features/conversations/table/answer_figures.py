"""Rows of counts of first answers, each spread over shards.

| item | pk | sk |
|---|---|---|
| counts of a month | `a#answerfigures` | `<month>#<shard>` |
"""

from collections import Counter

from chalicelib.aws import counters
from chalicelib.aws.chat_items import ChatRow
from chalicelib.aws.counters import Counters
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.conversations.answer_figures import Counts

_KIND = "answer_figures"


class AnswerCountsRow(Counters, ChatRow, discriminator=_KIND):
    """Counts of a month, each an attribute of its own."""

    KIND = _KIND


def add_counts(tx: Transaction, account_id: str, month: str, counts: Counts, *, spread_by: str) -> None:
    """Add to the counts of a month, in the shard of `spread_by` (a thread's id)."""
    counters.add_counts(tx, AnswerCountsRow, key=_key(account_id), group=month, counts=counts, spread_by=spread_by)


def read_counts(account_id: str, *, first: str, last: str) -> dict[str, Counter[str]]:
    """Query: the counts of the months from `first` to `last`."""
    return counters.summed(AnswerCountsRow.query(_key(account_id), AnswerCountsRow.sk.between(first, f"{last}$")))


def _key(account_id: str) -> str:
    return f"{account_id}#answerfigures"
