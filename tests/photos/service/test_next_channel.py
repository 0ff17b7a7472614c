"""Failed messages leave by the other channel, after any answer of SNS or SES and any error of a sender."""

from datetime import timedelta
from itertools import count, repeat
from typing import Any

import pytest

from chalicelib.base.clock import now
from chalicelib.features.photos import table
from chalicelib.features.photos.senders import EmailSender, SmsSender
from chalicelib.features.photos.service import Shown
from chalicelib.outbox import service as notifications
from tests.support import mailboxes, outbox, sending
from tests.support.faults import refusal, refusing
from tests.support.world import World

PHONE, EMAIL = "+79161234567", "owner@mail.example"
#: By channel: the operation, and answers that say nothing of its recipient.
ANSWERS = {
    "sms": (
        "Publish",
        (
            "KMSAccessDenied",
            "KMSThrottling",
            "EndpointDisabled",
            "Throttled",
            "InternalError",
            "AuthorizationError",
            "NotFound",
            "SomethingNew",
        ),
    ),
    "email": (
        "SendEmail",
        (
            "AccountSuspendedException",
            "SendingPausedException",
            "NotFoundException",
            "MailFromDomainNotVerifiedException",
            "AccessDeniedException",
            "SomethingNewException",
        ),
    ),
}
OPERATION_OF = {channel: operation for channel, (operation, _) in ANSWERS.items()}


@pytest.fixture(autouse=True)
def mail(world: World) -> None:
    """SES lets us send."""
    mailboxes.verify_sender()


def dispatch(*, times: int = 4) -> None:
    """Try everything a few times, each time when it is due again."""
    for hours in range(times):
        for item in outbox.messages():
            at = now() + timedelta(hours=hours)
            notifications.dispatch(item.account_id, item.id, at=at)


def states(shown: Shown) -> dict[str, str]:
    request = shown.request
    found = table.read_messages(request.account_id, request.case_id, request.id)
    assert len({message.channel for message in found}) == len(found)
    return {message.channel: message.status for message in found}


def received() -> list[Any]:
    return [*mailboxes.mails(), *mailboxes.sms()]


@pytest.mark.parametrize(
    ("channel", "code"), [(channel, code) for channel, (_, codes) in ANSWERS.items() for code in codes]
)
def test_an_answer_that_is_not_the_recipients_fault_leads_to_the_other_channel(
    world: World, channel: Any, code: str
) -> None:
    shown = sending.ask(world, phone=PHONE, email=EMAIL, channels=(channel,))

    with refusing(OPERATION_OF[channel], repeat(refusal(OPERATION_OF[channel], code, status=400))):
        dispatch()

    other = {"sms": "email", "email": "sms"}[channel]
    assert states(shown)[other] == "sent"
    assert received() == [{"sms": PHONE, "email": EMAIL}[other]]


@pytest.mark.parametrize(("channel", "sender"), [("sms", SmsSender), ("email", EmailSender)])
def test_what_a_sender_raises_is_not_sent_and_leads_to_the_other_channel(
    world: World, channel: Any, sender: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = count()

    def fail(*_: object, **__: object) -> None:
        next(tries)
        raise LookupError("a bug")

    monkeypatch.setattr(sender, "send", fail)
    shown = sending.ask(world, phone=PHONE, email=EMAIL, channels=(channel,))
    dispatch()

    assert next(tries) == 4
    other = {"sms": "email", "email": "sms"}[channel]
    assert states(shown) == {channel: "queued", other: "sent"}


@pytest.mark.parametrize("code", ["TooManyRequestsException", "ThrottlingException"])
def test_no_sms_is_spent_on_what_soon_passes(world: World, code: str) -> None:
    shown = sending.ask(world, phone=PHONE, email=EMAIL, channels=("email",))

    with refusing("SendEmail", repeat(refusal("SendEmail", code, status=429))):
        dispatch()

    assert states(shown) == {"email": "queued"}
    dispatch(times=6)
    assert received() == [EMAIL]
