"""Requests whose messages were handed over, and reports of their outcomes."""

from typing import Any

import pytest

from chalicelib.features.photos import service, table
from chalicelib.features.photos.model import Message
from chalicelib.features.photos.service import Shown
from chalicelib.messaging import suppressions
from chalicelib.messaging.model import Report
from chalicelib.messaging.reports import read
from chalicelib.outbox import service as notifications
from tests.support import delivery_documents as documents
from tests.support import mailboxes, outbox, sending
from tests.support.world import World

PHONE, EMAIL = "+79161234567", "owner@mail.example"


@pytest.fixture(autouse=True)
def mail(world: World) -> None:
    """SES lets us send."""
    mailboxes.verify_sender()


def dispatch() -> None:
    for item in outbox.messages():
        notifications.dispatch(item.account_id, item.id)


def asked(world: World, *channels: Any, phone: str | None = PHONE, email: str | None = EMAIL, **more: Any) -> Shown:
    """Return a request whose messages were handed over."""
    shown = sending.ask(world, phone=phone, email=email, channels=channels, **more)
    dispatch()
    return shown


def messages(shown: Shown) -> list[Message]:
    request = shown.request
    return table.read_messages(request.account_id, request.case_id, request.id)


def states(shown: Shown) -> list[tuple[str, str, str | None]]:
    return [(message.channel, message.status, message.reason) for message in messages(shown)]


def report(document: str) -> Report:
    found = read(document)
    assert found is not None
    return found


def last(shown: Shown, channel: str) -> str:
    return str([message for message in messages(shown) if message.channel == channel][-1].provider_id)


def bounce(shown: Shown, *kind: str) -> None:
    assert service.track(report(documents.mail_bounced(last(shown, "email"), *kind)))


def fail_sms(shown: Shown, said: str = "Invalid phone number") -> None:
    assert service.track(report(documents.sms_failed(last(shown, "sms"), said)))


def undelivered() -> list[Any]:
    return [event["data"] for event in outbox.events("photo_request.undelivered")]


def blocked(world: World) -> dict[str, str]:
    found, _ = suppressions.list_suppressions(world.account.id, after=None, limit=50)
    return {each.address: each.reason for each in found}
