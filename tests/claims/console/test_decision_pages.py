"""Decisions in the console: the form with its calculation, the second person, the tab."""

import re
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.base.money import Money
from chalicelib.features.claims import table
from chalicelib.features.claims.stages import Stage
from chalicelib.features.claims.table.decisions import list_decisions
from tests.account.console.forms import filled_in
from tests.claims.cases import changed, claimed, shown
from tests.support.api.client import Answer, Api
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

TYPED = {"outcome": "payment", "currency": "rub", "label_0": "Бампер", "amount_0": "8 400,00"}


def reviewed(api: People, *, second_over: str | None = None) -> str:
    claim_id = claimed(api.staff)
    claim = table.get_claim(api.account.id, claim_id)
    assert claim is not None
    over = Decimal(second_over) if second_over else None
    changed(api, claim_id, stage=Stage.REVIEW, rules=claim.rules.model_copy(update={"second_person_over": over}))
    return claim_id


def tab_of(claim_id: str) -> str:
    return f"/console/cases/{claim_id.replace('claim_', 'case_')}?tab=claim"


def post(by: Api, claim_id: str, page: str = "decide", **typed: Any) -> Answer:
    version = str(shown(by, claim_id)["version"])
    return at_desk(by).speaking("en").post(f"/console/claims/{claim_id}/{page}", {"version": version, **typed})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ("Принять решение по убытку", "Неполное страхование", "Страховая стоимость")),
        ("es", ("Resolver el siniestro", "Infraseguro", "Valor asegurable")),
        ("en", ("Decide the claim", "Under-insurance", "Insurable value")),
    ],
)
def test_the_form_is_reached_from_the_tab(api: People, language: Any, words: tuple[str, ...]) -> None:
    claim_id = reviewed(api)
    desk, form = at_desk(api.staff).speaking(language), f"/console/claims/{claim_id}/decide"

    assert form in desk.get(tab_of(claim_id)).text
    page = seen(desk.get(form))
    assert [each for each in words if each not in page] == []


def test_a_claim_is_decided_line_by_line(api: People) -> None:
    claim_id = reviewed(api)
    steps = {"sum_insured": "6000", "value": "10000", "deductible": "300", "deductible_percent": "10 %"}

    summed = post(api.staff, claim_id, **TYPED, **steps, do="calculate")
    assert (summed.status, "4,536.00" in seen(summed)) == (200, True)
    assert 'value="8 400,00"' in summed.text
    assert shown(api.staff, claim_id)["stage"] == "review"

    assert post(api.staff, claim_id, **TYPED, **steps, do="decide").status == 303
    assert shown(api.staff, claim_id)["awarded"] == {"amount": "4536.00", "currency": "RUB"}
    tab = seen(at_desk(api.viewer).speaking("en").get(tab_of(claim_id)))
    assert [each for each in ("Бампер", "Under-insurance", "3,360.00", "504.00", "4,536.00") if each not in tab] == []


@pytest.mark.parametrize(("language", "typed"), [("es", "1.234,567"), ("en", "1,234.567"), ("ru", "1 234,567")])
def test_dinars_come_again_as_the_language_writes_them(api: People, language: Any, typed: str) -> None:
    claim_id = reviewed(api, second_over="1")
    desk, at = at_desk(api.staff).speaking(language), f"/console/claims/{claim_id}/decide"
    dinars = {**TYPED, "currency": "KWD", "amount_0": typed, "label_1": "Фара", "amount_1": "0.125"}
    assert desk.post(at, {"version": str(shown(api.staff, claim_id)["version"]), **dinars}).status == 303
    assert post(api.admin, claim_id, "decision/send-back", reason="Ещё раз").status == 303

    again = filled_in(desk.get(at), having="version")
    assert desk.post(at, {**again, "outcome": "payment"}).status == 303

    totals = [each.total for each in list_decisions(api.account.id, claim_id)]
    assert totals == [Money(amount=Decimal("1234.692"), currency="KWD")] * 2


def test_errors_stand_at_their_fields_and_keep_what_was_typed(api: People) -> None:
    claim_id = reviewed(api)
    typed = {"amount_2": "много", "wear_2": "101", "label_2": "x" * 201, "value": "0", "limit": "-1", "currency": "RUB"}

    answer = post(api.staff, claim_id, **typed, outcome="payment")

    assert answer.status == 422
    wrong = ("label_2", "amount_2", "wear_2", "sum_insured", "value", "limit")
    assert [each for each in wrong if f'id="{each}-wrong"' not in answer.text] == []
    assert 'value="много"' in answer.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "outcome"),
        ({"outcome": "none"}, "outcome"),
        ({"outcome": "payment"}, "label_0"),
        ({"outcome": "refused"}, "reason"),
        ({**TYPED, "currency": "roubles"}, "currency"),
        ({**TYPED, "deductible": "9000"}, "label_0"),
        ({**TYPED, "outcome": "partial"}, "reason"),
    ],
)
def test_a_decision_that_cannot_be_is_told_at_its_field(api: People, typed: dict[str, str], field: str) -> None:
    answer = post(api.staff, reviewed(api), **typed)

    assert answer.status == 422
    assert f'id="{field}-wrong"' in answer.text


def test_a_second_person_confirms_in_the_tab(api: People) -> None:
    claim_id = reviewed(api, second_over="5000")
    assert post(api.staff, claim_id, **TYPED).status == 303
    assert "A colleague has to confirm it." in seen(at_desk(api.staff).speaking("en").get(tab_of(claim_id)))
    assert "/decision/confirm" not in at_desk(api.staff).get(tab_of(claim_id)).text
    desk = at_desk(api.staff).speaking("en")
    version = str(shown(api.staff, claim_id)["version"])
    assert desk.post(f"/console/claims/{claim_id}/decision/confirm", {"version": version}).status == 303
    assert shown(api.staff, claim_id)["stage"] == "review"
    assert "was not confirmed" in seen(desk.get(tab_of(claim_id)))

    assert "/decision/confirm" in at_desk(api.admin).get(tab_of(claim_id)).text
    assert post(api.admin, claim_id, "decision/confirm").status == 303

    assert shown(api.staff, claim_id)["stage"] == "decided"


def test_a_second_person_sends_a_decision_back(api: People) -> None:
    claim_id = reviewed(api, second_over="5000")
    post(api.staff, claim_id, **TYPED)
    page = f"/console/claims/{claim_id}/decision/send-back"
    assert at_desk(api.admin).get(page).status == 200

    empty = post(api.admin, claim_id, "decision/send-back", reason=" ")
    assert (empty.status, 'id="reason-wrong"' in empty.text) == (422, True)
    assert post(api.staff, claim_id, "decision/send-back", reason="x").status == 409
    assert post(api.admin, claim_id, "decision/send-back", reason="Нет <износа>").status == 303

    assert "Sent back: Нет &lt;износа&gt;" in at_desk(api.staff).speaking("en").get(tab_of(claim_id)).text
    assert 'value="8400"' in at_desk(api.staff).get(f"/console/claims/{claim_id}/decide").text


def test_a_claim_that_is_not_under_review_is_not_decided(api: People) -> None:
    claim_id = claimed(api.staff)

    assert f"/console/claims/{claim_id}/decide" not in at_desk(api.staff).get(tab_of(claim_id)).text
    assert post(api.staff, claim_id, **TYPED).status == 409


def test_a_viewer_decides_nothing(api: People) -> None:
    claim_id = reviewed(api)

    assert "/decide" not in at_desk(api.viewer).get(tab_of(claim_id)).text
    assert at_desk(api.viewer).get(f"/console/claims/{claim_id}/decide").status == 403


def test_a_claim_under_review_has_one_main_button(api: People) -> None:
    page = at_desk(api.staff).get(tab_of(reviewed(api))).text

    assert re.findall(r'class="button main" href="[^"]*/([a-z-]+)"', page) == ["decide"]
