"""Prices: rates, factors, plans, one rounding, and errors of choices."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.errors import Invalid
from chalicelib.base.money import Money, read_money
from chalicelib.features.policies.product_defaults import usual_products
from chalicelib.features.policies.product_types import Option, Plan, Product
from chalicelib.features.policies.products import ProductSettings
from chalicelib.features.policies.rating import Choices, Price, alternatives, due_dates, months_after, price, usual_end


def product(code: str = "kasko") -> Product:
    found = ProductSettings().find(code)
    assert found is not None
    return found


def choices(deductible: str = "none", plan: str = "whole", insured: str = "1250000.00") -> Choices:
    return Choices(
        sum_insured=read_money(insured, "RUB"),
        options={"cover": "full", "losses": "two_years", "deductible": deductible},
        plan=plan,
    )


def amounts(of: Price) -> list[str]:
    return [str(each.amount) for each in of.instalments]


def errors(of: Product, chosen: Choices) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        price(of, chosen, at="/renewal")
    return {each.pointer: each.message.format(**each.params) for each in caught.value.errors}


@pytest.mark.parametrize(
    ("deductible", "premium"), [("none", "45000.00"), ("d15000", "38250.00"), ("d30000", "33300.00")]
)
def test_case_46_of_the_cabinet_a_deductible_makes_kasko_cheaper(deductible: str, premium: str) -> None:
    assert str(price(product(), choices(deductible)).premium.amount) == premium


def test_case_46_of_the_cabinet_savings_are_told_against_the_present_choice() -> None:
    found = alternatives(product(), choices(), "deductible")

    assert [(each.option.code, str(each.saves.amount)) for each in found] == [
        ("none", "0.00"),
        ("d15000", "6750.00"),
        ("d30000", "11700.00"),
    ]
    assert str(alternatives(product(), choices("d15000"), "deductible")[0].saves.amount) == "-6750.00"


@pytest.mark.parametrize(
    ("plan", "premium", "instalments"),
    [
        ("whole", "38250.00", ["38250.00"]),
        ("in_2", "39397.50", ["19698.75"] * 2),
        ("in_4", "40162.50", ["10040.63"] * 2 + ["10040.62"] * 2),
    ],
)
def test_case_47_of_the_cabinet_instalments_sum_to_the_premium(plan: str, premium: str, instalments: list[str]) -> None:
    found = price(product(), choices("d15000", plan))

    assert (str(found.premium.amount), amounts(found)) == (premium, instalments)


def test_a_price_names_its_factors_cover_and_deductible() -> None:
    found = price(product(), choices("d15000"))

    assert [(part.factor.code, part.option.code) for part in found.parts] == [
        ("cover", "full"),
        ("losses", "two_years"),
        ("deductible", "d15000"),
    ]
    assert found.deductible == read_money("15000", "RUB")
    assert price(product(), choices()).deductible is None
    cover = found.chosen("cover")
    assert cover is not None
    assert cover.label("ru") == "Ущерб и угон"


def test_a_price_is_rounded_once() -> None:
    # 100,000.55 x 4 % x 0.95 x 0.85 = 3,230.017765; rounded after each factor it would be 3,230.02 + 0.01.
    of = product().model_copy(update={"rating": product().rating.model_copy(update={"minimum_premium": Decimal(0)})})
    chosen = choices("d15000", insured="100000.55")
    chosen = chosen.model_copy(update={"options": {**chosen.options, "losses": "year"}})

    assert str(price(of, chosen).premium.amount) == "3230.02"


def test_many_factors_of_many_digits_lose_none() -> None:
    tiny = Option(code="tiny", labels={"en": "Tiny"}, factor=Decimal("1.00001"))
    one = product().rating.factors[0]
    factors = tuple(one.model_copy(update={"code": f"f{n}", "kind": "plain", "options": (tiny,)}) for n in range(12))
    of = product().model_copy(update={"rating": product().rating.model_copy(update={"factors": factors})})
    chosen = Choices(
        sum_insured=read_money("12500000.00", "RUB"), options={each.code: "tiny" for each in factors}, plan="whole"
    )

    assert str(price(of, chosen).premium.amount) == "500060.00"


def test_the_minimum_premium_holds_before_the_factor_of_the_plan() -> None:
    assert str(price(product(), choices("d30000", insured="100000")).premium.amount) == "5000.00"
    assert str(price(product(), choices("d30000", "in_2", insured="100000")).premium.amount) == "5150.00"


def test_all_errors_of_choices_are_told_at_once() -> None:
    chosen = Choices(
        sum_insured=read_money("99999.99", "RUB"),
        options={"cover": "half", "losses": "two_years", "a/b": "c"},
        plan="in_3",
    )

    assert errors(product(), chosen) == {
        "/renewal/sum_insured/amount": "This product is insured for 100000 to 30000000 RUB.",
        "/renewal/options/a~1b": "This product has no such factor; it has: cover, losses, deductible.",
        "/renewal/options/cover": "Choose one of: full, damage, total.",
        "/renewal/options/deductible": "Choose one of: none, d15000, d30000.",
        "/renewal/plan": "Choose one of: whole, in_2, in_4.",
    }


def test_another_currency_is_told() -> None:
    chosen = choices().model_copy(update={"sum_insured": read_money("1250000", "EUR")})

    assert errors(product(), chosen) == {"/renewal/sum_insured/currency": "This product is insured in RUB."}


@given(
    st.decimals(100_000, 30_000_000, places=2),
    st.sampled_from(["none", "d15000", "d30000"]),
    st.integers(1, 12),
    st.decimals("0.5", "2", places=5),
)
def test_instalments_always_sum_to_the_premium(
    insured: Decimal, deductible: str, instalments: int, factor: Decimal
) -> None:
    plan = Plan(code="some", labels={"en": "Some"}, instalments=instalments, factor=factor)
    of = product().model_copy(update={"plans": (plan,)})

    found = price(of, choices(deductible, "some", insured=format(insured, "f")))

    assert sum((each.amount for each in found.instalments), Decimal(0)) == found.premium.amount
    assert list(found.instalments) == sorted(found.instalments, key=lambda each: -each.amount)


@pytest.mark.parametrize("of", usual_products(), ids=lambda each: each.code)
def test_a_usual_product_sells_by_its_first_options(of: Product) -> None:
    chosen = Choices(
        sum_insured=Money(amount=of.rating.sum_least, currency=of.currency),
        options={each.code: each.options[0].code for each in of.rating.factors},
        plan=of.plans[0].code,
    )

    assert price(of, chosen).premium.amount > 0


def test_osago_of_an_experienced_driver_in_moscow() -> None:
    chosen = Choices(
        sum_insured=read_money("400000", "RUB"),
        options={"territory": "moscow", "bonus": "class_13", "drivers": "named", "power": "to_120"},
        plan="whole",
    )

    # 5,000.00 x 1.8 x 0.46 x 1 x 1.2
    assert str(price(product("osago"), chosen).premium.amount) == "4968.00"


def test_r10_a_year_from_december_ends_in_november() -> None:
    assert usual_end(product(), date(2026, 12, 1)) == date(2027, 11, 30)
    assert usual_end(product(), date(2024, 2, 29)) == date(2025, 2, 27)
    assert usual_end(product("cargo"), date(2026, 1, 31)) == date(2026, 2, 27)


@pytest.mark.parametrize(
    ("instalments", "right"),
    [
        (1, ["2026-12-01"]),
        (2, ["2026-12-01", "2027-06-01"]),
        (4, ["2026-12-01", "2027-03-01", "2027-06-01", "2027-09-01"]),
        (5, ["2026-12-01", "2027-02-12", "2027-04-26", "2027-07-08", "2027-09-19"]),
    ],
)
def test_instalments_are_spread_over_the_term(instalments: int, right: list[str]) -> None:
    assert [str(each) for each in due_dates(date(2026, 12, 1), date(2027, 11, 30), instalments)] == right


def test_months_end_where_a_month_has_no_such_day() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_after(date(2023, 12, 31), 2) == date(2024, 2, 29)
