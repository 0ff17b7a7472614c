"""Effects of delivery reports on messages. Reports come twice, late and in any order: ranks only rise."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.messaging.model import MessageStatus, Report
from chalicelib.messaging.reasons import PASSING, FailureReason, known

#: Beside these: a failure that may pass is outweighed by a delivery, one that is for good outweighs it.
_RANK = {MessageStatus.QUEUED: 0, MessageStatus.SENT: 1, MessageStatus.DELIVERED: 3}
_PASSING, _FOR_GOOD = 2, 4


class Progress(NamedTuple):
    """The progress of a message: its status, the reason that it keeps, and when it was delivered."""

    status: MessageStatus
    reason: str | None = None
    delivered_at: datetime | None = None


def moved(before: Progress, report: Report, *, at: datetime) -> Progress | None:
    """Return the progress after a report of a moment; None if it is known or outweighed."""
    match report.verdict:
        case "delivered":
            return _risen(before, Progress(MessageStatus.DELIVERED, report.reason, at))
        case "failed":
            reason = report.reason or FailureReason.UNKNOWN
            return _risen(before, Progress(MessageStatus.FAILED, reason, before.delivered_at))
        case "delayed":
            return _delayed(before, report.reason)
        case "complained":
            return _complained(before, at)


def _risen(before: Progress, after: Progress) -> Progress | None:
    return after if _rank(after) > _rank(before) else None


def _delayed(before: Progress, reason: str | None) -> Progress | None:
    if before.status != MessageStatus.SENT or before.reason == reason:
        return None
    return before._replace(reason=reason)


def _complained(before: Progress, at: datetime) -> Progress | None:
    """Return the message as delivered, also after other reports: a complaint proves its arrival."""
    if before.reason == FailureReason.COMPLAINT or _rank(before) == _FOR_GOOD:
        return None
    return Progress(MessageStatus.DELIVERED, FailureReason.COMPLAINT, before.delivered_at or at)


def _rank(progress: Progress) -> int:
    if progress.status == MessageStatus.FAILED:
        return _PASSING if known(progress.reason) in PASSING else _FOR_GOOD
    return _RANK[progress.status]
