"""Commission: rounding over all instalments."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.money import Money, nothing, read_money, split
from chalicelib.features.policies.commission_rules import accrued, line_of


def lines(paid: tuple[Money, ...], percent: Decimal) -> list[Money]:
    """Return the lines of payments, one after another."""
    so_far = before = nothing(paid[0].currency)
    found = []
    for each in paid:
        so_far += each
        found.append(line_of(so_far, percent, before=before))
        before += found[-1]
    return found


@pytest.mark.parametrize(
    ("paid", "percent", "right"),
    [("48320.50", "15", "7248.08"), ("1000.25", "2", "20.00")],  # cases 39, 40: halves go to the even unit
)
def test_cases_39_and_40_halves_are_rounded_to_even(paid: str, percent: str, right: str) -> None:
    assert str(accrued(read_money(paid, "RUB"), Decimal(percent)).amount) == right


def test_case_41_lines_of_instalments_sum_to_the_commission_on_all() -> None:
    found = lines((read_money("0.25", "RUB"),) * 4, Decimal(10))

    assert [str(each.amount) for each in found] == ["0.02", "0.03", "0.03", "0.02"]


def test_a_currency_without_cents_has_whole_lines() -> None:
    found = lines(split(read_money("15001", "CLP"), 4), Decimal("7.5"))

    assert [str(each.amount) for each in found] == ["281", "282", "281", "281"]


@given(
    st.integers(1, 10**11), st.integers(1, 24), st.decimals(0, 100, places=3), st.sampled_from(["RUB", "CLP", "KWD"])
)
def test_lines_always_sum_to_the_whole(units: int, parts: int, percent: Decimal, currency: str) -> None:
    whole = read_money(str(units), currency)

    found = lines(split(whole, parts), percent)

    assert sum((each.amount for each in found), Decimal(0)) == accrued(whole, percent).amount


@given(st.integers(1, 10**9), st.decimals(0, 100, places=3))
def test_a_full_refund_takes_back_all(units: int, percent: Decimal) -> None:
    paid = read_money(str(units), "RUB")

    before = accrued(paid, percent)

    assert (before + line_of(nothing("RUB"), percent, before=before)).amount == 0
