"""The median of counted numbers."""

from collections import Counter
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.histograms import median_of


@given(st.lists(st.integers(0, 800), min_size=1))
def test_the_median_of_a_histogram_is_that_of_its_numbers(numbers: list[int]) -> None:
    assert median_of(Counter(numbers)) == median(numbers)


def test_nothing_has_no_median() -> None:
    assert median_of({}) is None
