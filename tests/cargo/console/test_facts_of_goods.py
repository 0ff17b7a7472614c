"""The page of the facts of cargo: the law of the carriage, the place of delivery, the days of reservations."""

import re
from typing import Any

import pytest

from chalicelib.features.claims.model import case_id_of
from tests.account.console.forms import filled_in
from tests.cargo.shippers import CLAIMS, announced, shipper
from tests.claims.api.test_moves import patch
from tests.claims.cases import claimed, shown
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People


def page_of(claim_id: str) -> str:
    return f"/console/claims/{claim_id}/goods"


def saved(desk: Desk, claim_id: str, **typed: str) -> None:
    answer = desk.post(page_of(claim_id), {**filled_in(desk.get(page_of(claim_id)), having="gross_kg"), **typed})
    assert answer.status == 303, seen(answer)


def states(api: People, claim_id: str) -> dict[str, str]:
    found = api.key.get(f"{CLAIMS}/{claim_id}/deadlines").expect(200)["items"]
    return {each["code"]: each["state"] for each in found}


@pytest.fixture
def desk(api: People) -> Desk:
    return at_desk(api.admin).speaking("es")


def test_a_handler_notes_the_law_of_a_carriage_without_one(api: People, desk: Desk) -> None:
    claim_id = announced(api.key, shipper(api), mode="rail")["id"]
    assert "La del trayecto y el medio" in seen(desk.get(page_of(claim_id)))

    saved(desk, claim_id, law="lcttm")

    assert shown(api.key, claim_id)["law"] == "lcttm"
    assert "lcttm_hidden" in states(api, claim_id)
    saved(desk, claim_id, law="")
    assert shown(api.key, claim_id)["law"] is None
    assert "lcttm_hidden" not in states(api, claim_id)


def test_a_form_that_is_sent_back_keeps_law_place_and_reservations(api: People, desk: Desk) -> None:
    known: dict[str, Any] = {
        "law": "courier",
        "zone": "Africa/Ceuta",
        "reserved_at": "2026-04-03T10:00:00Z",
        "reserved_hidden_at": "2026-04-02T10:00:00Z",
    }
    claim_id = announced(api.key, shipper(api))["id"]
    patch(api.key, claim_id, facts=known).expect(200)
    before = shown(api.key, claim_id)["facts"]

    saved(desk, claim_id)

    assert shown(api.key, claim_id)["facts"] == before


def test_days_of_reservations_are_asked_for_as_the_law_has_them(api: People, desk: Desk) -> None:
    client_id = shipper(api)
    road, air = (
        announced(api.key, client_id, reference=f"S-{mode}", mode=mode, route="international")["id"]
        for mode in ("road", "air")
    )

    by_road, by_air = (desk.get(page_of(each)).text for each in (road, air))

    assert ['name="reserved_hidden_at"' in each for each in (by_road, by_air)] == [True, False]
    assert ['name="reserved_damage_at"' in each for each in (by_road, by_air)] == [False, True]
    assert 'name="reserved_at"' not in by_road + by_air
    saved(desk, road, reserved_hidden_at="2026-04-07")
    assert (states(api, road)["cmr_hidden"], states(api, road)["cmr_apparent"]) == ("met", "missed")


def test_facts_of_goods_have_no_page_of_a_vehicle(api: People, desk: Desk) -> None:
    from_start, later = announced(api.key, shipper(api))["id"], claimed(api.key)
    claims = from_start, later, claimed(api.key)
    patch(api.key, later, facts={"goods": "pallet"}).expect(200)

    tabs = [desk.get(f"/console/cases/{case_id_of(each)}?tab=claim").text for each in claims]
    opened = [desk.get(f"/console/claims/{each}/facts") for each in claims]

    links = [re.findall(r'href="[^"]*/console/claims/[^/"]+/(goods|facts)"', tab) for tab in tabs]
    assert links == [["goods"], ["goods"], ["facts"]]
    assert [each.status for each in opened] == [303, 303, 200]
    assert opened[0].headers["location"].endswith(page_of(from_start))
