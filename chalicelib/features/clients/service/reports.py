"""Delivery reports of codes, and of messages that tell clients of their agents."""

from chalicelib.features.clients.service import code_messages, telling
from chalicelib.messaging.model import Report


def track(report: Report) -> bool:
    """Track a report. Returns False if the message is none of this feature's (yet)."""
    return code_messages.track(report) or telling.track(report)
