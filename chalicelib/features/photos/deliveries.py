"""Effects of delivery reports on messages. Reports come twice, late and in any order: ranks only rise."""

from datetime import datetime

from chalicelib.features.photos.model import Message, MessageStatus
from chalicelib.messaging.model import Report
from chalicelib.messaging.reasons import PASSING, FailureReason, known

#: Beside these: a failure that may pass is outweighed by a delivery, one that is for good outweighs it.
_RANK = {MessageStatus.QUEUED: 0, MessageStatus.SENT: 1, MessageStatus.DELIVERED: 3}
_PASSING, _FOR_GOOD = 2, 4


def moved(message: Message, report: Report, *, now: datetime) -> Message | None:
    """Return the message with the report's outcome; None if it is known or outweighed."""
    at = max(message.sent_at or message.queued_at, min(report.at, now))
    match report.verdict:
        case "delivered":
            return _risen(message, MessageStatus.DELIVERED, report.reason, delivered_at=at)
        case "failed":
            return _risen(message, MessageStatus.FAILED, report.reason or FailureReason.UNKNOWN)
        case "delayed":
            return _delayed(message, report.reason)
        case "complained":
            return _complained(message, at)


def _risen(message: Message, status: MessageStatus, reason: str | None, **changes: object) -> Message | None:
    after = message.model_copy(update={**changes, "status": status, "reason": reason})
    return after if _rank(after) > _rank(message) else None


def _delayed(message: Message, reason: str | None) -> Message | None:
    if message.status != MessageStatus.SENT or message.reason == reason:
        return None
    return message.model_copy(update={"reason": reason})


def _complained(message: Message, at: datetime) -> Message | None:
    """Return the message as delivered, also after other reports: a complaint proves its arrival."""
    if message.reason == FailureReason.COMPLAINT or _rank(message) == _FOR_GOOD:
        return None
    got = {"status": MessageStatus.DELIVERED, "delivered_at": message.delivered_at or at}
    return message.model_copy(update={**got, "reason": FailureReason.COMPLAINT})


def _rank(message: Message) -> int:
    if message.status == MessageStatus.FAILED:
        return _PASSING if known(message.reason) in PASSING else _FOR_GOOD
    return _RANK[message.status]
