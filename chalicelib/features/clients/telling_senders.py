"""Hand the messages that tell a client of its agent over to SES and SNS."""

from chalicelib.aws import messaging
from chalicelib.aws.messaging import PermanentFailure, SmsOptions, TemporaryFailure, UnknownOutcome, is_sender_id
from chalicelib.base.observability import log
from chalicelib.base.settings import settings
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.telling_texts import render_email, render_sms
from chalicelib.features.clients.tellings import Telling
from chalicelib.messaging.reasons import FailureReason
from chalicelib.outbox.model import Delivered, Outcome, Postponed, Undeliverable
from chalicelib.tenancy.model import Account
from chalicelib.tenancy.sms_limits import spend_segments


def send_email(account: Account, client: Client, telling: Telling, *, to: str, message_id: str) -> Outcome:
    """Write and send the e-mail, under the account's name."""
    letter = render_email(account, client, telling)
    mail = messaging.Mail(
        to=to,
        sender_name=account.shown_name,
        sender=settings().mail_sender,
        reply_to=account.reply_to,
        subject=letter.subject,
        html=letter.html,
        text=letter.text,
        message_id=message_id,
        configuration_set=settings().mail_configuration_set,
    )
    try:
        return Delivered(provider_id=messaging.send_mail(mail))
    except (TemporaryFailure, UnknownOutcome, PermanentFailure) as failure:
        return _outcome(failure)


def send_sms(account: Account, client: Client, telling: Telling, *, to: str, message_id: str) -> Outcome:
    """Write and send the SMS, within the budget of the hour."""
    text, size = render_sms(account, client, telling)
    if not spend_segments(account.id, size.segments):
        log("warning", "sms_held", message_id=message_id, count=size.segments)
        return Postponed(reason=FailureReason.HELD, held=True)
    own = account.sms.sender_id or ""  # settings of before may have one that no message could leave with
    try:
        options = SmsOptions(sender_id=own if is_sender_id(own) else None)
        return Delivered(provider_id=messaging.publish_sms(phone=to, text=text, options=options))
    except (TemporaryFailure, UnknownOutcome, PermanentFailure) as failure:
        return _outcome(failure)


def _outcome(failure: TemporaryFailure | UnknownOutcome | PermanentFailure) -> Outcome:
    if isinstance(failure, PermanentFailure):
        return Undeliverable(reason=failure.reason)
    return Postponed(reason=failure.reason, unknown=isinstance(failure, UnknownOutcome))
