"""The account's calendars over HTTP."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.features.claims.deadlines.settings import place_in
from tests.support.api.people import People

SETTINGS = "/v1/account/calendars"
MOSCOW = "Europe/Moscow"
#: The Wednesday before a Monday that is off.
BEFORE = date(2026, 12, 30)


def calendar(**changes: Any) -> dict[str, Any]:
    return {"code": "ru", "labels": {"ru": "Россия"}, "zones": [MOSCOW], **changes}


def save(api: People, *calendars: dict[str, Any], version: int = 0) -> Any:
    return api.admin.patch(SETTINGS, {"version": version, "calendars": list(calendars)})


def test_the_usual_calendar_holds_until_one_is_saved(api: People) -> None:
    found = api.viewer.get(SETTINGS).expect(200)

    assert ([each["code"] for each in found["calendars"]], found["version"]) == (["ru"], 0)
    assert "01-07" in found["calendars"][0]["yearly"]
    saved = api.admin.patch(SETTINGS, {"version": 0, "calendars": found["calendars"]}).expect(200)
    assert saved == {"calendars": found["calendars"], "version": 1}


def test_days_are_kept_once_and_in_order(api: People) -> None:
    given = calendar(dates=["2027-05-02", "2027-05-01", "2027-05-02"], yearly=["05-09", "01-01", "05-09"])

    (kept,) = save(api, given).expect(200)["calendars"]

    assert (kept["dates"], kept["yearly"]) == (["2027-05-01", "2027-05-02"], ["01-01", "05-09"])


def test_deadlines_are_counted_by_the_saved_calendar(api: People) -> None:
    save(api, calendar(dates=["2026-12-31"], days_off=["2027-01-01"], working_days=["2027-01-02"])).expect(200)

    kept = place_in(api.account.id, ZoneInfo(MOSCOW)).calendar

    assert kept.day_after(BEFORE, 1, "working") == date(2027, 1, 2)
    assert kept.day_after(BEFORE, 1, "no_holidays") == date(2027, 1, 1)
    assert place_in(api.account.id, ZoneInfo("Europe/Madrid")).calendar.code == "none"


def test_a_change_without_calendars_keeps_them(api: People) -> None:
    save(api, calendar()).expect(200)

    kept = api.admin.patch(SETTINGS, {"version": 1}).expect(200)

    assert ([each["code"] for each in kept["calendars"]], kept["version"]) == (["ru"], 2)


def test_a_stale_version_is_a_conflict(api: People) -> None:
    save(api, calendar()).expect(200)

    save(api, calendar()).expect(409)


@pytest.mark.parametrize(
    ("calendars", "pointer"),
    [
        ([calendar(), calendar(zones=[])], "/calendars/1/code"),
        ([calendar(), calendar(code="es", zones=["Europe/Madrid", MOSCOW])], "/calendars/1/zones/1"),
        ([calendar(working_days=["2027-01-04"])], "/calendars/0/working_days"),
        ([calendar(working_days=["2027-01-02"], days_off=["2027-01-02"])], "/calendars/0/working_days"),
        ([calendar(working_days=["2027-05-09"], yearly=["05-09"])], "/calendars/0/working_days"),
        ([calendar(yearly=["02-30"])], "/calendars/0/yearly/0"),
        ([calendar(zones=["Europe/Atlantis"])], "/calendars/0/zones/0"),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(api: People, calendars: list[dict[str, Any]], pointer: str) -> None:
    refused = save(api, *calendars)

    assert (refused.status, refused.pointers) == (422, [pointer])
