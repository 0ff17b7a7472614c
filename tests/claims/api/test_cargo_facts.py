"""Facts of cargo over HTTP: goods, amounts, the law of the carriage."""

from typing import Any

from tests.claims.api.test_moves import patch
from tests.claims.cases import claimed, shown
from tests.support.api.people import People

GOODS: dict[str, Any] = {
    "description": "Azulejo, 12 cajas",
    "packages": 12,
    "gross_kg": "240.5",
    "affected_kg": "37.2",
    "affected_packages": 2,
    "value": {"amount": "9000.00", "currency": "EUR"},
    "carriage_charges": {"amount": "480.00", "currency": "EUR"},
    "carrier": "Transportes Levante, S. L.",
    "waybill": "CMR-2026/118",
    "incoterm": "CIP",
    "claimant": "buyer",
    "place_of_delivery": "Lyon",
    "own_reference": "R-77",
}


def test_goods_are_noted_exactly_and_changed_one_by_one(api: People) -> None:
    claim_id = claimed(api.staff)
    patch(api.staff, claim_id, facts={"cargo": GOODS, "goods": "pallet", "total_loss": True}).expect(200)

    claim = patch(api.staff, claim_id, facts={"cargo": {"waybill": "CMR-2026/119", "own_reference": None}}).expect(200)

    known = {name: value for name, value in claim["facts"]["cargo"].items() if value is not None}
    assert known == {name: value for name, value in GOODS.items() if name != "own_reference"} | {
        "waybill": "CMR-2026/119"
    }
    assert claim["facts"]["total_loss"] is True
    entry = api.staff.get(f"/v1/claims/{claim_id}/history?limit=1").expect(200)["items"][0]
    assert entry["data"]["fields"] == ["cargo", "cargo.waybill", "cargo.own_reference"]
    assert "CMR-2026" not in str(entry)
    patch(api.staff, claim_id, facts={"cargo": None}).expect(200)
    assert shown(api.staff, claim_id)["facts"]["cargo"] is None


def test_everything_wrong_with_goods_is_told_at_once(api: People) -> None:
    wrong = {
        "gross_kg": "-1",
        "affected_kg": "1.2345",
        "packages": 0,
        "incoterm": "FOR",
        "waybill": " ",
        "value": {"amount": "nine", "currency": "EUR"},
        "carriage_charges": {"amount": "1.005", "currency": "EUR"},
    }

    refused = patch(api.staff, claimed(api.staff), facts={"cargo": wrong, "claimed": wrong["value"]})

    fields = ("affected_kg", "gross_kg", "incoterm", "packages", "waybill", "value/amount", "carriage_charges/amount")
    assert sorted(refused.pointers) == sorted([*(f"/facts/cargo/{each}" for each in fields), "/facts/claimed/amount"])


def test_a_wrong_currency_is_told_at_its_own_place_and_the_sum_is_read_all_the_same(api: People) -> None:
    money = {"claimed": {"amount": "7000.00", "currency": "EURO"}, "cargo": {"value": {"amount": "x", "currency": "€"}}}

    refused = patch(api.staff, claimed(api.staff), facts=money)

    at = ("claimed/currency", "cargo/value/currency", "cargo/value/amount")
    assert sorted(refused.pointers) == sorted(f"/facts/{each}" for each in at)
