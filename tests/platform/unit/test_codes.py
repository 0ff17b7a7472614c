"""Codes that are proposed from labels."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.formats import CODE
from chalicelib.frame.console.codes import proposed


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Шины и диски", "shiny_i_diski"),
        ("Подъезд, щит & Ёж", "podezd_shchit_ezh"),
        ("Número de póliza", "numero_de_poliza"),
        ("Año", "ano"),
        ("VIN", "vin"),
        ("3 фото", "category_3_foto"),
        ("Я", "ya"),
        ("x", "x_1"),
        ("车", "category"),
        ("", "category"),
        ("а" * 60, "a" * 40),
    ],
)
def test_a_code_is_the_label_in_small_latin_letters(label: str, code: str) -> None:
    assert proposed(label, taken=set(), fallback="category") == code


def test_a_taken_code_gets_a_number() -> None:
    assert proposed("VIN", taken={"vin", "vin_2"}, fallback="category") == "vin_3"
    assert proposed("а" * 60, taken={"a" * 40}, fallback="category") == "a" * 38 + "_2"


@given(st.text(max_size=60))
def test_any_label_gives_a_code_that_is_one(label: str) -> None:
    code = proposed(label, taken={"category"}, fallback="category")

    assert re.fullmatch(str(CODE.pattern).strip("^$"), code)
