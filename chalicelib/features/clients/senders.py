"""Hand messages to clients over to SES and SNS, in an account's name."""

from chalicelib.aws import messaging
from chalicelib.aws.messaging import PermanentFailure, SmsOptions, TemporaryFailure, UnknownOutcome, is_sender_id
from chalicelib.base.observability import log
from chalicelib.base.settings import settings
from chalicelib.frame.area.settings import reply_address
from chalicelib.messaging.letters import Email
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.sms import SmsSize
from chalicelib.outbox.model import Delivered, Outcome, Postponed, Undeliverable
from chalicelib.tenancy.model import Account
from chalicelib.tenancy.sms_limits import spend_segments


def send_email(account: Account, letter: Email, *, to: str, message_id: str) -> Outcome:
    """Send an e-mail under the account's name. Replies go to the client area's address for help, if it has one."""
    mail = messaging.Mail(
        to=to,
        sender_name=account.shown_name,
        sender=settings().mail_sender,
        reply_to=reply_address(account),
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


def send_sms(account: Account, text: str, size: SmsSize, *, to: str, message_id: str) -> Outcome:
    """Send an SMS, within the budget of the hour."""
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
