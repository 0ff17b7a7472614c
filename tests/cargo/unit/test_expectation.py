"""Expectations: the acceptance cases on money, and the facts that are missing."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.money import Money, read_money
from chalicelib.features.cargo.expectation.computing import expect_of_carrier, expect_of_insurer
from chalicelib.features.cargo.expectation.model import Basis, Carriage, Cover, FromCarrier, FromInsurer, Lacks
from chalicelib.features.cargo.rates.model import UnitCode, UnitRate
from chalicelib.features.claims.decision.calculating import Deductible

TODAY = date(2026, 6, 15)
MORE = "99999.00"


def eur(amount: str) -> Money:
    return read_money(amount, "EUR")


def rate(value: str, unit: UnitCode = "SDR", on: date = date(2020, 1, 1), currency: str = "EUR") -> UnitRate:
    return UnitRate(unit=unit, value=Decimal(value), currency=currency, on=on, source="IMF")


SDR, IPREM = rate("1.2134"), rate("20.00", "IPREM")


def of_carrier(law: str | None, loss: str | None, *rates: UnitRate, kg: str | None = None, **facts: Any) -> FromCarrier:
    known = {"loss": eur(loss) if loss else None, "affected_kg": Decimal(kg) if kg else None, "on": TODAY, **facts}
    return expect_of_carrier(Carriage(law=law, **known), rates or (SDR, IPREM), TODAY)


def sums(found: FromCarrier) -> list[tuple[str, str]]:
    return [(each.kind, str(each.money.amount)) for each in found.parts]


def total(found: FromCarrier) -> str:
    assert found.total is not None, found.lacks
    return str(found.total.amount)


def test_case_e1_cmr_pays_8_33_sdr_a_kilogram_or_the_value() -> None:
    limited, whole = of_carrier("cmr", MORE, kg="240.5"), of_carrier("cmr", "900.00", kg="240.5")

    assert limited.limit is not None and limited.limit.units == Fraction("2003.365")
    assert (total(limited), limited.parts[0].basis) == ("2430.88", Basis.LIMIT)
    assert (total(whole), whole.parts[0].basis) == ("900.00", Basis.LOSS)


@pytest.mark.parametrize(("kg", "right"), [("100", "666.67"), ("37.2", "248.00")])
def test_case_e2_lcttm_pays_a_third_of_the_iprem(kg: str, right: str) -> None:
    assert total(of_carrier("lcttm", MORE, kg=kg)) == right


@pytest.mark.parametrize(("on", "right"), [("2024-12-27", "518.55"), ("2024-12-28", "612.84")])
def test_case_e3_montreal_was_revised(on: str, right: str) -> None:
    assert total(of_carrier("montreal", MORE, rate("1.2571"), kg="18.75", on=date.fromisoformat(on))) == right


@pytest.mark.parametrize(
    ("packages", "kg", "units", "right"), [(3, "410", "2000.01", "2426.81"), (1, "900", "1800", "2184.12")]
)
def test_case_e4_hague_visby_takes_the_higher_of_packages_and_weight(
    packages: int, kg: str, units: str, right: str
) -> None:
    found = of_carrier("hague_visby", MORE, kg=kg, affected_packages=packages)

    assert found.limit is not None and found.limit.units == Fraction(units)
    assert total(found) == right


def test_case_e5_charges_go_with_the_weight_that_was_lost() -> None:
    found = of_carrier("cmr", "9000.00", kg="300", gross_kg=Decimal(1200), charges=eur("480.00"))

    assert sums(found) == [("goods", "3032.29"), ("charges", "120.00")]
    assert [each.article for each in found.parts] == ["CMR, art. 23.3", "CMR, art. 23.4"]
    assert total(found) == "3152.29"


def test_case_e6_a_delay_costs_the_charges_at_most() -> None:
    found = of_carrier("cmr", "900.00", is_delay=True, charges=eur("480.00"))

    assert (sums(found), found.parts[0].basis) == ([("delay", "480.00")], Basis.CHARGES)
    assert found.parts[0].article == "CMR, art. 23.5"


def test_case_e7_damage_is_capped_as_loss() -> None:
    damage = str((Decimal("5000.00") * 35 / 100).quantize(Decimal("0.01")))

    assert (damage, total(of_carrier("cmr", damage, kg="60"))) == ("1750.00", "606.46")


def of_insurer(loss: str, value: str | None = None, **cover: Any) -> FromInsurer:
    return expect_of_insurer("Loss", eur(loss), eur(value) if value else None, Cover("EUR", **cover))


def paid(found: FromInsurer) -> str:
    assert found.calculation is not None, found.lacks
    return str(found.calculation.total.amount)


def test_case_e8_under_insurance_and_a_percentage_with_a_least_amount() -> None:
    borne = Deductible(amount=Decimal(300), percent=Decimal(10))

    assert paid(of_insurer("8400.00", "10000.00", sum_insured=Decimal(6000))) == "5040.00"
    assert paid(of_insurer("8400.00", "10000.00", sum_insured=Decimal(6000), deductible=borne)) == "4536.00"


def test_case_e9_a_line_is_rounded_half_up_once() -> None:
    found = of_insurer("1234.45", deductible=Deductible(percent=Decimal(10)))

    assert found.calculation is not None
    assert [str(each.money.amount) for each in found.calculation.lines] == ["1234.45", "-123.45"]


def test_a_loss_above_the_sum_insured_is_paid_up_to_it() -> None:
    assert paid(of_insurer("8000.00", "6000.00", sum_insured=Decimal(6000))) == "6000.00"


def test_case_e10_without_a_rate_nothing_is_computed() -> None:
    for rates in ((IPREM,), (rate("1.3", on=date(2026, 6, 16)),), (rate("1.1", currency="USD"),)):
        found = of_carrier("cmr", "900.00", *rates, kg="10")

        assert (found.total, found.parts, found.lacks) == (None, (), (Lacks.RATE,))
        assert found.limit is not None and found.limit.units == Fraction("83.3")


def test_the_sdr_is_that_of_today_and_the_iprem_that_of_the_carriage() -> None:
    old, new = date(2021, 1, 1), date(2023, 1, 1)
    rates = (rate("18.83", "IPREM", old), rate("20.00", "IPREM", new), rate("1.10", on=old), rate("1.20", on=new))

    assert total(of_carrier("lcttm", MORE, *rates, kg="300", on=date(2022, 5, 1))) == "1883.00"
    assert total(of_carrier("lcttm", MORE, *rates, kg="300", on=date(2023, 5, 1))) == "2000.00"
    assert total(of_carrier("cmr", MORE, *rates, kg="100", on=date(2022, 5, 1))) == "999.60"


def test_a_declared_value_replaces_the_limit_and_never_lowers_it() -> None:
    higher = of_carrier("cmr", "9000.00", kg="100", declared=eur("5000.00"))
    lower = of_carrier("cmr", "9000.00", kg="100", declared=eur("500.00"))

    assert (total(higher), higher.parts[0].basis, higher.parts[0].article) == (
        "5000.00",
        Basis.DECLARED,
        "CMR, art. 24",
    )
    assert (total(lower), lower.parts[0].basis) == ("1010.76", Basis.LIMIT)
    assert total(of_carrier("cmr", "9000.00", IPREM, declared=eur("5000.00"))) == "5000.00"


def test_wilful_misconduct_lifts_the_limit_but_not_that_of_montreal() -> None:
    lifted = of_carrier("cmr", "9000.00", kg="100", is_wilful=True)

    assert (total(lifted), lifted.parts[0].article) == ("9000.00", "CMR, art. 29")
    assert total(of_carrier("cmr", "900.00", is_delay=True, is_wilful=True)) == "900.00"
    assert total(of_carrier("montreal", "9000.00", kg="10", is_wilful=True)) == "315.48"


def test_damage_is_no_more_than_the_value_of_the_goods() -> None:
    assert total(of_carrier("cmr", "900.00", kg="240.5", value=eur("800.00"))) == "800.00"


@pytest.mark.parametrize(
    ("law", "loss", "facts", "lacks"),
    [
        (None, "900.00", {}, (Lacks.LAW,)),
        ("rail", "900.00", {"kg": "10"}, (Lacks.CONTRACT,)),
        ("hague_visby", "900.00", {"kg": "10", "is_delay": True}, (Lacks.CONTRACT,)),
        ("cmr", None, {"kg": "10"}, (Lacks.LOSS,)),
        ("cmr", None, {}, (Lacks.LOSS, Lacks.AFFECTED_WEIGHT)),
        ("cmr", "900.00", {}, (Lacks.AFFECTED_WEIGHT,)),
        ("hague_visby", "900.00", {}, (Lacks.AFFECTED_WEIGHT, Lacks.AFFECTED_PACKAGES)),
        ("cmr", "900.00", {"is_delay": True}, (Lacks.CHARGES,)),
        ("cmr", "900.00", {"is_delay": True, "charges": read_money("5.00", "USD")}, (Lacks.CURRENCY,)),
    ],
)
def test_missing_facts_are_named_and_nothing_is_computed(
    law: str | None, loss: str | None, facts: Any, lacks: tuple[Lacks, ...]
) -> None:
    found = of_carrier(law, loss, **facts)

    assert (found.total, found.parts, found.lacks) == (None, (), lacks)


def test_facts_that_would_add_charges_are_named_beside_the_sum() -> None:
    assert of_carrier("cmr", "900.00", kg="240.5").would_add == (Lacks.CHARGES, Lacks.WEIGHT)
    assert of_carrier("cmr", "900.00", kg="10", gross_kg=Decimal(20), charges=eur("0.00")).would_add == ()
    assert of_carrier("montreal", "100.00", kg="10").would_add == ()


def test_an_insurer_pays_by_known_terms_alone() -> None:
    assert expect_of_insurer("Loss", None, None, None).lacks == (Lacks.LOSS, Lacks.POLICY)
    assert of_insurer("900.00", sum_insured=Decimal(6000)).lacks == (Lacks.VALUE,)
    assert expect_of_insurer("Loss", eur("9.00"), None, Cover("USD")).lacks == (Lacks.CURRENCY,)


KG = st.decimals("0.001", "100000", places=3)
CENTS = st.integers(1, 10**9).map(lambda number: Money(amount=Decimal(number).scaleb(-2), currency="EUR"))


@given(law=st.sampled_from(["cmr", "lcttm", "montreal"]), loss=CENTS, kg=KG, whole=KG, charges=CENTS)
def test_the_total_is_the_sum_of_its_parts_and_goods_are_within_loss_and_limit(
    law: str, loss: Money, kg: Decimal, whole: Decimal, charges: Money
) -> None:
    carriage = Carriage(law=law, loss=loss, affected_kg=kg, gross_kg=max(kg, whole), charges=charges, on=TODAY)

    found = expect_of_carrier(carriage, (SDR, IPREM), TODAY)

    assert found.total is not None and found.limit is not None and found.limit.money is not None
    assert found.total.amount == sum((each.money.amount for each in found.parts), Decimal(0))
    assert found.parts[0].money.amount == min(loss.amount, found.limit.money.amount)
    assert all(each.money.amount <= charges.amount for each in found.parts[1:])
