"""The account's rates of units of account over HTTP."""

from typing import Any

import pytest

from tests.support.api.people import People

SETTINGS = "/v1/account/cargo"
SDR = {"unit": "SDR", "value": "1.2134", "currency": "EUR", "on": "2026-06-01", "source": "IMF, daily valuation"}


def save(api: People, *rates: dict[str, Any], version: int = 0) -> Any:
    return api.admin.patch(SETTINGS, {"version": version, "rates": list(rates)})


def test_the_usual_rates_hold_until_some_are_saved(api: People) -> None:
    found = api.viewer.get(SETTINGS).expect(200)

    assert [(each["unit"], each["value"], each["on"]) for each in found["rates"]] == [
        ("IPREM", "20.00", "2023-01-01"),
        ("IPREM", "18.83", "2021-01-01"),
    ]
    assert found["version"] == 0
    saved = api.admin.patch(SETTINGS, {"version": 0, "rates": [*found["rates"], SDR]}).expect(200)
    assert saved == {"rates": [SDR, *found["rates"]], "version": 1}
    assert api.viewer.get(SETTINGS).expect(200) == saved


def test_all_digits_of_a_rate_are_kept(api: People) -> None:
    (kept,) = save(api, {**SDR, "value": "1.21340057"}).expect(200)["rates"]

    assert kept["value"] == "1.21340057"


def test_a_change_without_rates_keeps_them(api: People) -> None:
    save(api, SDR).expect(200)

    kept = api.admin.patch(SETTINGS, {"version": 1}).expect(200)

    assert kept == {"rates": [SDR], "version": 2}


def test_a_stale_version_is_a_conflict(api: People) -> None:
    save(api, SDR).expect(200)

    save(api, SDR).expect(409)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"value": "0"}, "/rates/0/value"),
        ({"value": "1.123456789"}, "/rates/0/value"),
        ({"value": "1000000"}, "/rates/0/value"),
        ({"unit": "EUR"}, "/rates/0/unit"),
        ({"currency": "EURO"}, "/rates/0/currency"),
        ({"on": "2026-02-30"}, "/rates/0/on"),
        ({"source": ""}, "/rates/0/source"),
        ({"source": "x" * 201}, "/rates/0/source"),
    ],
)
def test_what_can_be_no_rate_is_told_at_its_place(api: People, change: dict[str, Any], pointer: str) -> None:
    refused = save(api, {**SDR, **change}).expect(422)

    assert [each["pointer"] for each in refused["errors"]] == [pointer]
    assert api.viewer.get(SETTINGS).expect(200)["version"] == 0


def test_two_rates_of_a_day_are_told_at_the_second(api: People) -> None:
    refused = save(api, SDR, {**SDR, "currency": "USD"}, {**SDR, "value": "1.3"}).expect(422)

    assert [each["pointer"] for each in refused["errors"]] == ["/rates/2/on"]
