"""Delivery reports of SES and SNS, read from the documents that they send.

SES: "Contents of event data that Amazon SES publishes to Amazon SNS" (Amazon SES Developer Guide). SNS: "Amazon SNS SMS
delivery monitoring with Amazon CloudWatch metrics and logs" (Amazon SNS Developer Guide). Fields that aren't needed
here are ignored, since AWS adds some now and then.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from chalicelib.messaging.model import Report, Verdict
from chalicelib.messaging.reasons import FailureReason

#: The plain text that SES publishes when an event destination is made.
GREETING = "Successfully validated SNS topic for Amazon SES event publishing."


class Unreadable(ValueError):
    """The text is neither of the two documents, or lacks a required part."""


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


def read(text: str) -> Report | None:
    """Return the report of a document; None if it concerns no message of ours. Raises Unreadable."""
    if text.strip() == GREETING:
        return None
    try:
        document = json.loads(text)
        if not isinstance(document, dict):
            raise Unreadable("not an object")
        if "eventType" in document or "notificationType" in document:
            return _Mail.model_validate(document).report()
        return _Sms.model_validate(document).report()
    except (ValidationError, json.JSONDecodeError) as error:
        # neither names the fault in words that could hold an address
        raise Unreadable(type(error).__name__) from None


# SES


class _Sent(_Document):
    message_id: str = Field(alias="messageId", min_length=1, max_length=200)
    timestamp: AwareDatetime


class _Recipient(_Document):
    status: str | None = None


class _Bounce(_Document):
    type: str = Field(alias="bounceType")
    subtype: str = Field(default="", alias="bounceSubType")
    recipients: tuple[_Recipient, ...] = Field(default=(), alias="bouncedRecipients")
    timestamp: AwareDatetime

    def reason(self) -> FailureReason:
        """Return the reason of a bounce: by SES's own kinds, and among these by the status code of RFC 3463."""
        if self.subtype in _BY_SUBTYPE:
            return _BY_SUBTYPE[self.subtype]
        if self.type != "Permanent":
            return FailureReason.MAIL_RETURNED
        # X.1.Y is about the address, X.2.1 a mailbox that is disabled, X.4.4 a domain that takes no mail
        statuses = [recipient.status or "" for recipient in self.recipients]
        gone = any(status.startswith("5.1.") or status in {"5.2.1", "5.4.4"} for status in statuses)
        return FailureReason.NO_MAILBOX if gone else FailureReason.MAIL_REFUSED


class _Complaint(_Document):
    subtype: str | None = Field(default=None, alias="complaintSubType")
    timestamp: AwareDatetime


class _Moment(_Document):
    timestamp: AwareDatetime


class _Delay(_Document):
    type: str = Field(default="", alias="delayType")
    timestamp: AwareDatetime


_BY_SUBTYPE: Mapping[str, FailureReason] = {
    "NoEmail": FailureReason.NO_MAILBOX,
    "Suppressed": FailureReason.PROVIDER_LIST,
    "OnAccountSuppressionList": FailureReason.PROVIDER_LIST,
    "MailboxFull": FailureReason.MAILBOX_FULL,
    "MessageTooLarge": FailureReason.CONTENT,
    "ContentRejected": FailureReason.CONTENT,
    "AttachmentRejected": FailureReason.CONTENT,
}


class _Mail(_Document):
    """An event of SES; by an identity's own notifications the kind has another name."""

    event: str = Field(default="", alias="eventType")
    notification: str = Field(default="", alias="notificationType")
    mail: _Sent
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None
    delivery: _Moment | None = None
    delay: _Delay | None = Field(default=None, alias="deliveryDelay")

    def report(self) -> Report | None:
        """Return the report; None for kinds that change nothing, such as Send: we know that we sent it."""
        match self.event or self.notification:
            case "Delivery":
                return self._report("delivered", self._part(self.delivery).timestamp)
            case "Bounce":
                bounce = self._part(self.bounce)
                return self._report("failed", bounce.timestamp, bounce.reason())
            case "Complaint":
                return self._complaint(self._part(self.complaint))
            case "Reject" | "Rendering Failure":
                return self._report("failed", self.mail.timestamp, FailureReason.CONTENT)
            case "DeliveryDelay":
                delay = self._part(self.delay)
                full = delay.type == "MailboxFull"
                reason = FailureReason.MAILBOX_FULL if full else FailureReason.MAIL_DELAYED
                return self._report("delayed", delay.timestamp, reason)
        return None

    def _complaint(self, complaint: _Complaint) -> Report:
        if complaint.subtype == "OnAccountSuppressionList":  # SES has not even tried to send it
            return self._report("failed", complaint.timestamp, FailureReason.PROVIDER_LIST)
        return self._report("complained", complaint.timestamp, FailureReason.COMPLAINT)

    def _report(self, verdict: Verdict, at: datetime, reason: FailureReason | None = None) -> Report:
        return Report(provider_id=self.mail.message_id, channel="email", verdict=verdict, reason=reason, at=at)

    @staticmethod
    def _part[T](part: T | None) -> T:
        if part is None:
            raise Unreadable("the event lacks its own part")
        return part


# SNS


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class _Notification(_Document):
    message_id: str = Field(alias="messageId", min_length=1, max_length=200)
    #: `2016-06-28 00:40:34.558`, in UTC.
    timestamp: Annotated[datetime, AfterValidator(_in_utc)]


class _Delivery(_Document):
    said: str = Field(default="", alias="providerResponse")
    milliseconds: float | None = Field(default=None, alias="dwellTimeMsUntilDeviceAck", ge=0)


#: Parts of SNS's `providerResponse` with their reasons: the first that fits counts.
_BY_RESPONSE: tuple[tuple[str, FailureReason], ...] = (
    ("opted out", FailureReason.OPTED_OUT),
    ("invalid phone number", FailureReason.UNKNOWN_NUMBER),
    ("blocked as spam", FailureReason.CARRIER_BLOCKED),
    ("carrier has blocked", FailureReason.CARRIER_BLOCKED),
    ("phone has blocked", FailureReason.PHONE_BLOCKED),
    ("blocked list", FailureReason.PHONE_BLOCKED),
    ("carrier is currently unreachable", FailureReason.CARRIER_UNREACHABLE),
    ("phone is currently unreachable", FailureReason.PHONE_UNREACHABLE),
    ("message body is invalid", FailureReason.CONTENT),
    ("exceed max price", FailureReason.TOO_EXPENSIVE),
    ("no quota left", FailureReason.OUT_OF_BUDGET),
    ("rate exceeded", FailureReason.THROTTLED),
)


class _Sms(_Document):
    """A line of the log that SNS keeps of texts to phone numbers."""

    notification: _Notification
    delivery: _Delivery
    status: Literal["SUCCESS", "FAILURE"]

    def report(self) -> Report:
        said = self.delivery.said.lower()
        if self.status == "SUCCESS":
            by_carrier = "accepted by phone carrier" in said
            return self._report("delivered", FailureReason.ACCEPTED_BY_CARRIER if by_carrier else None)
        reason = next((reason for part, reason in _BY_RESPONSE if part in said), FailureReason.UNKNOWN)
        return self._report("failed", reason)

    def _report(self, verdict: Verdict, reason: FailureReason | None) -> Report:
        at = self.notification.timestamp + timedelta(milliseconds=self.delivery.milliseconds or 0)
        return Report(provider_id=self.notification.message_id, channel="sms", verdict=verdict, reason=reason, at=at)


def lines_of(payload: Mapping[str, Any]) -> list[str]:
    """Return the lines that CloudWatch Logs hands to a subscriber; none of its own tests of the way."""
    if payload.get("messageType") != "DATA_MESSAGE":
        return []
    return [str(event["message"]) for event in payload["logEvents"]]
