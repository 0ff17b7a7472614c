"""The two senders of messages, for SMS and e-mail, behind one Protocol.

A sender renders the message and sends it once. The dispatcher decides about further tries. `TemporaryFailure` may be
repeated, `PermanentFailure` may not; after `UnknownOutcome` the message may have arrived.
"""

from typing import Literal, NamedTuple, Protocol

from chalicelib.aws import messaging
from chalicelib.aws.messaging import PermanentFailure, SendFailed, SmsOptions, TemporaryFailure, UnknownOutcome
from chalicelib.features.photos.message_texts import PhotoRequestMessage, render_email, render_sms

__all__ = [
    "EmailSender",
    "PermanentFailure",
    "SendFailed",
    "Sender",
    "Sent",
    "SmsOptions",
    "SmsSender",
    "TemporaryFailure",
    "UnknownOutcome",
]


class Sent(NamedTuple):
    """Accepted for delivery (not yet delivered) under the provider's id."""

    provider_id: str


class Sender(Protocol):
    """Sends a message to one recipient, once."""

    @property
    def channel(self) -> Literal["sms", "email"]:
        """The channel's name in the API."""

    def send(self, message: PhotoRequestMessage, *, to: str, message_id: str) -> Sent:
        """Send and return the provider's id; raises SendFailed in one of its three kinds.

        `to` is an E.164 number or an e-mail address; `message_id` ([A-Za-z0-9_-]) is ours, for delivery events.
        """


class SmsSender(NamedTuple):
    """Text messages through SNS."""

    options: SmsOptions = SmsOptions()
    channel: Literal["sms"] = "sms"

    def send(self, message: PhotoRequestMessage, *, to: str, message_id: str) -> Sent:
        """Send the SMS of a message; see Sender. SNS has no place for our id: its events carry its own."""
        return Sent(messaging.publish_sms(phone=to, text=render_sms(message).text, options=self.options))


class EmailSender(NamedTuple):
    """E-mail through SES, from one verified address under the tenant's name."""

    mail_sender: str
    configuration_set: str = ""
    channel: Literal["email"] = "email"

    def send(self, message: PhotoRequestMessage, *, to: str, message_id: str) -> Sent:
        """Send the e-mail of a message; see Sender."""
        email = render_email(message)
        mail = messaging.Mail(
            to=to,
            sender_name=message.sender_name,
            sender=self.mail_sender,
            reply_to=message.reply_to,
            subject=email.subject,
            html=email.html,
            text=email.text,
            message_id=message_id,
            configuration_set=self.configuration_set,
        )
        return Sent(messaging.send_mail(mail))
