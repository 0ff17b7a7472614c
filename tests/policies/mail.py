"""Messages to clients, as the training mailboxes have them, and the links in them."""

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.features.clients import table
from chalicelib.outbox import service as notifications
from tests.support import outbox
from tests.support.api.people import People
from tests.support.mailboxes import REGION

_LINK = re.compile(r"https?://[^\s\"<\\]+/[do]/[A-Za-z0-9_-]+")


class Mail(NamedTuple):
    """An e-mail: to whom, its subject, its text as it is read."""

    to: str
    subject: str
    text: str
    link: str


def mails(what: str = "") -> list[Mail]:
    """Dispatch the outbox; return all e-mails in order, or those with some words in their subject."""
    for item in outbox.messages():
        notifications.dispatch(item.account_id, item.id)
    sent = [_read(each) for each in ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages]
    return [each for each in sent if what in each.subject]


def path_in(said: str) -> str:
    """Return the path of the link in a message."""
    found = _LINK.search(said)
    assert found, said
    return urlsplit(found[0]).path


def without_email(api: People, client_id: str) -> str:
    """Remove the e-mail of a client, as clients of before have none; return its id."""
    client = table.get_client(api.account.id, client_id)
    assert client is not None
    facts = client.facts.model_copy(update={"email": None})
    tx = Transaction()
    table.write_client(tx, client.model_copy(update={"facts": facts}), replacing=client, otherwise=stale)
    tx.commit()
    return client_id


def _read(message: object) -> Mail:
    html = str(vars(message)["body"])
    found = _LINK.search(html)
    read = re.sub(r"<[^>]+>", " ", html.partition("<body")[2].partition(">")[2])
    to = vars(message)["destinations"]["ToAddresses"][0]
    return Mail(to, vars(message)["subject"], " ".join(unescape(read).split()), found[0] if found else "")
