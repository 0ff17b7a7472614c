"""Amounts of money: scale, rounding, splitting."""

from decimal import Decimal

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.base.money import (
    Money,
    WrongMoney,
    exponent,
    money,
    nothing,
    of_minor,
    read_money,
    rounded,
    shown,
    split,
)


@pytest.mark.parametrize(
    ("amount", "parts", "right"),
    [
        ("48320.50", 4, ["12080.13", "12080.13", "12080.12", "12080.12"]),  # case 50
        ("10000.01", 3, ["3333.34", "3333.34", "3333.33"]),  # case 51
        ("39397.50", 2, ["19698.75", "19698.75"]),
        ("0.01", 2, ["0.01", "0.00"]),
    ],
)
def test_the_first_instalments_get_the_odd_units(amount: str, parts: int, right: list[str]) -> None:
    assert [str(each.amount) for each in split(read_money(amount, "RUB"), parts)] == right


@given(st.integers(0, 10**14), st.integers(1, 24), st.sampled_from(["RUB", "CLP", "KWD"]))
def test_parts_sum_to_the_whole_and_differ_by_a_unit_at_most(units: int, parts: int, currency: str) -> None:
    each = split(of_minor(units, currency), parts)

    assert sum((part.amount for part in each), Decimal(0)) == of_minor(units, currency).amount
    assert max(each, key=lambda part: part.amount).minor - min(each, key=lambda part: part.amount).minor <= 1


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("1.005", "RUB", "RUB has 2"),  # case 52
        ("1500.5", "CLP", "CLP has 0"),
        ("12,50", "RUB", "a point before the fraction"),
        ("-1", "RUB", "a point before the fraction"),
        ("1e3", "RUB", "a point before the fraction"),
        ("NaN", "RUB", "a point before the fraction"),
        ("", "RUB", "a point before the fraction"),
        ("1000000000000", "RUB", "at most 12 digits"),
        ("1", "roubles", "three letters"),
    ],
)
def test_a_wrong_amount_is_told_what_would_be_right(amount: str, currency: str, said: str) -> None:
    with pytest.raises(WrongMoney, match=said):
        read_money(amount, currency)


def test_an_amount_has_all_its_digits() -> None:
    assert str(read_money("1500", "RUB").amount) == "1500.00"
    assert str(read_money("1500.10", "RUB").amount) == "1500.10"
    assert str(read_money("1500.000", "CLP").amount) == "1500"


@pytest.mark.parametrize(
    ("currency", "amount", "minor"), [("EUR", "48320.50", 4832050), ("CLP", "15000", 15000), ("KWD", "1.5", 1500)]
)
def test_smallest_units_are_counted_by_the_currency(currency: str, amount: str, minor: int) -> None:
    assert read_money(amount, currency).minor == minor  # case 44
    assert of_minor(minor, currency) == read_money(amount, currency)


def test_halves_are_rounded_to_even() -> None:
    assert str(rounded(Decimal("7248.075"), "RUB")) == "7248.08"
    assert str(rounded(Decimal("20.005"), "RUB")) == "20.00"


def test_money_of_two_currencies_is_not_added() -> None:
    assert money(Decimal("1.5"), "RUB") + money(Decimal("2.25"), "RUB") - money(Decimal(1), "RUB") == read_money(
        "2.75", "RUB"
    )
    with pytest.raises(ValueError, match="EUR is not RUB"):
        money(Decimal(1), "RUB") + nothing("EUR")


@pytest.mark.parametrize(
    ("language", "currency", "right"),
    [
        ("ru", "RUB", "1 250 000,00 ₽"),
        ("es", "EUR", "1.250.000,00 €"),
        ("en", "EUR", "€1,250,000.00"),
        ("en", "RUB", "RUB 1,250,000.00"),
        ("es", "CLP", "1.250.000 CLP"),
    ],
)
def test_case_20_of_the_cabinet_amounts_are_written_as_a_language_does(
    language: Language, currency: str, right: str
) -> None:
    assert shown(language, read_money("1250000.00", currency)).replace("\u00a0", " ") == right


_CURRENCIES = (
    *("RUB", "EUR", "USD", "GBP", "UAH", "KZT", "BYN", "UZS", "AMD", "GEL", "KGS", "TJS", "AZN"),
    *("MXN", "CLP", "COP", "ARS", "PEN", "UYU", "PYG", "BOB", "BRL", "DOP", "CRC", "GTQ", "JPY", "KWD"),
)


@given(st.integers(-(10**14), 10**14), st.sampled_from(_CURRENCIES), st.sampled_from(LANGUAGES))
def test_amounts_are_written_as_babel_writes_them(units: int, currency: str, language: Language) -> None:
    amount = of_minor(units, currency)

    # Babel knows no space between a code and a number, which CLDR demands.
    assert without_spaces(shown(language, amount)) == without_spaces(babel(language, amount))


def babel(language: Language, amount: Money) -> str:
    digits = exponent(amount.currency)
    fraction = "." + "0" * digits if digits else ""
    pattern = f"¤#,##0{fraction}" if language == "en" else f"#,##0{fraction}\u00a0¤"
    return format_currency(
        amount.amount, amount.currency, pattern, locale=language, currency_digits=False, decimal_quantization=False
    )


def without_spaces(written: str) -> str:
    return written.replace("\u00a0", "")
