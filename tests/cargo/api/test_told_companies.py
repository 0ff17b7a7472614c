"""People of a company hear of its claims once each, in the area and by e-mail, and are reminded."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.identity.area.notices import words_of
from chalicelib.identity.table.area_notices import list_all_notices
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import suppress
from tests.cargo.people import colleague
from tests.cargo.shippers import CLAIMS, announced, announcement, shipper
from tests.claims.cases import shown, told
from tests.claims.messages import mails
from tests.clients.bodies import COMPANY
from tests.support.api.people import People
from tests.support.area import open_area
from tests.support.mailboxes import verify_sender
from tests.support.sweeping import sweep_cases

_START = "2026-04-06T10:00:00+02:00"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(_START, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _sender(clock: time_machine.Traveller, api: People) -> None:
    verify_sender()


def notices(api: People, person: Any, language: Any = "es") -> list[str]:
    return [words_of(each, language) for each in list_all_notices(api.account.id, person.id)]


def reminders(api: People, person: Any) -> list[str]:
    return [each for each in notices(api, person) if "sigue pendiente" in each]


def history(api: People, claim_id: str) -> list[Any]:
    items = api.key.get(f"{CLAIMS}/{claim_id}/history").expect(200)["items"]
    return [each["data"] for each in items if each["type"] == "claim.client_told"]


def test_a1_three_people_have_a_notice_and_two_an_email_once(api: People) -> None:
    client_id = shipper(api)
    open_area(api.account.id)
    people = [
        colleague(api, client_id, "ana"),
        colleague(api, client_id, "luis"),
        colleague(api, client_id, "eva", email=False),
    ]
    body, key = announcement(client_id, reference="S-118"), {"Idempotency-Key": "118"}

    claim = api.key.post(CLAIMS, body, headers=key).expect(201)
    sent = mails()
    api.key.post(CLAIMS, body, headers=key).expect(201)

    assert sorted(each.to for each in sent) == ["ana@shipper.example", "luis@shipper.example"]
    assert "S-118" in sent[0].subject
    assert f"/area/ingos/claims/{claim['id']}" in sent[0].html
    for person in people:
        assert notices(api, person) == ["Nuevo siniestro S-118: Rotura. Decida hasta el 13/04/2026 si lo gestionamos."]
    assert len(mails()) == 2
    assert [len(notices(api, person)) for person in people] == [1, 1, 1]
    assert history(api, claim["id"]) == [{"what": "announced", "channel": "area", "people": 3}]


def test_a2_who_has_no_permission_hears_nothing(api: People) -> None:
    client_id = shipper(api)
    colleague(api, client_id, "ana")
    outsider = colleague(api, client_id, "paco", permissions=frozenset())
    gone = colleague(api, client_id, "gone", disabled=True)

    announced(api.key, client_id)

    assert [each.to for each in mails()] == ["ana@shipper.example"]
    assert notices(api, outsider) == notices(api, gone) == []


def test_a_company_without_people_is_told_at_its_own_address(api: People) -> None:
    announced(api.key, shipper(api), reference="S-1")

    assert [each.to for each in mails()] == [COMPANY["email"]]


def test_a_blocked_address_gets_no_email_but_a_notice(api: People) -> None:
    client_id = shipper(api)
    person, tx = colleague(api, client_id, "ana"), Transaction()
    suppress(
        tx, account_id=api.account.id, channel="email", address=person.email or "", reason=FailureReason.NO_MAILBOX
    )
    tx.commit()

    announced(api.key, client_id)

    assert mails() == []
    assert len(notices(api, person)) == 1


def test_later_messages_go_to_the_people_as_well(api: People) -> None:
    client_id = shipper(api)
    person = colleague(api, client_id, "ana")
    claim = announced(api.key, client_id, reference="S-9")
    mails()

    api.key.post(f"{CLAIMS}/{claim['id']}/start", {"version": 1, "asked": "por teléfono"}).expect(200)

    assert [each.subject for each in mails("документы")] != []
    assert "Claim S-9: documents are missing." in notices(api, person, "en")
    entry = next(
        each
        for each in api.key.get(f"{CLAIMS}/{claim['id']}/history").expect(200)["items"]
        if each["type"] == "claim.started"
    )
    assert entry["data"]["asked"] == "por teléfono"


def tasks(api: People) -> list[Any]:
    found = api.key.get("/v1/tickets").expect(200)["items"]
    return [each for each in found if each["topic"] == "task_claim"]


def test_a6_a_silent_company_is_reminded_twice_then_its_handler_has_a_task(
    api: People, clock: time_machine.Traveller
) -> None:
    client_id = shipper(api)
    person = colleague(api, client_id, "ana")
    claim = announced(api.key, client_id, reference="S-6")
    mails()
    begun, moments = now(), list[datetime]()

    for hour in range(0, 8 * 24, 6):
        clock.move_to(begun + timedelta(hours=hour))
        before = len(reminders(api, person))
        sweep_cases()
        mails("S-6")
        if len(reminders(api, person)) > before:
            moments.append(now())

    assert moments == [begun + timedelta(hours=48), begun + timedelta(hours=120)]
    assert len(tasks(api)) == 1
    assert shown(api.key, claim["id"])["stage"] == "announced"
    assert told("claim.rejected") == []
    api.key.post(f"{CLAIMS}/{claim['id']}/start", {"version": claim["version"]}).expect(200)  # a form of before holds


@pytest.mark.parametrize(("at", "reminded"), [("2026-04-06T21:30:00+02:00", "2026-04-09T08:00:00+02:00")])
def test_nobody_is_reminded_at_night(api: People, clock: time_machine.Traveller, at: str, reminded: str) -> None:
    clock.move_to(at)
    client_id = shipper(api)
    person = colleague(api, client_id, "ana")
    announced(api.key, client_id, zone="Europe/Madrid")
    mails()
    moment = datetime.fromisoformat(reminded)

    counts = []
    for each in (moment - timedelta(minutes=1), moment):
        clock.move_to(each)
        sweep_cases()
        mails()
        counts.append(len(reminders(api, person)))

    assert counts == [0, 1]


def test_deadlines_that_were_over_before_the_announcement_are_told_in_one_email(api: People) -> None:
    client_id = shipper(api)
    ana = colleague(api, client_id, "ana")
    announced(api.key, client_id, reference="S-8", delivered_at="2026-03-20T10:00:00+01:00")
    mails()

    for _ in range(2):
        sweep_cases()
        mails()

    assert sorted(each["code"] for each in told("claim.deadline.missed")) == ["lcttm_apparent", "lcttm_hidden"]
    (mail,) = mails("истёк срок")
    assert [each in mail.text for each in ("20.03.2026", "27.03.2026")] == [True, True]
    assert [each for each in notices(api, ana) if "plazo" in each] == ["Siniestro S-8: ha vencido un plazo suyo."]


def test_a_company_that_answers_is_not_reminded(api: People, clock: time_machine.Traveller) -> None:
    client_id = shipper(api)
    person = colleague(api, client_id, "ana")
    claim = announced(api.key, client_id)
    mails()
    api.key.post(f"{CLAIMS}/{claim['id']}/reject", {"version": 1, "code": "not_ours"}).expect(200)

    clock.shift(timedelta(days=8))
    sweep_cases()
    mails()

    assert reminders(api, person) == tasks(api) == []
    assert shown(api.key, claim["id"])["rejection"] == {"code": "not_ours", "text": ""}
