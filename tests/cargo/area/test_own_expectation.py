"""The estimate of an own claim of cargo: a card before the decision, and its calculation one tap away."""

from chalicelib.features.claims.stages import Outcome, Stage
from tests.cabinet.visitors import HOME
from tests.cargo.consignments import note_rate, own_carried
from tests.claims.area.holders import with_claim
from tests.claims.cases import changed
from tests.support.api.desk import seen
from tests.support.api.people import People


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_before_the_decision_the_claim_says_what_to_expect(api: People) -> None:
    note_rate(api)
    visitor, claim_id = own_carried(api)

    page = visitor.get(f"{HOME}/claims/{claim_id}")

    assert "Del porteador, como máximo: 3.152,29 € (estimación) · CMR" in said(seen(page))
    assert f"{HOME}/claims/{claim_id}/expectation" in page.text
    changed(api, claim_id, stage=Stage.DECIDED, outcome=Outcome.REFUSED)
    assert "Qué puede esperar" not in seen(visitor.get(f"{HOME}/claims/{claim_id}"))


def test_the_calculation_has_articles_rates_days_and_sources(api: People) -> None:
    note_rate(api)
    visitor, claim_id = own_carried(api)

    page = said(seen(visitor.get(f"{HOME}/claims/{claim_id}/expectation")))

    for each in (
        "Estimación a ",
        "No es una resolución ni un compromiso de pago.",
        "Mercancía perdida o averiada 3.032,29 € el límite legal · CMR, art. 23.3",
        "Parte proporcional del precio del transporte 120,00 € CMR, art. 23.4",
        "Como máximo: 3.152,29 €",
        "Límite legal para esta mercancía: 2499 DEG = 3.032,29 €",
        "Estimación al valor del 01/06/2026: 1 DEG = 1,2134 EUR (IMF).",
        "Para calcularlo falta: la póliza",
    ):
        assert each in page, each


def test_case_e10_a_missing_rate_is_said_and_no_amount_is_shown(api: People) -> None:
    visitor, claim_id = own_carried(api, language="en")

    card = said(seen(visitor.get(f"{HOME}/claims/{claim_id}")))
    page = said(seen(visitor.get(f"{HOME}/claims/{claim_id}/expectation")))

    assert "Not computed yet. Missing: the rate of the unit in which the law sets its limit; we enter it." in card
    assert page.count("Not computed.") == 2
    assert "€" not in page.partition("What to expect")[2]


def test_facts_that_would_add_are_named(api: People) -> None:
    note_rate(api)
    visitor, claim_id = own_carried(api, language="ru", cargo={"affected_kg": "300"})

    page = said(seen(visitor.get(f"{HOME}/claims/{claim_id}/expectation")))

    assert "Сумма может быть больше, если станет известно: провозная плата вес брутто всей партии" in page


def test_a_claim_without_goods_has_neither_card_nor_page(api: People) -> None:
    visitor, claim_id = with_claim(api, language="es")

    assert "Qué puede esperar" not in seen(visitor.get(f"{HOME}/claims/{claim_id}"))
    assert visitor.get(f"{HOME}/claims/{claim_id}/expectation").status == 404
