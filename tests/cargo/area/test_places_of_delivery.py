"""A company that announces its claim names the country of the delivery: deadlines are counted by that place's days."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.cabinet.visitors import HOME
from tests.cargo.area.test_own_announcing import PAGE, fields_of, walked
from tests.cargo.people import visitor
from tests.cargo.shippers import CLAIMS, shipper
from tests.claims.api.test_calendar_settings import calendar, save
from tests.claims.cases import shown
from tests.support.api.desk import seen
from tests.support.api.people import People


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-04-02T10:00:00+02:00", tick=False):
        yield


def announced_to(api: People, zone: str, mode: str, route: str, **days: str) -> str:
    """Announce a claim of a company on the pages of the area; return its id."""
    company = visitor(api, shipper(api))
    steps = [
        {"kind": "breakage", "goods": "pallet"},
        {"route": route, "mode": mode, "zone": zone},
        {"description": "Cajas rotas", **days},
        {},
    ]
    location = str(walked(company, steps)[-1].headers["location"])
    return location.rpartition("/")[2].partition("?")[0]


def deadlines(api: People, claim_id: str) -> dict[str, Any]:
    items = api.key.get(f"{CLAIMS}/{claim_id}/deadlines").expect(200)["items"]
    return {each["code"]: (each["last_day"], each["ends_at"], each["effect"]) for each in items}


def test_d2_lyon_with_a_holiday_of_its_own(api: People) -> None:
    save(api, calendar(code="fr", zones=["Europe/Paris"], dates=["2026-04-06"])).expect(200)

    claim_id = announced_to(api, "Europe/Paris", "road", "international", delivered_at="2026-04-01")

    assert shown(api.key, claim_id)["facts"]["zone"] == "Europe/Paris"
    assert deadlines(api, claim_id)["cmr_hidden"][:2] == ("2026-04-10", "2026-04-10T22:00:00Z")


def test_d5_las_palmas(api: People) -> None:
    claim_id = announced_to(api, "Atlantic/Canary", "road", "national", delivered_at="2026-03-10")

    assert deadlines(api, claim_id)["lcttm_hidden"][:2] == ("2026-03-17", "2026-03-18T00:00:00Z")


def test_d6_new_york(api: People) -> None:
    days = {"delivered_at": "2026-02-16", "agreed_at": "2026-02-10"}

    claim_id = announced_to(api, "America/New_York", "air", "international", **days)

    found = deadlines(api, claim_id)
    assert found["montreal_damage"] == ("2026-03-02", "2026-03-03T05:00:00Z", "bars")
    assert found["montreal_delay"] == ("2026-03-09", "2026-03-10T04:00:00Z", "bars")


def test_the_accounts_own_place_is_chosen_at_first_and_the_answer_is_carried_on(api: People) -> None:
    company = visitor(api, shipper(api))

    *_, route = walked(company, [{"kind": "loss", "goods": "parcel"}])
    *_, when = walked(company, [{"kind": "loss", "goods": "parcel"}, {"route": "international", "zone": "Europe/Rome"}])

    assert f'<option value="{api.account.time_zone}" selected>' in route.text
    assert "¿En qué país debía entregarse la mercancía?" in seen(route)
    assert "Francia" in seen(route)
    # The way of transport was not chosen: the step shows again, with the country as it was chosen.
    assert when.status == 422
    assert '<option value="Europe/Rome" selected>' in when.text


def test_a_zone_that_is_none_is_told_at_its_step(api: People) -> None:
    company = visitor(api, shipper(api))

    *_, wrong = walked(
        company, [{"kind": "loss", "goods": "parcel"}, {"route": "national", "mode": "road", "zone": "Mars"}]
    )

    assert wrong.status == 422
    assert 'id="zone-wrong"' in wrong.text
    assert fields_of(wrong)["kind"] == "loss"


def test_the_claim_tells_the_country_of_delivery(api: People) -> None:
    client_id = shipper(api)
    company = visitor(api, client_id)
    steps = [
        {"kind": "breakage", "goods": "pallet"},
        {"route": "international", "mode": "road", "zone": "Europe/Paris"},
        {"description": "Cajas rotas", "delivered_at": "2026-04-01"},
        {},
    ]
    claim = str(walked(company, steps)[-1].headers["location"]).partition("?")[0]

    assert "País de entrega Francia" in seen(company.get(f"{HOME}/claims/{claim.rpartition('/')[2]}"))
    assert company.get(PAGE).status == 200
