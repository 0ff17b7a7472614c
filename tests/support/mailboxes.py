"""Messages that moto's SNS and SES were handed."""

from typing import Any

import boto3
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

REGION = "eu-central-1"


def verify_sender(address: str = "osmotr@mail.example") -> None:
    """Verify an address for sending by SES."""
    boto3.client("sesv2").create_email_identity(EmailIdentity=address)


def sms() -> list[str]:
    """Return the numbers that texts went to, in order."""
    return [number for number, _ in sns_backends[DEFAULT_ACCOUNT_ID][REGION].sms_messages.values()]


def mails() -> list[Any]:
    """Return the addresses that e-mails went to, in order."""
    sent = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    return [address for message in sent for address in message.destinations["ToAddresses"]]
