"""Numbers and amounts as people of three languages type them."""

from decimal import Decimal

import pytest

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.base.money import of_minor
from chalicelib.frame.console.numbers import (
    typed_amount,
    typed_money,
    typed_number,
    typed_quantity,
    written,
    written_in_full,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12,5 %", "12.5"),
        ("3600,5", "3600.5"),
        ("3 600,50", "3600.50"),
        ("3\u00a0600,50", "3600.50"),
        ("3.600,00", "3600.00"),
        ("3,600.00", "3600.00"),
        ("1.234.567", "1234567"),
        ("1,234,567.89", "1234567.89"),
        ("-1.234,5", "-1234.5"),
        ("1.2134", "1.2134"),
        ("1,234", "1.234"),
        ("", ""),
        ("tres mil", "tresmil"),
        ("1.23,45", "1.23.45"),
    ],
)
def test_a_number_is_read_with_groups_of_digits_and_either_sign(typed: str, number: str) -> None:
    assert typed_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("3.600", "3600"),
        ("3,600", "3600"),
        ("48.320,50", "48320.50"),
        ("48320.50", "48320.50"),
        ("0,500", "0.500"),
        ("3.60", "3.60"),
        ("3600", "3600"),
        ("1.234.567", "1234567"),
    ],
)
def test_three_digits_behind_a_sign_of_an_amount_are_thousands(typed: str, amount: str) -> None:
    assert typed_amount(typed) == amount


@pytest.mark.parametrize(
    ("typed", "in_es", "in_en", "in_ru"),
    [("1.240", "1240", "1.240", "1.240"), ("1,240", "1.240", "1240", "1.240"), ("12,5", "12.5", "12.5", "12.5")],
)
def test_a_weight_with_three_digits_behind_a_sign_is_read_as_the_language_writes(
    typed: str, in_es: str, in_en: str, in_ru: str
) -> None:
    assert [typed_quantity(typed, language) for language in ("es", "en", "ru")] == [in_es, in_en, in_ru]


@pytest.mark.parametrize(
    ("typed", "currency", "in_es", "in_en", "in_ru"),
    [
        ("1.234", "EUR", "1234", "1234", "1234"),
        ("1,234", "EUR", "1234", "1234", "1234"),
        ("1.234", "JPY", "1234", "1234", "1234"),
        ("1,234", "JPY", "1234", "1234", "1234"),
        ("1.234", "KWD", "1234", "1.234", "1.234"),
        ("1,234", "KWD", "1.234", "1234", "1.234"),
        ("1.234,567", "KWD", "1234.567", "1234.567", "1234.567"),
        ("1,234.567", "KWD", "1234.567", "1234.567", "1234.567"),
        ("1 234,567", "KWD", "1234.567", "1234.567", "1234.567"),
        ("1.234.567", "KWD", "1234567", "1234567", "1234567"),
        ("0,500", "KWD", "0.500", "0.500", "0.500"),
        ("12,5", "KWD", "12.5", "12.5", "12.5"),
        ("12,50", "EUR", "12.50", "12.50", "12.50"),
        ("", "KWD", "", "", ""),
        ("1.234", "", "1234", "1234", "1234"),
    ],
)
def test_only_amounts_with_three_digits_behind_the_point_are_read_as_the_language_writes(
    typed: str, currency: str, in_es: str, in_en: str, in_ru: str
) -> None:
    assert [typed_money(typed, currency, language) for language in ("es", "en", "ru")] == [in_es, in_en, in_ru]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
@pytest.mark.parametrize("minor", [1, 500, 1000, 1230, 1234, 1_234_000, 1_234_567])
def test_an_amount_that_a_form_shows_is_read_as_the_same_amount(language: Language, currency: str, minor: int) -> None:
    amount = of_minor(minor, currency).amount

    for shown in (written(language, amount), written_in_full(language, amount)):
        assert Decimal(typed_money(shown, currency, language)) == amount
