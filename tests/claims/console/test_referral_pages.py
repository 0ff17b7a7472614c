"""Referrals in the console: the form, the list on the tab, the document."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.features.claims.stages import Outcome, Stage
from tests.claims.cases import changed, claimed, shown
from tests.printing import orders
from tests.support.api.client import Answer, Api
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

TYPED = {
    "name": "Кузовной центр «Север»",
    "workshop_address": "Москва, ул. Летниковская, 10",
    "phone": "+7 495 123-45-67",
    "until": "2027-01-31",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-12-21T12:00:00+03:00", tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _queue(clock: time_machine.Traveller, api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    orders.open_queue(monkeypatch)


def to_repair(api: People) -> str:
    claim_id = claimed(api.staff, "kasko")
    changed(api, claim_id, stage=Stage.DECIDED, outcome=Outcome.REPAIR, decisions=1)
    return claim_id


def tab_of(claim_id: str) -> str:
    return f"/console/cases/{claim_id.replace('claim_', 'case_')}?tab=claim"


def refer(by: Api, claim_id: str, **typed: Any) -> Answer:
    version = str(shown(by, claim_id)["version"])
    return at_desk(by).post(f"/console/claims/{claim_id}/referral", {"version": version, **typed})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ("Направление на ремонт", "действует", "15 000,00", "не оплачена")),
        ("es", ("Orden de reparación", "15.000,00")),
        ("en", ("Referral to a workshop", "referral is valid", "15,000.00", "not paid", "being printed")),
    ],
)
def test_a_vehicle_is_referred_from_the_tab(api: People, language: Any, words: tuple[str, ...]) -> None:
    claim_id = to_repair(api)
    desk, page = at_desk(api.staff).speaking(language), f"/console/claims/{claim_id}/referral"
    assert page in desk.get(tab_of(claim_id)).text
    assert desk.get(page).status == 200

    assert refer(api.staff, claim_id, **TYPED, deductible="15 000,00", currency="rub").status == 303

    assert shown(api.staff, claim_id)["stage"] == "repair"
    tab = seen(desk.get(tab_of(claim_id))).replace("\u00a0", " ")
    assert [each for each in (*words, TYPED["name"], TYPED["phone"]) if each not in tab] == []


def test_the_document_is_downloaded_once_it_is_printed(api: People) -> None:
    claim_id = to_repair(api)
    refer(api.staff, claim_id, **TYPED)
    (made,) = api.staff.get(f"/v1/claims/{claim_id}/referrals").expect(200)["items"]
    desk, file = at_desk(api.viewer), f"/console/claims/{claim_id}/referrals/{made['id']}/file"
    assert file not in desk.get(tab_of(claim_id)).text
    assert desk.get(file).headers["location"].endswith("?tab=claim")
    orders.work()

    assert file in desk.get(tab_of(claim_id)).text
    assert ".pdf" in desk.get(file).headers["location"]


def test_errors_stand_at_their_fields_and_keep_what_was_typed(api: People) -> None:
    answer = refer(api.staff, to_repair(api), until="завтра", deductible="1,0011", currency="RUB", phone="0" * 201)

    assert answer.status == 422
    wrong = ("name", "workshop_address", "phone", "until", "deductible")
    assert [each for each in wrong if f'id="{each}-wrong"' not in answer.text] == []
    assert 'value="завтра"' in answer.text


def test_a_day_that_is_past_is_refused(api: People) -> None:
    answer = refer(api.staff, to_repair(api), **{**TYPED, "until": "2026-12-20"})

    assert (answer.status, 'id="until-wrong"' in answer.text) == (422, True)


def test_a_referral_is_replaced_with_a_workshop_used_last(api: People) -> None:
    claim_id = to_repair(api)
    refer(api.staff, claim_id, **TYPED, deductible="500", currency="RUB")
    desk, page = at_desk(api.staff).speaking("en"), f"/console/claims/{claim_id}/referral"

    form = desk.get(f"{page}?workshop=1")
    assert "takes the place of the former one" in seen(form)
    assert [each for each in (TYPED["phone"], "500.00") if f'value="{each}"' not in form.text] == []
    assert refer(api.staff, claim_id, **{**TYPED, "name": "Юг"}).status == 303

    assert "replaced by a later one" in seen(desk.get(tab_of(claim_id)))


def test_a_claim_that_is_not_decided_is_not_referred(api: People) -> None:
    claim_id = claimed(api.staff, "kasko")

    assert f"/console/claims/{claim_id}/referral" not in at_desk(api.staff).get(tab_of(claim_id)).text
    assert refer(api.staff, claim_id, **TYPED).status == 409


def test_a_viewer_refers_nothing(api: People) -> None:
    claim_id = to_repair(api)

    assert f"/console/claims/{claim_id}/referral" not in at_desk(api.viewer).get(tab_of(claim_id)).text
    assert at_desk(api.viewer).get(f"/console/claims/{claim_id}/referral").status == 403
