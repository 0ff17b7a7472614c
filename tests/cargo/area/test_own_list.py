"""A company narrows the list of its claims by stage, turn and number, page by page, at one cost."""

from typing import Any

import pytest

from chalicelib.aws.clients import client
from tests.cabinet.visitors import HOME
from tests.cargo.people import visitor
from tests.cargo.shippers import CLAIMS, announced, shipper
from tests.claims.cases import changed
from tests.support.api.desk import seen
from tests.support.api.people import People


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
