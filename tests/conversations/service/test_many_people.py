"""E-mails to desks and administrators reach everybody, however many there are."""

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.identity.model import Role
from chalicelib.messaging import queueing
from chalicelib.outbox import service as outbox
from tests.cabinet.visitors import mailed
from tests.conversations.requests import registered, with_desks
from tests.support import mailboxes
from tests.support.api.people import People, add_user
from tests.support.sweeping import sweep_cases

COUNT = 83


def everybody(api: People, role: Role, count: int) -> dict[str, str]:
    """Add people of the account; return their ids by e-mail."""
    emails = {f"{role}-{number}@desk.example": f"sub-{role}-{number}" for number in range(count)}
    for email, user_id in emails.items():
        add_user(api.account, role, id=user_id, email=email, created_at=now())
    return emails


def letters(emails: dict[str, str]) -> list[str]:
    """Dispatch until nothing is left; return the addresses of these people that got e-mails."""
    before = -1
    while before != len(mailed()):
        before = len(mailed())
    return [to for to, _ in mailed() if to in emails]


def test_each_of_very_many_people_of_a_desk_is_warned_once(api: People) -> None:
    mailboxes.verify_sender()
    emails = everybody(api, Role.STAFF, COUNT)
    with_desks(api.admin, claims=list(emails.values()))
    with time_machine.travel("2026-11-27T10:00:00+03:00", tick=False) as clock:
        registered(api.key, "claims")
        clock.move_to("2026-12-14T20:00:00+03:00")
        sweep_cases()
        assert len(letters(emails)) == COUNT + 1  # its handler has heard of its arrival, too

    assert set(letters(emails)) == set(emails)


def test_each_of_very_many_administrators_gets_one_e_mail(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    mailboxes.verify_sender()
    monkeypatch.setattr(queueing, "PART", 2)
    emails = everybody(api, Role.ADMIN, 5)
    tx = Transaction()
    data = {"notice": "endpoint_failing", "params": {"host": "claims.example", "endpoint": "whe_1"}, "channel": "email"}
    outbox.queue_message(tx, account_id=api.account.id, data=data)
    tx.commit()

    assert sorted(letters(emails)) == sorted(emails)
