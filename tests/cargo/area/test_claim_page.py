"""The page of an announced claim of cargo: the first question, the goods, the documents to come."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.features.claims.stages import Outcome, Stage
from tests.cabinet.visitors import HOME
from tests.cargo.people import visitor
from tests.cargo.shippers import announced, shipper
from tests.claims.cases import changed
from tests.support.api.desk import seen
from tests.support.api.people import People

GOODS = {
    "description": "Conservas de atún",
    "packages": 2,
    "gross_kg": "1240.5",
    "affected_kg": "240.5",
    "value": {"amount": "5000.00", "currency": "EUR"},
    "carrier": "Transportes Duero",
    "waybill": "CMR 4471",
    "incoterm": "DAP",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-04-06T10:00:00+02:00", tick=False) as traveller:
        yield traveller


def test_the_first_question_is_start_or_reject_and_documents_come_after_it(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.staff, client_id)
    company, page = visitor(api, client_id), f"{HOME}/claims/{claim['id']}"

    before = seen(company.get(page))
    company.call("POST", f"/claims/{claim['id']}/moves", {"version": 1, "move": "start"}).expect(200)
    after = seen(company.get(page))

    first = before[: before.index("En qué punto estamos")]
    assert [each in first for each in ("Empezar la tramitación", "No quiero tramitar este siniestro")] == [True, True]
    assert before.count("No quiero tramitar este siniestro") == 1
    assert "Documentos que pediremos al empezar" in before
    assert "aún no está" not in before
    assert "Documentos que pediremos al empezar" not in after
    assert "aún no está" in after


def test_each_sent_document_leads_to_the_next_one_that_lacks(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.staff, client_id, goods="parcel")
    company, page = visitor(api, client_id), f"{HOME}/claims/{claim['id']}"
    company.call("POST", f"/claims/{claim['id']}/moves", {"version": 1, "move": "start"}).expect(200)
    assert 'href="#papers">Añadir los documentos que faltan' in company.get(page).text

    following = {}
    for slot in ("invoice", "waybill", "photos_goods"):
        path = company.post(f"{page}/documents", {"slot": slot}).headers["location"].partition("/area")[2]
        found = re.search(
            r'name="slot" value="(\w+)"><p><button[^>]*>Siguiente', company.get(f"/area{path}?etag=1").text
        )
        following[slot] = found[1] if found else ""

    assert following == {"invoice": "waybill", "waybill": "claim_letter", "photos_goods": "claim_letter"}


def test_the_page_shows_the_goods_and_their_carriage(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.staff, client_id, route="international", cargo=GOODS)

    shown = seen(visitor(api, client_id).get(f"{HOME}/claims/{claim['id']}"))

    facts = shown[shown.index("La mercancía") :]
    wanted = (
        "Rotura", "Palé", "Internacional, Carretera", "Conservas de atún", "1.240,5", "240,5", "5.000,00 €",
        "Transportes Duero", "CMR 4471", "DAP", "CMR", "01/04/2026",
    )  # fmt: skip
    assert [each for each in wanted if each not in facts.replace("\xa0", " ").replace("\u202f", " ")] == []


def test_a_claim_without_goods_has_no_card_of_them(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.staff, client_id)

    shown = seen(visitor(api, client_id).get(f"{HOME}/claims/{claim['id']}"))

    assert "Número de la carta de porte" not in shown


def test_a_decision_that_pays_has_the_payment_before_it_and_a_refusal_has_none(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.staff, client_id)
    company, page = visitor(api, client_id), f"{HOME}/claims/{claim['id']}"

    def steps(**facts: Any) -> list[str]:
        changed(api, claim["id"], **facts)
        shown = seen(company.get(page))
        shown = shown[shown.index("En qué punto estamos") :].partition("Documentos")[0]
        return [each for each in ("Resolución", "Pago", "Cerrado") if each in shown]

    paid = steps(stage=Stage.DECIDED, outcome=Outcome.PARTIAL)
    refused = steps(stage=Stage.DECIDED, outcome=Outcome.REFUSED)
    disputed = steps(stage=Stage.REVIEW, outcome=Outcome.REFUSED)

    assert (paid, refused) == (["Resolución", "Pago", "Cerrado"], ["Resolución", "Cerrado"])
    assert disputed == ["Resolución", "Pago", "Cerrado"]
