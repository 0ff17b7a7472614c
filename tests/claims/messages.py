"""Messages to clients about claims, as the training mailboxes have them."""

import re
from datetime import timedelta
from html import unescape
from typing import NamedTuple

import time_machine
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from chalicelib.base.clock import now
from chalicelib.outbox import service as notifications
from tests.support import outbox
from tests.support.mailboxes import REGION

#: Documents that are asked for within five minutes are told together.
LATER = timedelta(minutes=6)


class Mail(NamedTuple):
    """An e-mail: to whom, its subject, its text as it is read, all of its HTML."""

    to: str
    subject: str
    text: str
    html: str


def dispatch() -> None:
    """Dispatch the outbox as it is some minutes later, twice: a message may follow another."""
    with time_machine.travel(now() + LATER, tick=False):
        for _ in range(2):
            for item in outbox.messages():
                notifications.dispatch(item.account_id, item.id)


def mails(words: str = "") -> list[Mail]:
    """Dispatch the outbox; return the e-mails in order, those with some words in their subject."""
    dispatch()
    sent = [_read(vars(each)) for each in ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages]
    return [each for each in sent if words in each.subject]


def texts(words: str = "") -> list[str]:
    """Dispatch the outbox; return the SMS in order, those with some words."""
    dispatch()
    return [text for _, text in sns_backends[DEFAULT_ACCOUNT_ID][REGION].sms_messages.values() if words in text]


def _read(message: dict[str, str | dict[str, list[str]]]) -> Mail:
    html, to = str(message["body"]), message["destinations"]
    assert isinstance(to, dict)
    said = re.sub(r"<[^>]+>", " ", html.partition("<body")[2].partition(">")[2])
    text = " ".join(unescape(said).replace("\u00a0", " ").split())
    return Mail(to["ToAddresses"][0], str(message["subject"]), text, html)
