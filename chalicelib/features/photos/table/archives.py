"""Rows of archives that are being made, and the photos that go into one (keys: the package's docstring)."""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.base.clock import stamp
from chalicelib.features.photos.model import ArchiveOrder, Attachment, Making

_KEPT = timedelta(days=1)


class ArchiveRow(CasesRow, discriminator="archive"):
    """The mark that an archive is being made."""

    run = UnicodeAttribute()
    until = UnicodeAttribute()
    anew_after = UnicodeAttribute()


def read_attachments(account_id: str, case_id: str) -> list[Attachment]:
    """Query: all photos of a case by category and time of filing."""
    rows = CasesRow.query(case_key(account_id, case_id), CasesRow.sk.startswith("att#"), consistent_read=True)
    return [model for row in rows if isinstance(model := row.model(), Attachment)]


def begin(tx: Transaction, order: ArchiveOrder, making: Making, *, at: datetime, otherwise: Otherwise) -> None:
    """Mark an archive as being made, unless it is and may not be begun anew; `otherwise` gets that row."""
    row = _row(order)
    row.run, row.until, row.anew_after = order.run, stamp(making.until), stamp(making.anew_after)
    row.ttl = int((making.anew_after + _KEPT).timestamp())
    tx.put(row, condition=ArchiveRow.pk.does_not_exist() | (ArchiveRow.anew_after <= stamp(at)), otherwise=otherwise)


def prolong(tx: Transaction, order: ArchiveOrder, making: Making, *, otherwise: Otherwise) -> None:
    """Prolong the mark of an archive, if nobody began anew."""
    until, anew_after = stamp(making.until), stamp(making.anew_after)
    times: list[Action] = [ArchiveRow.until.set(until), ArchiveRow.anew_after.set(anew_after)]
    tx.update(_row(order), actions=times, condition=ArchiveRow.run == order.run, otherwise=otherwise)


def remove(tx: Transaction, order: ArchiveOrder, *, otherwise: Otherwise) -> None:
    """Remove the mark of an archive, if nobody began anew."""
    tx.delete(_row(order), condition=ArchiveRow.run == order.run, otherwise=otherwise)


def making_of(raw: dict[str, Any]) -> Making:
    """Return the times to wait for, of the raw row that a failed condition returned."""
    row = ArchiveRow.read(raw)
    return Making.model_validate({"until": row.until, "anew_after": row.anew_after})


def _row(order: ArchiveOrder) -> ArchiveRow:
    return ArchiveRow(f"{order.account_id}#zip#{order.case_id}", order.digest)
