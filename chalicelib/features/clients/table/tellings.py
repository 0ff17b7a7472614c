"""Rows of links by which clients contest their agents.

| item | pk | sk |
|---|---|---|
| a link | `told#<SHA-256 of the token>` | `told` |
"""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws.dynamo import Document, Transaction, stale
from chalicelib.base.clock import stamp
from chalicelib.features.clients.table.rows import ClientsRow
from chalicelib.features.clients.tellings import Telling


class TellingRow(ClientsRow, discriminator="client_telling"):
    """A link to contest; `contested_at` once its holder did."""

    document = Document()
    contested_at = UnicodeAttribute(null=True)

    def model(self) -> Telling:
        return Telling.model_validate({**self.document, "contested_at": self.contested_at})


def write_telling(tx: Transaction, telling: Telling, digest: str) -> None:
    """Write a link."""
    document = telling.model_dump(mode="json", exclude={"contested_at"})
    row = TellingRow(_key(digest), "told", document=document)
    row.ttl = int(telling.ends_at.timestamp())
    tx.put(row)


def get_telling(digest: str) -> Telling | None:
    """GetItem: the message that has a link."""
    try:
        return TellingRow.get(_key(digest), "told", consistent_read=True).model()
    except TellingRow.DoesNotExist:
        return None


def mark_contested(tx: Transaction, telling: Telling, digest: str) -> None:
    """Note that the holder of a link contested; Stale if that was noted before."""
    row = TellingRow(_key(digest), "told")
    at = stamp(telling.contested_at) if telling.contested_at else ""
    condition = TellingRow.pk.exists() & TellingRow.contested_at.does_not_exist()
    tx.update(row, actions=[TellingRow.contested_at.set(at)], condition=condition, otherwise=stale)


def _key(digest: str) -> str:
    return f"told#{digest}"
