"""The language of a reader, by the browser's header."""

import time

import pytest

from chalicelib.base.languages import preferred


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
