"""E-mails about unread messages of claims: to the client's people and to the staff, once until they read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.staff_mails import mail_staff
from chalicelib.features.conversations.service import away
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.table.places import list_waiting
from chalicelib.identity.area.model import Notify
from chalicelib.identity.area.permissions import HANDLING_CLAIMS
from chalicelib.identity.table.area import list_persons_of_client
from tests.cabinet.visitors import Visitor, at_area, mailed
from tests.claims.cases import changed, shown
from tests.conversations.chats import answered, asked, in_area
from tests.support import outbox
from tests.support.api.people import People
from tests.support.area import EMAIL, company_user, registered
from tests.support.mailboxes import verify_sender
from tests.support.sweeping import sweep_cases

#: A Tuesday, in office hours in Moscow; and its evening.
MORNING, EVENING = "2026-12-01T10:00:00+03:00", "2026-12-01T20:00:00+03:00"


@pytest.fixture
def claim_id(api: People) -> str:
    """Return a claim of a client in the area."""
    verify_sender()
    return in_area(api)[1]


@pytest.fixture
def clock(claim_id: str) -> Iterator[time_machine.Traveller]:
    """Return the time, which stands on a morning after the claim was announced."""
    assert claim_id
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def client_of(api: People, claim_id: str) -> Visitor:
    """Return the browser of the claim's client, signed in now."""
    (person,) = list_persons_of_client(api.account.id, shown(api.key, claim_id)["client_id"])
    return at_area(person)


def letters(to: str = EMAIL) -> list[str]:
    """Sweep, dispatch, and return the e-mails about messages to an address."""
    sweep_cases()
    return [body for address, body in mailed() if address == to and "сообщение" in body]


def waits(clock: time_machine.Traveller, **time: int) -> None:
    clock.shift(timedelta(**time))


def test_case_f8_five_unread_messages_are_one_e_mail(api: People, claim_id: str, clock: time_machine.Traveller) -> None:
    for number in range(5):
        answered(api.key, claim_id, f"Mensaje {number}")
        waits(clock, seconds=20)
    early = letters()
    waits(clock, minutes=2)
    told = letters()
    waits(clock, minutes=45)
    answered(api.key, claim_id, "Uno más")
    waits(clock, minutes=45)

    assert (len(early), len(told), len(letters())) == (0, 1, 1)
    assert f"/area/ingos/claims/{claim_id}" in told[0]
    assert "Mensaje" not in told[0]


def test_case_f8_messages_that_are_read_within_two_minutes_are_not_told(
    api: People, claim_id: str, clock: time_machine.Traveller
) -> None:
    visitor = client_of(api, claim_id)
    answered(api.key, claim_id)
    waits(clock, minutes=1)
    visitor.call("POST", f"/claims/{claim_id}/messages/read", {"seq": 1}).expect(204)
    waits(clock, minutes=5)

    assert letters() == []


def test_who_has_read_is_told_again_of_later_ones_and_once_in_half_an_hour(
    api: People, claim_id: str, clock: time_machine.Traveller
) -> None:
    visitor = client_of(api, claim_id)
    answered(api.key, claim_id)
    waits(clock, minutes=3)
    first = len(letters())
    visitor.call("POST", f"/claims/{claim_id}/messages/read", {"seq": 1}).expect(204)
    answered(api.key, claim_id)
    waits(clock, minutes=10)
    soon = len(letters())
    waits(clock, minutes=25)

    assert (first, soon, len(letters())) == (1, 1, 2)


@pytest.mark.parametrize(
    "chosen",
    [{"notify": Notify.AREA}, {"permissions": frozenset({"area:messages"})}],
)
def test_who_wants_no_e_mails_or_lacks_the_permission_gets_none(
    api: People, claim_id: str, clock: time_machine.Traveller, chosen: dict[str, Any]
) -> None:
    client_id = shown(api.key, claim_id)["client_id"]
    member = company_user(client_id, **{"permissions": HANDLING_CLAIMS, "notify": Notify.AREA_AND_EMAIL, **chosen})
    registered(api.account.id, member, email="luis@mail.example", phone=None)
    answered(api.key, claim_id)
    waits(clock, minutes=5)

    assert (len(letters()), letters("luis@mail.example")) == (1, [])


def test_the_staff_are_told_after_ten_minutes_in_office_hours(
    api: People, claim_id: str, clock: time_machine.Traveller
) -> None:
    visitor = client_of(api, claim_id)
    asked(visitor, claim_id)
    waits(clock, minutes=9)
    early = letters("staff@staff.example")
    waits(clock, minutes=2)
    told = letters("staff@staff.example")

    assert (len(early), len(told)) == (0, 1)
    assert f"/console/cases/{shown(api.key, claim_id)['case_id']}?tab=claim" in told[0]


def test_the_staff_are_told_at_the_opening_of_what_came_at_night(
    api: People, claim_id: str, clock: time_machine.Traveller
) -> None:
    clock.move_to(EVENING)
    asked(client_of(api, claim_id), claim_id)
    waits(clock, hours=1)
    night = letters("staff@staff.example")
    clock.move_to("2026-12-02T09:00:30+03:00")

    assert (night, len(letters("staff@staff.example"))) == ([], 1)


def test_an_answered_question_is_not_told(api: People, claim_id: str, clock: time_machine.Traveller) -> None:
    visitor = client_of(api, claim_id)
    asked(visitor, claim_id)
    answered(api.key, claim_id)
    waits(clock, minutes=20)

    assert letters("staff@staff.example") == []


def test_a_handler_who_takes_the_claim_over_in_that_instant_stays_in_the_lists(
    api: People, claim_id: str, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(client_of(api, claim_id), claim_id)
    waits(clock, minutes=15)
    before, handlers = shown(api.key, claim_id)["handler"], ["user:other"]

    def taking_over(tx: Transaction, claim: Claim, notice: str) -> None:
        mail_staff(tx, claim, notice)
        if handlers:
            head = threads.get_head(api.account.id, claim_id)
            assert head is not None
            with_other, handover = head.model_copy(update={"handler": handlers.pop()}), Transaction()
            threads.put_head(handover, head, with_other)
            handover.commit()
            changed(api, claim_id, handler=with_other.handler)

    monkeypatch.setattr(away, "mail_staff", taking_over)
    sweep_cases()

    head = threads.get_head(api.account.id, claim_id)
    assert head is not None
    assert (head.handler, list_waiting(api.account.id, handler=before, limit=9)[0]) == ("user:other", [])


def test_a_company_of_60_people_is_told_each_once(api: People, claim_id: str, clock: time_machine.Traveller) -> None:
    client_id = shown(api.key, claim_id)["client_id"]
    many = [f"p{number:02}@shipper.example" for number in range(60)]
    for number, email in enumerate(many):
        member = company_user(client_id, permissions=HANDLING_CLAIMS, notify=Notify.AREA_AND_EMAIL)
        registered(api.account.id, member, email=email, phone=f"+346123400{number:02}")
    answered(api.key, claim_id)
    waits(clock, minutes=3)
    sweep_cases()

    queued = [each.data["actor"] for each in outbox.messages() if each.data.get("kind") == away.MESSAGE]

    assert len(queued) == len(set(queued)) == 61
