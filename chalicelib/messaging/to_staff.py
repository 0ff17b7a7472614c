"""Hand an e-mail to one of an account's staff over to SES."""

from chalicelib.aws import messaging
from chalicelib.base.settings import settings
from chalicelib.messaging.letters import Email
from chalicelib.outbox.model import Delivered, Outcome, Postponed, Undeliverable


def hand_over(letter: Email, *, to: str, message_id: str) -> Outcome:
    """Send an e-mail in the service's own name, and return the outcome; `message_id` is the outbox's."""
    mail = messaging.Mail(
        to=to,
        sender_name="Osmotr",
        sender=settings().mail_sender,
        reply_to=None,
        subject=letter.subject,
        html=letter.html,
        text=letter.text,
        message_id=message_id,
        configuration_set=settings().mail_configuration_set,
    )
    try:
        return Delivered(provider_id=messaging.send_mail(mail))
    except messaging.PermanentFailure as failure:
        return Undeliverable(reason=failure.reason)
    except messaging.UnknownOutcome as failure:  # told twice is better than not told
        return Postponed(reason=failure.reason, unknown=True)
    except messaging.SendFailed as failure:
        return Postponed(reason=failure.reason)
