"""Rows of counts of requests, each spread over SHARDS so that many can be counted at once.

| item | pk | sk |
|---|---|---|
| counts of a group | `a#ticketfigures` | `<month>#<desk>#<topic>#<shard>` |
"""

from collections import Counter
from typing import Any, Self

from pynamodb.expressions.operand import Path

from chalicelib.aws.chat_items import ChatRow
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import shard
from chalicelib.features.conversations.figures import Counts, TicketGroup

SHARDS = 4
_KIND = "ticket_figures"


class TicketCountsRow(ChatRow, discriminator=_KIND):
    """Counts of a group, each an attribute of its own."""

    counts: Counts

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        row = super().from_raw_data(data)
        row.counts = {name: int(value["N"]) for name, value in data.items() if "N" in value}
        return row


def add_counts(tx: Transaction, account_id: str, group: TicketGroup, counts: Counts, *, spread_by: str) -> None:
    """Add to the counts of a group, in the shard of `spread_by` (a request's id)."""
    row = TicketCountsRow(_key(account_id), f"{'#'.join(group)}#{shard(spread_by, of=SHARDS)}")
    kind = Path("kind").set(_KIND)  # the row may not be there yet
    tx.update(row, actions=[kind, *(Path(name).add(number) for name, number in sorted(counts.items()))])


def read_counts(account_id: str, *, first: str, last: str) -> dict[TicketGroup, Counter[str]]:
    """Query: the counts of all groups of the months from `first` to `last`."""
    found: dict[TicketGroup, Counter[str]] = {}
    for row in TicketCountsRow.query(_key(account_id), TicketCountsRow.sk.between(first, f"{last}$")):
        group = TicketGroup(*row.sk.split("#")[:-1])
        found.setdefault(group, Counter()).update(row.counts)
    return found


def _key(account_id: str) -> str:
    return f"{account_id}#ticketfigures"
