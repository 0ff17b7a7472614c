"""Histograms: the count of each whole number that came."""

from collections.abc import Mapping

type Histogram = Mapping[int, int]


def median_of(histogram: Histogram) -> float | None:
    """Return the median, of an even count the mean of the middle two; None of nothing."""
    count = sum(histogram.values())
    if count == 0:
        return None
    return (_at(histogram, (count - 1) // 2) + _at(histogram, count // 2)) / 2


def _at(histogram: Histogram, place: int) -> int:
    """Return the number at a place of all in their order, from 0 on."""
    passed = 0
    for number in sorted(histogram):
        passed += histogram[number]
        if passed > place:
            return number
    raise IndexError(place)
