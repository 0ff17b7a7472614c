"""A company narrows the list of its claims by stage, turn and number, page by page, at one cost."""

from typing import Any

import pytest
import time_machine

from chalicelib.aws.clients import client
from tests.cabinet.visitors import HOME, at_area
from tests.cargo.people import colleague, visitor
from tests.cargo.shippers import CLAIMS, announced, shipper
from tests.claims.area.holders import holder_of
from tests.claims.cases import changed
from tests.clients.bodies import PERSON, added
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import open_area


def test_a_company_narrows_its_list(api: People) -> None:
    client_id, other = shipper(api), shipper(api, tax_number="7728168971", name="Otra, S. L.")
    goods = {"waybill": "CMR 77/1", "own_reference": "Pedido-9"}
    first = announced(api.key, client_id, reference="S-1", cargo=goods)
    announced(api.key, client_id, reference="S-2")
    announced(api.key, other, reference="S-3")
    api.key.post(f"{CLAIMS}/{first['id']}/reject", {"version": 1, "code": "no_damage"}).expect(200)
    company = visitor(api, client_id)

    def listed(query: str = "") -> list[str]:
        return [each["number"] for each in company.call("GET", f"/claims{query}").expect(200)["items"]]

    assert listed() == ["S-2", "S-1"]
    assert listed("?stage=rejected") == ["S-1"]
    assert listed("?turn=mine") == ["S-2"]
    assert listed("?q=cmr%2077") == listed("?q=PEDIDO") == listed("?q=s-1") == ["S-1"]
    assert listed("?q=S-3") == []
    page = company.get(f"{HOME}/claims?turn=mine")
    assert "S-2" in page.text
    assert "S-1<" not in page.text
    assert "Ningún siniestro coincide." in seen(company.get(f"{HOME}/claims?q=nada"))


def test_pages_follow_one_another(api: People) -> None:
    client_id = shipper(api)
    for number in range(30):
        announced(api.key, client_id, reference=f"S-{number:02}")
    company = visitor(api, client_id)

    first = company.call("GET", "/claims?limit=20").expect(200)
    second = company.call("GET", f"/claims?limit=20&cursor={first['next_cursor']}").expect(200)

    numbers = [each["number"] for each in (*first["items"], *second["items"])]
    assert numbers == [f"S-{number:02}" for number in reversed(range(30))]
    assert second["next_cursor"] is None
    assert "Más siniestros" in seen(company.get(f"{HOME}/claims"))
    assert company.call("GET", "/claims?cursor=bm9ib2R5").status == 422


def test_the_page_of_an_announced_claim_says_until_when_and_what_follows(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.key, client_id)
    company = visitor(api, client_id)

    page = seen(company.get(f"{HOME}/claims/{claim['id']}"))

    assert "Si no responde, le llamaremos" in page
    assert "Anunciado" in page
    changed(api, claim["id"], stage="documents")
    assert "Documentación 0/8" in seen(company.get(f"{HOME}/claims/{claim['id']}"))


def test_a_page_of_the_list_costs_the_same_at_any_size(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    client_id = shipper(api)
    announced(api.key, client_id)
    company, dynamodb = visitor(api, client_id), client("dynamodb")
    company.get(f"{HOME}/claims")
    really, called = dynamodb._make_api_call, list[str]()

    def counted(name: str, arguments: Any) -> Any:
        called.append(name)
        return really(name, arguments)

    monkeypatch.setattr(dynamodb, "_make_api_call", counted)

    def calls() -> list[str]:
        called.clear()
        assert company.get(f"{HOME}/claims?turn=mine").status == 200
        return list(called)

    few = calls()
    for _ in range(30):
        announced(api.key, client_id)

    assert calls() == few
    assert few.count("Query") <= 5


def test_people_of_companies_alone_read_claims_and_others_their_own(api: People) -> None:
    client_id = shipper(api)
    company = visitor(api, client_id)
    person = holder_of(api, added(api.key, PERSON), language="es")

    pages = [seen(each.get(f"{HOME}/claims")) for each in (company, person)]

    assert ["Mis siniestros" in each for each in pages] == [False, True]
    assert "Siniestros" in pages[0]


def test_delivered_goods_are_not_shown_as_waiting_to_count_as_lost(api: People) -> None:
    client_id = shipper(api)
    delivered, expected = (
        announced(api.key, client_id, discovered_at="2026-04-02T10:00:00+02:00", delivered_at=at)["id"]
        for at in ("2026-04-01T10:00:00+02:00", None)
    )
    company = visitor(api, client_id)

    pages = [seen(company.get(f"{HOME}/claims/{each}")) for each in (delivered, expected)]

    assert ["La mercancía se considera perdida" in each for each in pages] == [False, True]
    assert "pendiente de: la entrega de la mercancía al porteador" in pages[1]


@time_machine.travel("2026-04-02T10:00:00+02:00", tick=False)
def test_the_next_step_names_the_next_deadline_of_the_company_and_its_effect(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.key, client_id, route="international", delivered_at="2026-04-01T10:00:00+02:00")
    api.key.post(f"{CLAIMS}/{claim['id']}/start", {"version": 1}).expect(200)
    company = visitor(api, client_id)

    (line,) = company.call("GET", "/claims").expect(200)["items"]
    page = seen(company.get(f"{HOME}/claims"))

    assert line["next_step"] == (
        "Add the missing documents, then send them to us. Until 09 Apr 2026: Reservation of hidden damage. "
        "After it the burden of proof is on the claimant."
    )
    assert "la carga de la prueba" in page


@time_machine.travel("2026-04-02T10:00:00+02:00", tick=False)
def test_a_rejection_says_until_when_it_can_be_undone(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.key, client_id)
    api.key.post(f"{CLAIMS}/{claim['id']}/reject", {"version": 1, "code": "no_damage"}).expect(200)
    person = colleague(api, client_id, "ana")
    open_area(api.account.id)

    def said() -> str:
        (line,) = at_area(person, language="es").call("GET", "/claims").expect(200)["items"]
        return str(line["next_step"])

    assert said() == "You did not want this claim to be settled. That can be undone until 09 Apr 2026."
    with time_machine.travel("2026-04-10T10:00:00+02:00", tick=False):
        assert said() == "You did not want this claim to be settled."
