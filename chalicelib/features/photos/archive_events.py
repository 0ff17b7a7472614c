"""The handler of orders of archives."""

from typing import Any

from chalicelib.aws.batches import each_record
from chalicelib.base.observability import alarm
from chalicelib.features.photos.model import ArchiveOrder
from chalicelib.features.photos.service import archives


def make_archives(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Make archives that were asked for (SQS batch); those that failed come again."""
    return each_record(event, context, handle=_make_archive)


def _make_archive(record: Any) -> None:
    try:
        order = ArchiveOrder.model_validate_json(record.body)
    except ValueError:
        alarm("message that is not an order of an archive")
        return
    try:
        archives.make_archive(order)
    except Exception:
        tries = int(record.attributes.get("ApproximateReceiveCount", 1))
        archives.miss_archive(order, tries=tries, receipt=record.receipt_handle)
        raise
