"""Refunds after cancellations: days, cooling-off, the insurer's share."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.money import Money, read_money
from chalicelib.features.policies.commission_rules import accrued, line_of
from chalicelib.features.policies.product_types import CoolingOff, Product
from chalicelib.features.policies.products import ProductSettings
from chalicelib.features.policies.refunds import Refund, Term, is_cooling_off, refund

TERM = Term(date(2026, 12, 1), date(2027, 11, 30), signed_on=date(2026, 11, 15))


def product(code: str = "kasko") -> Product:
    found = ProductSettings().find(code)
    assert found is not None
    return found


def roubles(amount: str) -> Money:
    return read_money(amount, "RUB")


def cancelled(
    last_day: date,
    *,
    of: Product | None = None,
    premium: str = "36500.00",
    paid: str | None = None,
    asked_on: date | None = None,
    term: Term = TERM,
) -> Refund:
    return refund(
        of or product(),
        term,
        premium=roubles(premium),
        paid=roubles(paid or premium),
        last_day=last_day,
        asked_on=asked_on or last_day,
    )


def test_case_42_the_unused_days_are_refunded() -> None:
    found = cancelled(date(2027, 3, 10))

    assert (str(found.amount.amount), found.days - found.days_used, found.days) == ("26500.00", 265, 365)
    before = accrued(roubles("36500.00"), Decimal(15))
    assert str(before.amount) == "5475.00"
    assert str(line_of(roubles("36500.00") - found.amount, Decimal(15), before=before).amount) == "-3975.00"


def test_case_43_in_the_cooling_off_before_the_term_all_is_refunded() -> None:
    found = cancelled(TERM.begins - timedelta(days=1), asked_on=date(2026, 11, 25))

    assert (found.in_cooling_off, str(found.amount.amount)) == (True, "36500.00")
    assert accrued(roubles("36500.00") - found.amount, Decimal(15)).amount == 0


def test_case_43_days_in_force_are_kept_or_not_as_the_product_says() -> None:
    term = TERM._replace(signed_on=TERM.begins)
    day = TERM.begins + timedelta(days=9)
    lenient = product().model_copy(update={"cooling_off": CoolingOff(days=14, keeps_days_in_force=False)})

    assert str(cancelled(day, term=term).amount.amount) == "35500.00"
    assert str(cancelled(day, term=term, of=lenient).amount.amount) == "36500.00"


def test_case_44_of_osago_a_share_of_the_unused_days_is_kept() -> None:
    found = cancelled(TERM.begins + timedelta(days=10), of=product("osago"), premium="7512.34")

    assert (str(found.amount.amount), found.days - found.days_used) == ("5610.17", 354)


def test_nothing_is_kept_in_the_cooling_off() -> None:
    of = product().model_copy(update={"share_kept": Decimal(23)})

    assert (
        str(cancelled(TERM.begins - timedelta(days=1), of=of, asked_on=date(2026, 11, 29)).amount.amount) == "36500.00"
    )
    assert (
        str(cancelled(TERM.begins - timedelta(days=1), of=of, asked_on=date(2026, 11, 30)).amount.amount) == "28105.00"
    )


@pytest.mark.parametrize(("asked_on", "right"), [("2026-11-29", True), ("2026-11-30", False)])
def test_the_period_is_counted_from_the_day_after_signature(asked_on: str, right: bool) -> None:
    rule = CoolingOff(days=14)

    assert is_cooling_off(rule, date(2026, 11, 15), date.fromisoformat(asked_on)) is right
    assert not is_cooling_off(CoolingOff(), date(2026, 11, 15), date(2026, 11, 15))


def test_days_that_were_not_paid_are_not_refunded() -> None:
    assert str(cancelled(date(2027, 3, 10), paid="9125.00").amount.amount) == "0.00"
    assert str(cancelled(date(2027, 3, 10), paid="18250.00").amount.amount) == "8250.00"


def test_nothing_is_left_after_the_term() -> None:
    assert str(cancelled(date(2028, 1, 1)).amount.amount) == "0.00"


@given(
    st.decimals("0.01", "99999999.99", places=2),
    st.integers(-5, 400),
    st.sampled_from(["osago", "kasko"]),
)
def test_a_refund_is_never_negative_nor_above_the_premium_paid(paid: Decimal, day: int, code: str) -> None:
    amount = format(paid, "f")

    found = cancelled(TERM.begins + timedelta(days=day), of=product(code), premium=amount).amount.amount

    assert 0 <= found <= paid
    assert found == found.quantize(Decimal("0.01"))
