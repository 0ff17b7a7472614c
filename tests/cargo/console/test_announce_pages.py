"""Staff announce a claim on a page, and change its facts of cargo."""

import re

from tests.account.console.forms import Typed, problem_at
from tests.account.console.forms import filled_in as read_form
from tests.cargo.shippers import CLAIMS, announced, shipper
from tests.claims.cases import shown
from tests.clients.bodies import added, named
from tests.support.api.client import Answer
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

PAGE = "/console/claims/announce"
TYPED = {
    "kind": "breakage",
    "goods": "pallet",
    "route": "international",
    "mode": "road",
    "zone": "Europe/Paris",
    "delivered_at": "01/04/2026",
    "reference": "S-118",
    "contents": "Azulejo",
    "gross_kg": "240,5",
    "value": "9000,00",
    "currency": "eur",
    "incoterm": "DAP",
}


def filled_in(answer: Answer) -> Typed:
    return read_form(answer, having="contents")


def test_a_claim_is_announced_to_a_company_that_was_searched(api: People) -> None:
    client_id, desk = shipper(api, name="Cerámicas Levante"), at_desk(api.staff).speaking("es")
    added(api.agent, named("Levante Pedro"))

    found = desk.get(f"{PAGE}?q=Levante")
    form = desk.get(f"{PAGE}?client={client_id}")
    typed = {**filled_in(form), **TYPED}
    first, second = desk.post(PAGE, typed), desk.post(PAGE, typed)

    assert re.findall(r"\?client=([^\"]+)", found.text) == [client_id]
    assert (first.status, second.status) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    (claim,) = api.staff.get(CLAIMS).expect(200)["items"]
    facts = shown(api.staff, claim["id"])["facts"]
    assert (facts["cargo"]["gross_kg"], facts["cargo"]["value"]) == ("240.5", {"amount": "9000.00", "currency": "EUR"})
    assert shown(api.staff, claim["id"])["law"] == "cmr"
    assert "Anunciar un siniestro" in seen(desk.get("/console/claims"))


def test_what_is_wrong_is_said_at_each_field_and_nothing_is_lost(api: People) -> None:
    client_id, desk = shipper(api), at_desk(api.staff).speaking("es")
    form = filled_in(desk.get(f"{PAGE}?client={client_id}"))

    refused = desk.post(PAGE, {**form, **TYPED, "kind": "", "gross_kg": "-3", "delivered_at": "ayer", "value": "mil"})

    assert refused.status == 422
    for field in ("kind", "gross_kg", "delivered_at", "value"):
        assert problem_at(refused, field)
    for name in ("Tipo de siniestro", "Peso bruto, kg", "Fecha de entrega", "Valor de la mercancía"):
        assert f"{name}: " in seen(refused).partition("Todavía no se ha anunciado nada.")[2]
    assert filled_in(refused)["contents"] == "Azulejo"
    assert filled_in(refused)["delivered_at"] == "ayer"
    assert api.staff.get(CLAIMS).expect(200)["items"] == []


def test_a_wrong_currency_is_told_at_its_field_beside_wrong_sums(api: People) -> None:
    client_id, desk = shipper(api), at_desk(api.staff).speaking("ru")
    form = filled_in(desk.get(f"{PAGE}?client={client_id}"))
    wrong = {"currency": "EURO", "value": "1.2.3", "carriage_charges": "−5", "gross_kg": "1e9", "affected_kg": "много"}

    refused = desk.post(PAGE, {**form, **TYPED, **wrong, "claimed": "7 000"})

    assert refused.status == 422
    assert "валюту тремя буквами" in problem_at(refused, "currency")
    for field in ("value", "carriage_charges"):
        assert problem_at(refused, field) == "Укажите сумму цифрами, например 48 320,50."
    assert "1\u00a0000\u00a0000" in problem_at(refused, "gross_kg")
    assert problem_at(refused, "affected_kg") == "Укажите число, например 1250,50."
    assert 'id="claimed-wrong"' not in refused.text


def test_a_taken_reference_is_told_on_the_form(api: People) -> None:
    client_id, desk = shipper(api), at_desk(api.staff).speaking("es")
    announced(api.staff, client_id, reference="S-118")

    refused = desk.post(PAGE, {**filled_in(desk.get(f"{PAGE}?client={client_id}")), **TYPED})

    assert refused.status == 409
    assert "Ya hay un siniestro anunciado con esta referencia." in seen(refused)


def test_the_page_of_a_company_leads_there_and_that_of_a_person_does_not(api: People) -> None:
    company, person, desk = shipper(api), added(api.agent, named("Сидоров Пётр")), at_desk(api.staff).speaking("es")

    assert f"announce?client={company}" in desk.get(f"/console/clients/{company}").text
    assert "announce?client" not in desk.get(f"/console/clients/{person}").text
    assert desk.get(f"{PAGE}?client={person}").status == 404


def test_d14_a_corrected_delivery_moves_the_deadlines_and_nothing_else_changes(api: People) -> None:
    claim, desk = announced(api.staff, shipper(api)), at_desk(api.staff).speaking("es")
    page = f"/console/claims/{claim['id']}/goods"
    form = filled_in(desk.get(page))

    same = desk.post(page, form)
    after = shown(api.staff, claim["id"])
    assert (same.status, after["version"]) == (303, claim["version"])
    done = desk.post(page, {**form, "delivered_at": "2026-04-02", "incoterm": "CIF"})

    assert done.status == 303
    deadlines = api.staff.get(f"{CLAIMS}/{claim['id']}/deadlines").expect(200)["items"]
    assert {each["code"]: each["last_day"] for each in deadlines}["lcttm_hidden"] == "2026-04-09"
    moved = [
        each["data"]["deadlines"]["lcttm_hidden"]
        for each in api.staff.get(f"{CLAIMS}/{claim['id']}/history").expect(200)["items"]
        if each["type"] == "claim.deadlines_moved"
    ]
    assert moved == [{"before": "2026-04-08", "after": "2026-04-09"}]
    assert "Según el Incoterm, asume el riesgo: El comprador" in seen(desk.get(page))
