"""Rows of counts of documents, each spread over shards.

| item | pk | sk |
|---|---|---|
| counts of a group | `a#documentfigures` | `<month>#<process>#<slot>#<shard>` |
"""

from collections import Counter

from chalicelib.aws import counters
from chalicelib.aws.claim_items import ClaimsRow
from chalicelib.aws.counters import Counters
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.claims.documents.figures import Counts, DocumentGroup

_KIND = "document_figures"


class DocumentCountsRow(Counters, ClaimsRow, discriminator=_KIND):
    """Counts of a group, each an attribute of its own."""

    KIND = _KIND


def add_counts(tx: Transaction, account_id: str, group: DocumentGroup, counts: Counts, *, spread_by: str) -> None:
    """Add to the counts of a group, in the shard of `spread_by` (a document's id)."""
    name = "#".join(group)
    counters.add_counts(tx, DocumentCountsRow, key=_key(account_id), group=name, counts=counts, spread_by=spread_by)


def read_counts(account_id: str, *, first: str, last: str) -> dict[DocumentGroup, Counter[str]]:
    """Query: the counts of all groups of the months from `first` to `last`."""
    rows = DocumentCountsRow.query(_key(account_id), DocumentCountsRow.sk.between(first, f"{last}$"))
    return {DocumentGroup(*name.split("#")): counts for name, counts in counters.summed(rows).items()}


def _key(account_id: str) -> str:
    return f"{account_id}#documentfigures"
