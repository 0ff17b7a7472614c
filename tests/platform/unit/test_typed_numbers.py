"""Numbers and amounts as people of three languages type them."""

import pytest

from chalicelib.frame.console.numbers import typed_amount, typed_number, typed_quantity


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
