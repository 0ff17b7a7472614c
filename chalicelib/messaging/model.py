"""Delivery reports, and addresses that get no messages."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from chalicelib.base.channels import Channel
from chalicelib.base.models import Frozen
from chalicelib.messaging.reasons import FailureReason

Verdict = Literal["delivered", "failed", "delayed", "complained"]


class MessageStatus(StrEnum):
    """The status of a message: `sent` is handed over to SNS or SES, `delivered` is reported by these."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


class Suppression(Frozen):
    """An address that an account sends nothing to, and why (a FailureReason), since when."""

    id: str
    account_id: str
    channel: Channel
    #: E.164 or an e-mail address, as it was written to.
    address: str
    reason: str
    at: datetime


class Report(Frozen):
    """The outcome of a message that the provider knows by its id; `reason` explains it if it can."""

    provider_id: str
    channel: Channel
    verdict: Verdict
    reason: FailureReason | None = None
    at: AwareDatetime
