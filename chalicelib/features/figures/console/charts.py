"""Charts as places in an SVG: across in percent of its width, down in px. So text keeps its size.

Series differ by colour (a class), by the dashes of their lines, and by the form of their marks.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

#: Series that can be told apart.
LOOKS = 4
LINE_HEIGHT, _TOP, _BOTTOM = 240, 16, 208
_LEFT, _RIGHT = 3.0, 80.0
_TICKS = 5
_BAR_PITCH, _HEADING, _BAR_DOWN, _WIDEST = 44, 30, 22, 100.0


class Mark(NamedTuple):
    """A value of a series; `words` says it all."""

    x: float
    y: float
    words: str


class Stroke(NamedTuple):
    """The line between two marks of neighbouring weeks."""

    x1: float
    y1: float
    x2: float
    y2: float


class Series(NamedTuple):
    """A line of the chart."""

    label: str
    look: int
    marks: Sequence[Mark]
    strokes: Sequence[Stroke]


class Tick(NamedTuple):
    """A label of an axis: at `at` percent across, or px down."""

    at: float
    label: str


class LineChart(NamedTuple):
    """Parts of 1 over weeks."""

    height: int
    series: Sequence[Series]
    across: Sequence[Tick]
    down: Sequence[Tick]


class Values(NamedTuple):
    """A series to be drawn: a part of 1 and its words by week, None where nothing can be said."""

    label: str
    values: Sequence[tuple[float, str] | None]


class Bar(NamedTuple):
    """A bar with the line of text above it; `text_at` and `bar_at` are px down, `width` percent."""

    label: str
    value: str
    look: int
    width: float
    text_at: int
    bar_at: int


class BarGroup(NamedTuple):
    """Bars under a heading, '' where each has its own label."""

    heading: str
    heading_at: int
    bars: Sequence[Bar]


class BarChart(NamedTuple):
    """Groups of bars, one below the other."""

    height: int
    groups: Sequence[BarGroup]


def line_chart(series: Sequence[Values], *, weeks: Sequence[str], levels: Sequence[tuple[float, str]]) -> LineChart:
    """Draw series over the labels of their weeks; `levels` are the lines across, with their labels."""
    return LineChart(
        height=LINE_HEIGHT,
        series=[_series(each, look=look) for look, each in enumerate(series[:LOOKS])],
        across=[Tick(_x(place, len(weeks)), weeks[place]) for place in _ticks(len(weeks))],
        down=[Tick(_y(level), label) for level, label in levels],
    )


class Value(NamedTuple):
    """A bar to draw: its look, its label, its value, and that in words."""

    look: int
    label: str
    words: str
    value: float


def bar_chart(groups: Sequence[tuple[str, Sequence[Value]]]) -> BarChart:
    """Draw groups of bars, each under its heading ('' for none)."""
    largest = max((bar.value for _, bars in groups for bar in bars), default=0) or 1
    drawn, down = [], 0
    for heading, bars in groups:
        top = down + (_HEADING if heading else 0)
        placed = [
            Bar(
                label=bar.label,
                value=bar.words,
                look=bar.look,
                width=round(max(_WIDEST * bar.value / largest, 0.5), 1),
                text_at=top + place * _BAR_PITCH + 15,
                bar_at=top + place * _BAR_PITCH + _BAR_DOWN,
            )
            for place, bar in enumerate(bars[:LOOKS])
        ]
        drawn.append(BarGroup(heading=heading, heading_at=down + 18, bars=placed))
        down = top + len(placed) * _BAR_PITCH
    return BarChart(height=down, groups=drawn)


def _series(series: Values, *, look: int) -> Series:
    marks = [
        Mark(_x(place, len(series.values)), _y(value[0]), value[1]) if value is not None else None
        for place, value in enumerate(series.values)
    ]
    strokes = [
        Stroke(before.x, before.y, after.x, after.y)
        for before, after in pairwise(marks)
        if before is not None and after is not None
    ]
    return Series(label=series.label, look=look, marks=[mark for mark in marks if mark is not None], strokes=strokes)


def _x(place: int, count: int) -> float:
    """Return the place of a week in percent; a single one stands in the middle."""
    return round(_LEFT + (_RIGHT - _LEFT) * (place / (count - 1) if count > 1 else 0.5), 2)


def _y(share: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * share, 1)


def _ticks(count: int) -> range:
    """Return the places of the weeks that are labelled: as many as fit the narrowest screen, the last one always."""
    step = max(1, -(-(count - 1) // (_TICKS - 1)))
    return range((count - 1) % step, count, step)
