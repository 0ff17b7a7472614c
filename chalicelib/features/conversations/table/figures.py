"""Rows of counts of requests, each spread over shards.

| item | pk | sk |
|---|---|---|
| counts of a group | `a#ticketfigures` | `<month>#<desk>#<topic>#<shard>` |
"""

from collections import Counter

from chalicelib.aws import counters
from chalicelib.aws.chat_items import ChatRow
from chalicelib.aws.counters import Counters
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.conversations.figures import Counts, TicketGroup

_KIND = "ticket_figures"


class TicketCountsRow(Counters, ChatRow, discriminator=_KIND):
    """Counts of a group, each an attribute of its own."""

    KIND = _KIND


def add_counts(tx: Transaction, account_id: str, group: TicketGroup, counts: Counts, *, spread_by: str) -> None:
    """Add to the counts of a group, in the shard of `spread_by` (a request's id)."""
    name = "#".join(group)
    counters.add_counts(tx, TicketCountsRow, key=_key(account_id), group=name, counts=counts, spread_by=spread_by)


def read_counts(account_id: str, *, first: str, last: str) -> dict[TicketGroup, Counter[str]]:
    """Query: the counts of all groups of the months from `first` to `last`."""
    rows = TicketCountsRow.query(_key(account_id), TicketCountsRow.sk.between(first, f"{last}$"))
    return {TicketGroup(*name.split("#")): counts for name, counts in counters.summed(rows).items()}


def _key(account_id: str) -> str:
    return f"{account_id}#ticketfigures"
