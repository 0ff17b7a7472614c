"""D1 to D13: last days and ends of a claim's deadlines, from its announcement, by the usual process of cargo."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.cargo.shippers import announced, shipper
from tests.support.api.people import People

LYON, NEW_YORK, CANARY = "Europe/Paris", "America/New_York", "Atlantic/Canary"
ABROAD: dict[str, Any] = {"route": "international"}
CALENDARS = [
    {"code": "es", "labels": {"en": "Madrid"}, "zones": ["Europe/Madrid"], "dates": ["2026-04-02", "2026-04-03"]},
    {"code": "fr", "labels": {"en": "Lyon"}, "zones": [LYON], "dates": ["2026-04-06"]},
]


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    """Stay at a moment at which all facts of these cases are known."""
    with time_machine.travel("2028-03-01T12:00:00+01:00", tick=False):
        yield


def on(day: str) -> str:
    """Return noon of a day in Madrid's winter, which is that day in all zones of these cases."""
    return f"2026-{day}T12:00:00+01:00" if len(day) == 5 else f"{day}T12:00:00+01:00"


def found(api: People, facts: dict[str, Any]) -> dict[str, Any]:
    """Announce a claim; return its deadlines by code."""
    given = {"delivered_at": None, **facts}
    claim_id = announced(api.key, shipper(api), **given)["id"]
    items = api.key.get(f"/v1/claims/{claim_id}/deadlines").expect(200)["items"]
    return {each["code"]: each for each in items}


CASES = [
    pytest.param({**ABROAD, "delivered_at": on("04-01")}, "cmr_hidden", "2026-04-11", "04-11T22:00", id="D1"),
    pytest.param(
        {**ABROAD, "delivered_at": on("04-01"), "zone": LYON}, "cmr_hidden", "2026-04-10", "04-10T22:00", id="D2"
    ),
    pytest.param({"delivered_at": on("04-01")}, "lcttm_hidden", "2026-04-08", "04-08T22:00", id="D3"),
    pytest.param({"delivered_at": on("10-23")}, "lcttm_hidden", "2026-10-30", "10-30T23:00", id="D4"),
    pytest.param(
        {"delivered_at": "2026-03-10T23:40:00Z", "zone": CANARY},
        "lcttm_hidden", "2026-03-17", "03-18T00:00", id="D5",
    ),
    pytest.param(
        {**ABROAD, "mode": "air", "delivered_at": on("02-16"), "zone": NEW_YORK},
        "montreal_damage", "2026-03-02", "03-03T05:00", id="D6-damage",
    ),
    pytest.param(
        {**ABROAD, "mode": "air", "delivered_at": on("02-16"), "agreed_at": on("02-10"), "zone": NEW_YORK},
        "montreal_delay", "2026-03-09", "03-10T04:00", id="D6-delay",
    ),
    pytest.param(
        {**ABROAD, "delivered_at": on("05-04"), "agreed_at": on("04-30")},
        "cmr_delay", "2026-05-25", "05-25T22:00", id="D7",
    ),
    pytest.param(
        {**ABROAD, "kind": "loss", "agreed_at": on("01-15")}, "cmr_lost_agreed", "2026-02-14", "02-14T23:00",
        id="D8-agreed",
    ),
    pytest.param(
        {**ABROAD, "kind": "loss", "taken_over_at": on("01-15")}, "cmr_lost_taken", "2026-03-16", "03-16T23:00",
        id="D8-taken",
    ),
    pytest.param(
        {"kind": "loss", "agreed_at": on("01-15")}, "lcttm_lost_agreed", "2026-02-04", "02-04T23:00", id="D9-agreed"
    ),
    pytest.param(
        {"kind": "loss", "taken_over_at": on("01-15")}, "lcttm_lost_taken", "2026-02-14", "02-14T23:00", id="D9-taken"
    ),
    pytest.param({**ABROAD, "delivered_at": on("03-31")}, "cmr_bar", "2027-03-31", "2027-03-31T22:00", id="D10"),
    pytest.param(
        {**ABROAD, "delivered_at": on("2028-02-29")}, "cmr_bar", "2029-02-28", "2029-02-28T23:00", id="D10-leap-day"
    ),
    pytest.param(
        {**ABROAD, "kind": "loss", "agreed_at": on("01-20"), "total_loss": True},
        "cmr_bar_lost_agreed", "2027-02-19", "2027-02-19T23:00", id="D10-total-loss",
    ),
    pytest.param(
        {**ABROAD, "delivered_at": on("03-31"), "claimed_at": on("06-01"), "refused_at": on("08-30")},
        "cmr_bar", "2027-06-29", "2027-06-29T22:00", id="D10-suspended",
    ),
    pytest.param(
        {"kind": "robbery", "discovered_at": "2026-07-04T22:15:00+02:00"}, "police", "2026-07-05", "07-05T20:15",
        id="D11",
    ),
    pytest.param(
        {**ABROAD, "mode": "sea", "delivered_at": on("06-12")}, "hague_visby_hidden", "2026-06-15", "06-15T22:00",
        id="D12",
    ),
    pytest.param(
        {"known_at": on("08-14"), "occurred_at": on("08-12")}, "insurer_told", "2026-08-21", "08-21T22:00",
        id="D13-told",
    ),
    pytest.param(
        {"declared_at": on("08-17"), "occurred_at": on("08-12")}, "minimum_payment", "2026-09-26", "09-26T22:00",
        id="D13-payment",
    ),
    pytest.param({"occurred_at": on("08-12")}, "interest", "2026-11-12", "11-12T23:00", id="D13-interest"),
]  # fmt: skip
BARRING = {"montreal_damage", "montreal_delay", "cmr_delay", "cmr_bar", "cmr_bar_lost_agreed"}


@pytest.mark.parametrize(("facts", "code", "last_day", "ends_at"), CASES)
def test_a_deadline_ends_on_the_day_and_at_the_moment_of_its_case(
    api: People, facts: dict[str, Any], code: str, last_day: str, ends_at: str
) -> None:
    api.admin.patch("/v1/account/calendars", {"version": 0, "calendars": CALENDARS}).expect(200)

    deadline = found(api, facts)[code]

    right = ends_at if len(ends_at) == 16 else f"2026-{ends_at}"
    assert (deadline["last_day"], deadline["ends_at"]) == (last_day, f"{right}:00Z")
    assert (deadline["effect"] == "bars") == (code in BARRING)
