"""Effects of delivery reports on the messages of requests."""

from datetime import datetime

from chalicelib.features.photos.model import Message
from chalicelib.messaging import progress
from chalicelib.messaging.model import Report
from chalicelib.messaging.progress import Progress


def moved(message: Message, report: Report, *, now: datetime) -> Message | None:
    """Return the message with the report's outcome; None if it is known or outweighed."""
    at = max(message.sent_at or message.queued_at, min(report.at, now))
    after = progress.moved(Progress(message.status, message.reason, message.delivered_at), report, at=at)
    return message.model_copy(update=after._asdict()) if after else None
