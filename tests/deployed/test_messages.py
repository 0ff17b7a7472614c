"""Messages of the deployed system: soon, in full, once; reminders and expiry when they fall due."""

import json
import uuid
from random import SystemRandom
from typing import Any
from urllib.parse import quote

from tests.deployed.conftest import Ask, System
from tests.deployed.inside import Root
from tests.support.running import PhotoRequest, call, eventually


def new_phone() -> str:
    return f"+7916{SystemRandom().randrange(10**7):07d}"


def new_mail() -> str:
    return f"owner-{uuid.uuid4().hex[:12]}@example.ru"


def sms_to(system: System, phone: str) -> list[dict[str, Any]]:
    found = call("GET", f"{system['messages']['sms']}?phoneNumber={quote(phone)}").json()["sms_messages"]
    return list(found.get(phone, []))


def mails_to(system: System, mail: str) -> list[dict[str, Any]]:
    by_account = call("GET", system["messages"]["email"]).json()["messages"]
    return [each for mails in by_account.values() for each in mails if mail in each["To"]]


def ask_by(ask: Ask, *channels: str, **more: object) -> tuple[PhotoRequest, str, str]:
    phone, mail = new_phone(), new_mail()
    request = ask(phone=phone, email=mail, channels=list(channels), comment="Снимите вмятину.", **more)
    return request, phone, mail


def test_an_sms_and_an_e_mail_leave_at_once(ask: Ask, system: System) -> None:
    request, phone, mail = ask_by(ask, "sms", "email")

    (sms,) = eventually(lambda: sms_to(system, phone))
    (letter,) = eventually(lambda: mails_to(system, mail))

    assert request.link in json.dumps(sms, ensure_ascii=False)
    assert request.link in letter["BodyHtml"]
    assert request.link in letter["BodyText"]
    assert request.code in letter["BodyText"]
    assert "Снимите вмятину." in letter["BodyText"]
    shown = eventually(request.shown, holds=lambda found: {each["status"] for each in found["messages"]} == {"sent"})
    assert shown["status"] == "sent"
    assert {each["channel"]: each["segments"] is not None for each in shown["messages"]} == {
        "sms": True,
        "email": False,
    }


def test_a_message_is_sent_once_however_often_the_sweep_runs(ask: Ask, system: System, root: Root) -> None:
    _, phone, _ = ask_by(ask, "sms")
    eventually(lambda: sms_to(system, phone))

    for _ in range(3):
        root.sweep()

    assert len(sms_to(system, phone)) == 1


def test_a_reminder_falls_due_once(ask: Ask, system: System, root: Root) -> None:
    request, phone, _ = ask_by(ask, "sms", remind_after_hours=1)
    eventually(lambda: sms_to(system, phone))
    eventually(request.status, holds=lambda status: status == "sent")
    root.let_time_pass(request, "remind_at")

    root.sweep()
    root.sweep()

    eventually(lambda: sms_to(system, phone), holds=lambda sent: len(sent) == 2)
    eventually(
        lambda: [message["kind"] for message in request.shown()["messages"]],
        holds=lambda kinds: kinds == ["invitation", "reminder"],
    )


def test_a_request_that_is_over_is_written_down_as_expired(ask: Ask, root: Root) -> None:
    request = ask()
    root.let_time_pass(request, "expires_at")

    root.sweep()
    root.sweep()

    case = request.staff("GET", f"cases/{request.case_id}").json()
    assert request.status() == "expired"
    assert [entry["type"] for entry in case["timeline"]].count("photo_request.expired") == 1


def test_an_expired_request_that_is_extended_opens_again(ask: Ask, root: Root) -> None:
    request = ask()
    root.let_time_pass(request, "expires_at")
    root.sweep()
    assert call("GET", request.link).status == 404

    assert request.staff("POST", f"photo-requests/{request.id}/extend", {"days": 3}).status == 200

    assert call("GET", request.link).status == 200


def test_a_message_whose_record_the_stream_lost_is_sent_by_the_sweep(ask: Ask, system: System, root: Root) -> None:
    with root.without_stream():
        request, phone, _ = ask_by(ask, "sms")
        root.sweep()
        sent = sms_to(system, phone)

    assert len(sent) == 1
    assert request.status() == "sent"


def test_a_revoked_request_sends_nothing_more(ask: Ask, system: System, root: Root) -> None:
    with root.without_stream():
        request, phone, _ = ask_by(ask, "sms")
        assert request.staff("POST", f"photo-requests/{request.id}/revoke").status == 200
        root.sweep()

    assert sms_to(system, phone) == []
    assert [message["status"] for message in request.shown()["messages"]] == ["failed"]
