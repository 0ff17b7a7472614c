"""Texts with codes that clients were sent, and codes read from them."""

import re

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sns.models import sns_backends

from chalicelib.base.installed import report_takers
from chalicelib.messaging.reports import read
from chalicelib.outbox import service as notifications
from tests.support import delivery_documents as documents
from tests.support import outbox
from tests.support.api.client import Api
from tests.support.mailboxes import REGION

#: PERSON's phone as it is stored.
PHONE = "+79109370341"


def texts() -> list[tuple[str, str]]:
    """Dispatch the outbox and return all numbers and texts, in order."""
    for item in outbox.messages():
        notifications.dispatch(item.account_id, item.id)
    return [(number, text) for number, text in sns_backends[DEFAULT_ACCOUNT_ID][REGION].sms_messages.values()]


def last_code() -> str:
    """Return the code of the last text."""
    _, text = texts()[-1]
    found = re.search(r"\b[0-9]{6}\b", text)
    assert found, text
    return found[0]


def wrong(code: str) -> str:
    """Return another code."""
    return f"{(int(code) + 1) % 10**6:06d}"


def confirm(caller: Api, client_id: str) -> None:
    """Confirm a client's phone."""
    caller.post(f"/v1/clients/{client_id}/phone", {}).expect(202)
    caller.post(f"/v1/clients/{client_id}/phone/check", {"code": last_code()}).expect(200)


def report(said: str | None = None, *, dispatch: bool = True) -> None:
    """Report that the last text was delivered, or with the carrier's words why it was not."""
    if dispatch:
        texts()
    provider_id = list(sns_backends[DEFAULT_ACCOUNT_ID][REGION].sms_messages)[-1]
    document = documents.sms_failed(provider_id, said) if said else documents.sms(provider_id)
    found = read(document)
    assert found is not None
    assert [take(found) for take in report_takers()].count(True) == 1
