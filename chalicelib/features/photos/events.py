"""What AWS calls beside the API: uploads that arrived, the outbox's stream, the schedules. app.py declares them."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from chalicelib.aws import delivery_reports, s3_events
from chalicelib.aws.batches import ComeAgain, Turn, each_at_once, each_in_turns, each_record
from chalicelib.base.observability import alarm, log
from chalicelib.features import couriers  # noqa: F401 - not at an event
from chalicelib.features.photos import service
from chalicelib.features.photos.model import ArchiveOrder
from chalicelib.features.photos.sandbox import Allowance, Unfinished, short, whole
from chalicelib.features.photos.sandbox.allowance import seconds_needed
from chalicelib.features.photos.service import comparison, filing, outcomes, overdue  # noqa: F401 - not at an event
from chalicelib.messaging import reports
from chalicelib.outbox import events as outbox
from chalicelib.outbox import service as notifications
from chalicelib.outbox.sweeping import SECONDS, Source, attempt, in_turn, read, sweep

#: How often a report may come before its message counts as none of ours: SNS logs those of the whole AWS account.
LOOKED_FOR = 3
#: As many as a batch has.
DONE_AT_ONCE = 10


def file_photos(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """File what S3 reports (SQS batch); messages that failed are named, so that only they come again.

    First each photo gets a short time, which nearly all need less of. The few that need more come after all others, and
    go back into the queue when the function has no time left for them. Tenants take turns: one that sends only files
    which need more costs each of the others the short time of one.
    """
    ends = time.monotonic() + context.get_remaining_time_in_millis() / 1000
    turns = [
        Turn(seconds_needed(allow().cpu_seconds), partial(_file_message, allow=partial(allow, ends=ends)))
        for allow in (short, whole)
    ]
    records = list(in_turn(event["Records"], line=lambda record: s3_events.tenant_of(record["body"])))
    return each_in_turns(records, turns=turns, left=lambda: ends - time.monotonic(), put_back=s3_events.put_back)


def _file_message(body: str, *, allow: Callable[[], Allowance]) -> bool:
    """File the photos that a message names; return False when one needs more than it is allowed now."""
    try:
        arrived = list(s3_events.objects_created(body))
    except ValueError:
        alarm("message that is not an S3 notification")
        return True
    filed = [_file(stored, allow()) for stored in arrived]
    return all(filed)


def _file(stored: s3_events.ObjectCreated, allowance: Allowance) -> bool:
    try:
        service.file_photo(service.Arrived(key=stored.key, version_id=stored.version_id), allowance=allowance)
    except service.NotArrived:
        log("warning", "object gone before it was filed", version_id=stored.version_id)
    except Unfinished:
        log("info", "photo put off", version_id=stored.version_id)
        return False
    return True


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
        service.make_archive(order)
    except Exception:
        tries = int(record.attributes.get("ApproximateReceiveCount", 1))
        service.miss_archive(order, tries=tries, receipt=record.receipt_handle)
        raise


def track_delivery(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Take in what SES and SNS report of messages (SQS batch); what can't be read goes to the dead-letter queue."""
    return each_record(event, context, handle=_track_message)


def _track_message(record: Any) -> None:
    report = reports.read(record.body)
    if report is None or service.track(report):
        return
    received = int(record.raw_event.get("attributes", {}).get("ApproximateReceiveCount", 1))
    if received < LOOKED_FOR:
        raise ComeAgain  # it may have been quicker than our own note that the message was sent
    log("info", "report of an unknown message", channel=report.channel, status=report.verdict)


def relay_sms_reports(event: dict[str, Any]) -> None:
    """Queue what SNS has logged of texts (a subscription of CloudWatch Logs), to be tracked as reports of SES are."""
    delivery_reports.queue(reports.lines_of(delivery_reports.unpack(event)))


def dispatch_outbox(event: dict[str, Any]) -> dict[str, Any]:
    """Send what was just put into the outbox (DynamoDB stream batch)."""
    return outbox.dispatch_stream(event, send=service.send, record=service.record)


def sweep_overdue() -> None:
    """Look after everything that is due: messages, uploads that nobody reported, reminders, expiry."""
    seconds = SECONDS / len(sources := _sources())
    log("info", "swept", count=[sweep(source, seconds=seconds) for source in sources])


def do_due(event: dict[str, Any]) -> dict[str, Any]:
    """Do what the sweep has asked for (SQS batch), at once: one that hangs keeps none of its neighbours waiting."""
    sources = {source.name: source for source in _sources()}
    return each_at_once(event, handle=lambda record: _do_due(record["body"], sources), workers=DONE_AT_ONCE)


def _do_due(body: str, sources: Mapping[str, Source]) -> None:
    try:
        table, due = read(body)
        source = sources[table]
    except (ValueError, KeyError):
        alarm("message that is not an order of the sweep")
        return
    attempt(source, due)


def _sources() -> list[Source]:
    return [notifications.due_items(send=service.send, record=service.record), service.due_things()]


def reconcile_photos() -> None:
    """Compare bucket and table."""
    log("info", "reconciled", count=list(service.reconcile()))
