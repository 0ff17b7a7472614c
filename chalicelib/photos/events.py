"""What AWS calls beside the API: uploads that arrived, the outbox's stream, the schedules. app.py declares them."""

from typing import Any

from chalicelib.aws.batches import each_record
from chalicelib.aws.s3_events import objects_created
from chalicelib.notifications import events as notifications
from chalicelib.observability import alarm, log
from chalicelib.photos import service
from chalicelib.photos.model import ArchiveOrder


def file_photos(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """File what S3 reports (SQS batch); messages that failed are named, so that only they come again."""
    return each_record(event, context, kind="SQS", handle=_file_message)


def _file_message(record: Any) -> None:
    try:
        arrived = list(objects_created(record.body))
    except ValueError:
        alarm("message that is not an S3 notification")
        return
    for stored in arrived:
        try:
            service.file_photo(service.Arrived(key=stored.key, version_id=stored.version_id))
        except service.NotArrived:
            log("warning", "object gone before it was filed", version_id=stored.version_id)


def make_archives(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Make archives that were asked for (SQS batch); those that failed come again."""
    return each_record(event, context, kind="SQS", handle=_make_archive)


def _make_archive(record: Any) -> None:
    try:
        order = ArchiveOrder.model_validate_json(record.body)
    except ValueError:
        alarm("message that is not an order of an archive")
        return
    try:
        service.make_archive(order)
    except Exception:
        tries = int(record.attributes.get("ApproximateReceiveCount", 1))
        service.miss_archive(order, tries=tries, receipt=record.receipt_handle)
        raise


def dispatch_outbox(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Send what was just put into the outbox (DynamoDB stream batch)."""
    return notifications.dispatch_stream(event, context, send=service.send, record=service.record)


def sweep_overdue() -> None:
    """Look after everything that is due: messages, uploads that nobody reported, reminders, expiry."""
    told = notifications.dispatch_due(send=service.send, record=service.record)
    log("info", "swept", count=[told, service.sweep()])


def reconcile_photos() -> None:
    """Compare bucket and table."""
    log("info", "reconciled", count=list(service.reconcile()))
