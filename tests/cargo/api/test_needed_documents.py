"""B1 to B3 and B11: the documents that a claim of cargo needs, from its announcement until it is sent."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import time_machine

from tests.cargo.people import visitor
from tests.cargo.shippers import announced, shipper
from tests.claims.cases import shown
from tests.claims.papers import filed
from tests.photos import photos_factory
from tests.support import pdfs
from tests.support.api.people import People

AGREED = "2026-03-30T10:00:00+02:00"
PARCEL, PALLET = {"goods": "parcel"}, {"goods": "pallet"}
VALUATIONS = ["repair_quote", "destruction_certificate", "loss_valuation"]


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel("2026-04-06T10:00:00+02:00", tick=False):
        yield


def codes(claim: Any, *needs: str) -> list[str]:
    return [each["code"] for each in claim["slots"] if each["need"] in needs]


def test_b1_a_broken_parcel_in_spain(api: People) -> None:
    claim = announced(api.staff, shipper(api), **PARCEL)

    assert codes(claim, "required") == [
        "invoice", "waybill", "claim_letter", "delivery_note", "photos_packaging", "photos_goods",
    ]  # fmt: skip
    assert codes(claim, "one_of") == VALUATIONS
    assert {each["code"]: each["min"] for each in claim["slots"] if each["min"] > 1} == {
        "photos_packaging": 3,
        "photos_goods": 3,
    }
    assert {"packing_list", "police_report"} & {each["code"] for each in claim["slots"]} == set()


def test_b2_a_robbed_pallet_abroad_by_road(api: People) -> None:
    claim = announced(api.staff, shipper(api), **PALLET, kind="robbery", route="international")

    assert codes(claim, "required", "one_of") == [
        "invoice", "waybill", "claim_letter", "packing_list", "police_report", "driver_statement",
    ]  # fmt: skip
    assert "CMR" in next(each["example"] for each in claim["slots"] if each["code"] == "waybill")


@pytest.mark.parametrize("route", ["national", "international"])
def test_b3_a_lost_parcel(api: People, route: str) -> None:
    claim = announced(api.staff, shipper(api), **PARCEL, kind="loss", route=route, delivered_at=None, agreed_at=AGREED)

    assert codes(claim, "required", "one_of") == ["invoice", "waybill", "claim_letter", "non_delivery_statement"]


def test_b11_with_two_of_three_photos_of_the_goods_a_company_sends_nothing(api: People) -> None:
    client_id, sizes = shipper(api), count(320)
    claim_id = announced(api.key, client_id, **PARCEL)["id"]
    company = visitor(api, client_id)
    moves, move = f"/claims/{claim_id}/moves", {"version": 1, "move": "start"}
    slots = company.call("POST", moves, move).expect(200)["slots"]
    needed = {each["code"]: each["min"] for each in slots if each["need"] == "required"} | {VALUATIONS[0]: 1}
    for pages, (code, least) in enumerate(needed.items(), start=1):
        for _ in range(least - (code == "photos_goods")):
            is_photo = code.startswith("photos")
            data = photos_factory.jpeg(next(sizes), 240) if is_photo else pdfs.pdf(pages=pages)
            filed(api.key, claim_id, data, code, content_type="image/jpeg" if is_photo else "application/pdf")
    send = {"move": "send", "version": shown(api.key, claim_id)["version"]}

    refused = company.call("POST", moves, send).expect(409)

    assert (refused["missing"], refused["stage"]) == (["photos_goods"], "documents")
    filed(api.key, claim_id, photos_factory.jpeg(next(sizes), 240), "photos_goods", content_type="image/jpeg")
    send["version"] = shown(api.key, claim_id)["version"]
    assert company.call("POST", moves, send).expect(200)["stage"] == "review"
