"""The language of a reader, by the browser's header, and its sentences."""

import time
from datetime import date
from decimal import Decimal

import pytest

from chalicelib.base.languages import Language, plural, preferred, text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("ES-mx", "es"),
        ("de, ru ; q=0.5", "ru"),
        (" es;q=0.3 ,  ru;q=0.9 ", "ru"),
        ("ru;q=0, es;q=0.1", "es"),
        ("ru;q=2", "en"),
        ("ru x", "en"),
    ],
)
def test_the_best_of_ours_is_chosen(header: str, language: str) -> None:
    assert preferred(header, default="en") == language


@pytest.mark.parametrize("end", ["x", ";q=0.5x", "; q"])
def test_a_header_full_of_spaces_takes_no_time(end: str) -> None:
    began = time.process_time()

    preferred("ru" + " " * 40_000 + end, default="en")

    assert time.process_time() - began < 1


@pytest.mark.parametrize(("language", "written"), [("ru", "50\u00a0000"), ("es", "50\u00a0000"), ("en", "50,000")])
def test_large_numbers_of_a_sentence_are_grouped(language: Language, written: str) -> None:
    assert text(language, "<{limit} {year} {flag}>", limit=50_000, year=2026, flag=True) == f"<{written} 2026 True>"
    assert plural(language, "<{count}>", "<{count}>", 50_000) == f"<{written}>"
    assert text(language, "<{le} {rate}>", le=Decimal(50_000), rate=Decimal("1.2134")) == f"<{written} 1.2134>"


@pytest.mark.parametrize(("language", "written"), [("ru", "01.12.2026"), ("es", "01/12/2026"), ("en", "01 Dec 2026")])
def test_dates_of_a_sentence_are_written_as_usual(language: Language, written: str) -> None:
    assert text(language, "<{day}>", day=date(2026, 12, 1)) == f"<{written}>"


def test_a_sentence_that_a_name_with_a_point_closes_has_one_point() -> None:
    assert text("es", "{name}. {rest}.", name="Levante, S. A.", rest="Fin") == "Levante, S. A. Fin."
    assert text("es", "{name}: {more}", name="Levante, S. A.", more="...") == "Levante, S. A.: ..."
    assert plural("es", "{name}.", "{name}.", 2, name="S. L.") == "S. L."
