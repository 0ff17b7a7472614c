"""Clients who are reminded, at chosen moments: policies, sweeps, and the messages that they get."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.features.cabinet.reminders.model import About, Given, Plan
from chalicelib.features.cabinet.table import reminders as table
from chalicelib.features.clients.personal import Purpose
from tests.clients.personal_data import write_text
from tests.policies.mail import mails
from tests.policies.sales import sold
from tests.support import outbox
from tests.support.api.people import People
from tests.support.sweeping import sweep_cases

MOSCOW = ZoneInfo("Europe/Moscow")
#: Halves of 24,160.25, the second of which is due on 1 June.
TWO_PARTS = {"plan": "in_2", "premium": {"amount": "48320.50", "currency": "RUB"}, "paid_instalments": 1}


def moscow(month: int, day: int, hour: int = 10, minute: int = 0, *, year: int = 2027) -> datetime:
    """Return a moment in Moscow."""
    return datetime(year, month, day, hour, minute, tzinfo=MOSCOW)


def in_two_parts(api: People, client_id: str, **changes: Any) -> dict[str, Any]:
    """Sell a policy whose first half is paid."""
    return sold(api.key, client_id, **TWO_PARTS, **changes)


def sweep_at(clock: time_machine.Traveller, moment: datetime) -> None:
    """Sweep at a moment, and dispatch the messages."""
    clock.move_to(moment, tick=False)
    sweep_cases()
    mails()


def given() -> list[dict[str, Any]]:
    """Return the data of all events of given reminders."""
    return [event["data"] for event in outbox.events() if event["type"] == "reminder.given"]


def plan_of(api: People, client_id: str, subject: str) -> Plan:
    """Return the plan of a client's thing."""
    plan = table.get_plan(api.account.id, client_id, subject)
    assert plan is not None
    return plan


def agree_to_advertising(api: People, client_id: str) -> str:
    """Record the client's consent to advertising; return its id."""
    write_text(api.account.id, purpose=Purpose.ADVERTISING)
    body = {"purpose": "advertising", "channel": "paper", "given_at": "2026-11-10T12:00:00Z"}
    found: str = api.key.post(f"/v1/clients/{client_id}/consents", body).expect(201)["id"]
    return found


def put_reminder(account_id: str, client_id: str) -> str:
    """Write the reminder of a client, of a policy that nobody knows; return its id."""
    given = Given(
        id=new_id("rem"), about=About.RENEWAL, day=moscow(11, 30).date(), step="renewal#0#2027-11-30#-60", at=now()
    )
    plan = Plan(account_id=account_id, client_id=client_id, subject=new_id("pol"), since=now(), told=(), given=(given,))
    tx = Transaction()
    table.insert_plan(tx, plan, moscow(10, 1))
    tx.commit()
    return given.id
