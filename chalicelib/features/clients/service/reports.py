"""Delivery reports of codes, and of other messages to clients."""

from chalicelib.features.clients.service import code_messages, delivering
from chalicelib.messaging.model import Report


def track(report: Report) -> bool:
    """Track a report. Returns False if the message is none of this feature's (yet)."""
    return code_messages.track(report) or delivering.track(report)
