"""Calculations of decisions: lines, one rounding each, limits of carriers."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.base.money import Money, read_money
from chalicelib.features.claims.decision.calculating import (
    Calculation,
    Deductible,
    Item,
    Limit,
    Proportion,
    Step,
    calculate,
)
from chalicelib.features.claims.decision.carriers import Carried, Rate, charges_of, for_delay, limited, units


def loss(amount: str, wear: str = "0") -> Item:
    return Item(label="Loss", amount=Decimal(amount), wear=Decimal(wear))


def deductible(amount: str = "0", percent: str = "0") -> Deductible:
    return Deductible(amount=Decimal(amount), percent=Decimal(percent))


def total(*steps: Step) -> str:
    return str(calculate(steps, "EUR").total.amount)


def lines(found: Calculation) -> list[tuple[str, str]]:
    return [(each.kind, str(each.money.amount)) for each in found.lines]


def test_case_e8_under_insurance_and_a_percentage_with_a_least_amount() -> None:
    under = Proportion(sum_insured=Decimal(6000), value=Decimal(10000))

    found = calculate((loss("8400.00"), under, deductible("300", "10")), "EUR")

    assert lines(found) == [("item", "8400.00"), ("proportion", "-3360.00"), ("deductible", "-504.00")]
    assert str(found.total.amount) == "4536.00"
    assert total(loss("8400.00"), under) == "5040.00"


def test_case_e9_a_line_is_rounded_half_up_once() -> None:
    assert lines(calculate((loss("1234.45"), deductible(percent="10")), "EUR"))[1] == ("deductible", "-123.45")


def test_the_least_amount_holds_if_the_percentage_is_less() -> None:
    assert total(loss("1000.00"), deductible("300", "10")) == "700.00"


def test_a_deductible_takes_no_more_than_there_is() -> None:
    assert total(loss("1000.00"), deductible("1500")) == "0.00"


def test_a_limit_cuts_the_rest_and_a_full_cover_takes_nothing_off() -> None:
    full = Proportion(sum_insured=Decimal(500), value=Decimal(400))

    assert total(loss("450000.00"), Limit(amount=Decimal(400000))) == "400000.00"
    assert lines(calculate((loss("300.00"), Limit(amount=Decimal(400)), full), "EUR"))[1:] == [
        ("limit", "0.00"),
        ("proportion", "0.00"),
    ]


def test_wear_is_a_line_of_its_item() -> None:
    found = calculate((loss("10000.00", "12.5"), loss("2500.00")), "RUB")

    assert lines(found) == [("item", "10000.00"), ("wear", "-1250.00"), ("item", "2500.00")]


def test_steps_hold_in_the_order_written() -> None:
    cut, borne = Limit(amount=Decimal(400)), deductible("100")

    assert total(loss("600.00"), borne, cut) == "400.00"
    assert total(loss("600.00"), cut, borne) == "300.00"


def test_currencies_without_cents_are_rounded_to_whole_units() -> None:
    assert str(calculate((loss("15000"), deductible(percent="0.01")), "CLP").total.amount) == "14998"


def test_a_value_of_nothing_is_no_value() -> None:
    with pytest.raises(ValidationError):
        Proportion(sum_insured=Decimal(1), value=Decimal(0))


CENTS = st.integers(0, 10**12).map(lambda number: Decimal(number).scaleb(-2))
SOME = st.integers(1, 10**12).map(lambda number: Decimal(number).scaleb(-2))
PERCENT = st.integers(0, 10**4).map(lambda number: Decimal(number).scaleb(-2))
ITEMS = st.builds(Item, label=st.just("Part"), amount=CENTS, wear=PERCENT)
STEPS = st.lists(
    st.one_of(
        ITEMS,
        st.builds(Proportion, sum_insured=SOME, value=SOME),
        st.builds(Limit, amount=CENTS),
        st.builds(Deductible, amount=CENTS, percent=PERCENT),
    ),
    max_size=8,
)


@given(steps=STEPS)
def test_the_total_is_the_sum_of_its_lines_and_lies_between_nothing_and_the_items(steps: list[Step]) -> None:
    found = calculate(tuple(steps), "EUR")
    items = sum((each.amount for each in steps if isinstance(each, Item)), Decimal(0))

    assert found.total.amount == sum((each.money.amount for each in found.lines), Decimal(0))
    assert 0 <= found.total.amount <= items
    assert all(each.money.amount == round(each.money.amount, 2) for each in found.lines)


@given(steps=STEPS, limit=CENTS)
def test_no_total_is_over_a_last_limit(steps: list[Step], limit: Decimal) -> None:
    assert calculate((*steps, Limit(amount=limit)), "EUR").total.amount <= limit


@given(amount=CENTS, percent=PERCENT, more=st.integers(0, 10**6))
def test_a_greater_deductible_never_pays_more(amount: Decimal, percent: Decimal, more: int) -> None:
    item = Item(label="Loss", amount=amount)
    less, greater = (Deductible(amount=least, percent=percent) for least in (Decimal(0), Decimal(more)))

    assert calculate((item, greater), "EUR").total.amount <= calculate((item, less), "EUR").total.amount


@given(amount=CENTS, insured=SOME, value=SOME)
def test_a_line_is_off_by_half_a_cent_at_most(amount: Decimal, insured: Decimal, value: Decimal) -> None:
    found = calculate((Item(label="Loss", amount=amount), Proportion(sum_insured=insured, value=value)), "EUR")
    exact = Fraction(amount) * min(Fraction(insured) / Fraction(value), Fraction(1))

    assert abs(Fraction(found.total.amount) - exact) <= Fraction(1, 200)


ON = date(2026, 6, 1)


def rate(value: str, on: date = ON) -> Rate:
    return Rate(value=Decimal(value), currency="EUR", on=on, source="IMF")


def carrier_pays(law: str, value: str, kg: str, at: str, *, packages: int = 0, on: date = ON) -> str:
    found = limited(Decimal(value), units(law, Carried(Decimal(kg), packages), on), rate(at, on))
    assert found is not None
    return str(found.amount)


MORE = "99999.00"


def test_case_e1_cmr_pays_8_33_sdr_a_kilogram_or_the_value() -> None:
    assert units("cmr", Carried(Decimal("240.5")), ON) == Fraction("2003.365")
    assert carrier_pays("cmr", MORE, "240.5", "1.2134") == "2430.88"
    assert carrier_pays("cmr", "900.00", "240.5", "1.2134") == "900.00"


@pytest.mark.parametrize(("kg", "right"), [("100", "666.67"), ("37.2", "248.00")])
def test_case_e2_lcttm_pays_a_third_of_the_iprem_never_rounded(kg: str, right: str) -> None:
    assert carrier_pays("lcttm", MORE, kg, "20.00") == right


@pytest.mark.parametrize(("on", "right"), [("2024-12-27", "518.55"), ("2024-12-28", "612.84")])
def test_case_e3_montreal_was_revised(on: str, right: str) -> None:
    assert carrier_pays("montreal", MORE, "18.75", "1.2571", on=date.fromisoformat(on)) == right


@pytest.mark.parametrize(("packages", "kg", "right"), [(3, "410", "2426.81"), (1, "900", "2184.12")])
def test_case_e4_hague_visby_takes_the_higher_of_packages_and_weight(packages: int, kg: str, right: str) -> None:
    assert carrier_pays("hague_visby", MORE, kg, "1.2134", packages=packages) == right


def test_case_e5_charges_go_with_the_weight_that_was_lost() -> None:
    goods = carrier_pays("cmr", "9000.00", "300", "1.2134")
    charges = charges_of(read_money("480.00", "EUR"), Decimal(300), Decimal(1200))

    assert (goods, str(charges.amount)) == ("3032.29", "120.00")
    assert charges + read_money(goods, "EUR") == Money(amount=Decimal("3152.29"), currency="EUR")


def test_case_e6_a_delay_costs_the_charges_at_most() -> None:
    assert for_delay(read_money("900.00", "EUR"), read_money("480.00", "EUR")) == read_money("480.00", "EUR")


def test_case_e7_damage_is_capped_as_loss() -> None:
    assert carrier_pays("cmr", str(Decimal("5000.00") * 35 / 100), "60", "1.2134") == "606.46"


def test_case_e10_without_a_rate_nothing_is_computed() -> None:
    assert limited(Decimal(900), units("cmr", Carried(Decimal(10)), ON), None) is None
    assert limited(Decimal(900), units("rail", Carried(Decimal(10)), ON), rate("1")) is None
