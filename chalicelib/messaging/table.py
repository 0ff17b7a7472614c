"""Rows of suppressed addresses in the cases table, one function per access pattern.

| item | pk | sk |
|---|---|---|
| an address that gets no messages | `<account>#suppressed` | `<channel>-<sha256 of the address>` |
"""

from typing import Any

from chalicelib.aws.case_items import CasesRow
from chalicelib.aws.dynamo import Document, Otherwise, Transaction
from chalicelib.messaging.model import Suppression


class SuppressionRow(CasesRow, discriminator="suppression"):
    """An address that gets nothing."""

    document = Document()


def put_suppression(tx: Transaction, suppression: Suppression) -> None:
    """Write that an address is suppressed, in place of an older reason for it."""
    row = SuppressionRow(_suppressed_pk(suppression.account_id), suppression.id)
    row.document = suppression.model_dump(mode="json")
    tx.put(row)


def get_suppression(account_id: str, suppression_id: str) -> Suppression | None:
    """GetItem: an account's suppression of an address."""
    try:
        row = SuppressionRow.get(_suppressed_pk(account_id), suppression_id, consistent_read=True)
    except SuppressionRow.DoesNotExist:
        return None
    return Suppression.model_validate(row.document)


def list_suppressions(account_id: str, *, after: str | None, limit: int) -> tuple[list[Suppression], str | None]:
    """Query: an account's suppressed addresses by channel; and the id that the next page begins after."""
    condition = SuppressionRow.sk > after if after else None
    rows = SuppressionRow.query(_suppressed_pk(account_id), condition, consistent_read=True, limit=limit + 1)
    found = [Suppression.model_validate(row.document) for row in rows]
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def demand_open(tx: Transaction, account_id: str, suppression_id: str, *, otherwise: Otherwise) -> None:
    """Fail a transaction if an address is suppressed; `otherwise` gets the raw row."""
    row = SuppressionRow(_suppressed_pk(account_id), suppression_id)
    tx.check(row, condition=SuppressionRow.pk.does_not_exist(), otherwise=otherwise)


def suppression_of(raw: dict[str, Any]) -> Suppression:
    """Return the suppression of the raw row that a failed condition gave."""
    return Suppression.model_validate(SuppressionRow.read(raw).document)


def delete_suppression(tx: Transaction, account_id: str, suppression_id: str, *, otherwise: Otherwise) -> None:
    """Remove an address's suppression."""
    row = SuppressionRow(_suppressed_pk(account_id), suppression_id)
    tx.delete(row, condition=SuppressionRow.pk.exists(), otherwise=otherwise)


def _suppressed_pk(account_id: str) -> str:
    return f"{account_id}#suppressed"
