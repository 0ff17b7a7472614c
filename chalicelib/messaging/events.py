"""Handlers of AWS events for delivery reports: their queue, and the log of SMS."""

from typing import Any

from chalicelib.aws import delivery_reports
from chalicelib.aws.batches import ComeAgain, each_record
from chalicelib.base.installed import report_takers
from chalicelib.base.observability import log
from chalicelib.messaging import reports

#: The number of early arrivals before a report's message counts as foreign: SNS logs those of the whole AWS account.
LOOKED_FOR = 3


def track_delivery(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Track delivery reports of SES and SNS (SQS batch); malformed ones go to the dead-letter queue."""
    return each_record(event, context, handle=_track_message)


def _track_message(record: Any) -> None:
    report = reports.read(record.body)
    if report is None or any(take(report) for take in report_takers()):
        return
    received = int(record.raw_event.get("attributes", {}).get("ApproximateReceiveCount", 1))
    if received < LOOKED_FOR:
        raise ComeAgain  # it may have been quicker than our own note that the message was sent
    log("info", "report of an unknown message", channel=report.channel, status=report.verdict)


def relay_sms_reports(event: dict[str, Any], _context: Any = None) -> None:
    """Queue lines of SNS's log of SMS (a subscription of CloudWatch Logs), to be tracked like reports of SES."""
    delivery_reports.queue(reports.lines_of(delivery_reports.unpack(event)))
