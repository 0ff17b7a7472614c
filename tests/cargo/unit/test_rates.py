"""Rates of units of account: the one that holds on a day."""

from datetime import date
from decimal import Decimal

import pytest

from chalicelib.features.cargo.rates.model import UnitCode, UnitRate, in_order, rate_on
from chalicelib.features.cargo.settings import CargoSettings


def rate(on: str, value: str = "1.2134", *, unit: UnitCode = "SDR", currency: str = "EUR") -> UnitRate:
    return UnitRate(unit=unit, value=Decimal(value), currency=currency, on=date.fromisoformat(on), source="IMF")


OLD, NEW = rate("2024-12-01", "1.25"), rate("2026-06-01")
RATES = (NEW, rate("2026-05-01", "1.08", currency="USD"), OLD)


@pytest.mark.parametrize(
    ("day", "right"),
    [("2024-11-30", None), ("2024-12-01", OLD), ("2026-05-31", OLD), ("2026-06-01", NEW), ("2027-01-01", NEW)],
)
def test_the_latest_rate_on_or_before_the_day_holds(day: str, right: UnitRate | None) -> None:
    assert rate_on(RATES, "SDR", "EUR", date.fromisoformat(day)) == right


def test_a_rate_in_another_currency_or_of_another_unit_does_not_count() -> None:
    assert rate_on(RATES, "SDR", "GBP", date(2026, 7, 1)) is None
    assert rate_on(RATES, "IPREM", "EUR", date(2026, 7, 1)) is None


def test_until_somebody_types_one_there_is_no_rate_of_the_sdr_and_two_of_the_iprem() -> None:
    usual = CargoSettings().rates

    assert [(each.unit, str(each.value), each.on.year) for each in usual] == [
        ("IPREM", "18.83", 2021),
        ("IPREM", "20.00", 2023),
    ]
    assert all(each.source for each in usual)
    assert CargoSettings(own=()).rates == ()


def test_rates_are_listed_by_unit_and_currency_the_latest_first() -> None:
    iprem = rate("2023-01-01", "20.00", unit="IPREM")

    assert [each.code for each in in_order((iprem, OLD, *RATES[:2]))] == [
        "sdr_eur_2026_06_01",
        "sdr_eur_2024_12_01",
        "sdr_usd_2026_05_01",
        "iprem_eur_2023_01_01",
    ]
