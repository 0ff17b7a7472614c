"""Referrals to workshops over HTTP: printed, expired, replaced, with a deductible that the client pays."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from chalicelib.base.money import Money
from chalicelib.features.claims.stages import Outcome, Stage
from tests.claims.cases import changed, claimed, shown, told
from tests.clients.bodies import PERSON, added
from tests.payments import conftest as payments
from tests.payments.banks import Till, settled
from tests.printing import orders
from tests.support.api.client import Answer, Api
from tests.support.api.people import People

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills
WORKSHOP = {"name": "Кузовной центр «Север»", "address": "Москва, ул. Летниковская, 10", "phone": "+7 495 123-45-67"}
SUM = {"amount": "15000.00", "currency": "RUB"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-12-21T12:00:00+03:00", tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _queue(clock: time_machine.Traveller, api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    orders.open_queue(monkeypatch)


def to_repair(api: People, **body: Any) -> str:
    """Return the id of a claim that was decided as a repair."""
    vehicle = {"plate": "А123ВС77", "make": "Lada", "model": "Vesta"}
    claim_id = claimed(api.staff, "kasko", vehicle=vehicle, **body)
    changed(api, claim_id, stage=Stage.DECIDED, outcome=Outcome.REPAIR, decisions=1)
    return claim_id


def refer(by: Api, claim_id: str, **body: Any) -> Answer:
    version = shown(by, claim_id)["version"]
    known = {"version": version, "workshop": WORKSHOP, "until": "2027-01-31", **body}
    return by.post(f"/v1/claims/{claim_id}/referral", known)


def referrals(by: Api, claim_id: str, language: str = "en") -> Any:
    headers = {"Accept-Language": language}
    return by.get(f"/v1/claims/{claim_id}/referrals", headers=headers).expect(200)


def text_of_the_last_document() -> str:
    orders.work()
    file = orders.files()[-1]
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(file.data)).pages).split())


def test_case_29_a_referral_is_printed_and_downloaded(api: People) -> None:
    claim_id = to_repair(api)

    referred = refer(api.staff, claim_id, deductible=SUM).expect(200)

    assert (referred["stage"], referred["facts"]["referred_at"] is not None) == ("repair", True)
    assert [each["stage"] for each in told("claim.referred")] == ["repair"]
    (ordered,) = referrals(api.viewer, claim_id)["items"]
    file = f"/v1/claims/{claim_id}/referrals/{ordered['id']}/file"
    assert (ordered["state"], ordered["document"]) == ("valid", "ordered")
    assert api.viewer.get(file).expect(409)["state"] == "ordered"
    said = text_of_the_last_document()
    for each in ("Направление на ремонт", *WORKSHOP.values(), "31.01.2027", "15 000,00 ₽", "Lada Vesta", "А123ВС77"):
        assert each in said.replace("\u00a0", " ")
    found = api.viewer.get(file)
    assert (found.status, ".pdf" in found.headers["location"]) == (302, True)
    api.stranger.get(file).expect(404)
    api.viewer.get(f"/v1/claims/{claim_id}/referrals/ref_none/file").expect(404)


def test_case_29_after_its_date_a_referral_has_expired(api: People, clock: time_machine.Traveller) -> None:
    claim_id = to_repair(api)
    refer(api.staff, claim_id, until="2026-12-21").expect(200)

    clock.move_to("2026-12-21T23:59:59+03:00")
    assert referrals(api.key, claim_id)["items"][0]["state"] == "valid"
    clock.move_to("2026-12-22T00:00:00+03:00")
    (expired,) = referrals(api.key, claim_id, "ru")["items"]
    assert (expired["state"], expired["state_label"]) == ("expired", "истекло")


def test_a_new_referral_takes_the_place_of_the_former_one(api: People) -> None:
    claim_id = to_repair(api)
    refer(api.staff, claim_id).expect(200)
    south = {**WORKSHOP, "name": "Юг"}

    again = refer(api.staff, claim_id, workshop=south).expect(200)

    found = referrals(api.key, claim_id)
    assert again["stage"] == "repair"
    assert [(each["workshop"]["name"], each["state"]) for each in found["items"]] == [
        ("Юг", "valid"),
        (WORKSHOP["name"], "replaced"),
    ]
    assert [each["name"] for each in found["workshops"]] == ["Юг", WORKSHOP["name"]]


def test_a_vehicle_is_referred_after_a_decision_for_the_repair_only(api: People) -> None:
    claim_id = claimed(api.staff)
    assert refer(api.staff, claim_id).expect(409)["stage"] == "documents"
    changed(api, claim_id, stage=Stage.DECIDED, outcome=Outcome.PAYMENT, awarded=Money(amount="1", currency="RUB"))

    assert refer(api.staff, claim_id).expect(409)["stage"] == "decided"
    assert referrals(api.key, claim_id)["items"] == []


def test_all_that_is_wrong_with_a_referral_is_told_at_once(api: People) -> None:
    wrong = {"workshop": {**WORKSHOP, "phone": " "}, "until": "2026-12-20", "deductible": {**SUM, "amount": "1.001"}}

    answer = refer(api.staff, to_repair(api), **wrong).expect(422)

    pointers = {each["pointer"] for each in answer["errors"]}
    assert pointers == {"/workshop/phone", "/until", "/deductible/amount"}


def pay(api: People, till: Till, claim_id: str) -> str:
    subject = f"ded#{claim_id.replace('claim_', 'case_')}"
    started = api.staff.post("/v1/payments", {"subject": subject}).expect(201)
    till.act(started["url"], "pay")
    settled(api.account.id, started["id"])
    return str(started["id"])


def test_a_deductible_is_paid_once(api: People, yookassa: Till) -> None:
    claim_id = to_repair(api, client_id=added(api.key, PERSON))
    refer(api.staff, claim_id, deductible=SUM).expect(200)
    (due,) = referrals(api.staff, claim_id)["items"]
    assert due["deductible_subject"] == f"ded#{claim_id.replace('claim_', 'case_')}"

    pay(api, yookassa, claim_id)

    (paid,) = referrals(api.staff, claim_id)["items"]
    assert (paid["deductible_subject"], paid["deductible_paid_at"] == "2026-12-21T09:00:00Z") == (None, True)
    again = api.staff.post("/v1/payments", {"subject": due["deductible_subject"]}).expect(409)
    assert again["reason"] == "not-due"


def test_a_paid_deductible_goes_on_to_the_next_referral(api: People, yookassa: Till) -> None:
    claim_id = to_repair(api)
    refer(api.staff, claim_id, deductible=SUM).expect(200)
    pay(api, yookassa, claim_id)

    other = refer(api.staff, claim_id, deductible={**SUM, "amount": "20000.00"}).expect(422)
    refer(api.staff, claim_id, deductible=SUM).expect(200)

    assert [each["pointer"] for each in other["errors"]] == ["/deductible/amount"]
    assert referrals(api.staff, claim_id)["items"][0]["deductible_paid_at"] is not None


def test_nothing_is_due_without_a_deductible(api: People, yookassa: Till) -> None:
    claim_id = to_repair(api)
    refer(api.staff, claim_id).expect(200)
    subject = f"ded#{claim_id.replace('claim_', 'case_')}"

    api.staff.post("/v1/payments", {"subject": subject}).expect(404)
    api.agent.post("/v1/payments", {"subject": subject}).expect(404)
    api.staff.post("/v1/payments", {"subject": "ded#case_none"}).expect(404)


def test_a_returned_deductible_is_due_again(api: People, yookassa: Till) -> None:
    claim_id = to_repair(api)
    refer(api.staff, claim_id, deductible=SUM).expect(200)
    payment_id = pay(api, yookassa, claim_id)

    refund = {"money": SUM, "reason": "Ремонт отменён"}
    api.admin.post(f"/v1/payments/{payment_id}/refund", refund).expect(201)

    (due,) = referrals(api.staff, claim_id)["items"]
    assert (due["deductible_paid_at"], due["deductible_subject"] is not None) == (None, True)
