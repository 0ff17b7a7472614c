"""The page of figures: notation of numbers and durations, places in charts, and the file."""

import csv
import io
from datetime import date, timedelta

import pytest

from chalicelib.base.languages import Language, number
from chalicelib.base.spreadsheets import harmless
from chalicelib.features.figures.console import wording
from chalicelib.features.figures.console.charts import LOOKS, Value, Values, bar_chart, line_chart
from chalicelib.features.figures.console.export import csv_file
from chalicelib.features.figures.console.tables import By, Reading, retakes_table
from chalicelib.features.photos.figures import STEPS, Group
from chalicelib.features.photos.rates import Figures, Tally
from chalicelib.features.photos.verdicts import UnusableReason

WEEK = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.2, "1 s"),
        (45, "45 s"),
        (59.9, "1 min"),
        (60, "1 min"),
        (92, "1 min 30 s"),
        (200, "3 min 20 s"),
        (310, "5 min"),
        (3599, "1 h"),
        (3580, "1 h"),
        (7800, "2 h 10 min"),
        (86399, "1 d"),
        (86400, "1 d"),
        (97200, "1 d 3 h"),
    ],
)
def test_durations_are_in_plain_words(seconds: float, expected: str) -> None:
    assert wording.duration("en", seconds) == expected


def test_durations_are_in_the_readers_language() -> None:
    assert wording.duration("ru", 7800) == "2 ч 10 мин"
    assert wording.duration("es", 97200) == "1 d 3 h"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("1,234.5", "73%")),
        ("ru", ("1\u00a0234,5", "73\u00a0%")),
        ("es", ("1\u00a0234,5", "73\u00a0%")),
    ],
)
def test_numbers_are_as_the_language_writes_them(language: Language, expected: tuple[str, str]) -> None:
    assert (number(language, 1234.5, digits=1), wording.percent(language, 0.731)) == expected


def test_a_line_breaks_where_nothing_can_be_told() -> None:
    values = Values("SMS", [(0.5, "a"), (0.6, "b"), None, (1.0, "c")])

    chart = line_chart([values], weeks=["1", "2", "3", "4"], levels=[(0, "0%"), (1, "100%")])

    (series,) = chart.series
    assert [mark.words for mark in series.marks] == ["a", "b", "c"]
    assert len(series.strokes) == 1
    assert series.marks[2].y == chart.down[1].at < series.marks[0].y < chart.down[0].at


@pytest.mark.parametrize("weeks", [1, 2, 4, 12, 26, 53])
def test_the_labels_of_weeks_fit_a_narrow_screen(weeks: int) -> None:
    names = [str(week) for week in range(weeks)]

    chart = line_chart([Values("", [None] * weeks)], weeks=names, levels=[])

    assert 1 <= len(chart.across) <= 5
    assert chart.across[-1].label == names[-1]


def test_bars_are_as_long_as_their_values() -> None:
    chart = bar_chart([("Step", [Value(0, "SMS", "1 min", 60), Value(2, "E-mail", "2 min", 120)])])

    (group,) = chart.groups
    assert [(bar.look, bar.width) for bar in group.bars] == [(0, 50), (2, 100)]
    assert group.heading_at < group.bars[0].text_at < group.bars[0].bar_at < group.bars[1].text_at < chart.height


def test_the_bars_of_every_step_are_drawn_however_many_steps_there_are() -> None:
    bars = [Value(look, str(look), "1 min", 60) for look in range(LOOKS)]

    chart = bar_chart([(step.code, bars) for step in STEPS])

    assert [group.heading for group in chart.groups] == [step.code for step in STEPS]
    down = [bar.bar_at for group in chart.groups for bar in group.bars]
    assert down == sorted(set(down))
    assert len(down) == len(STEPS) * LOOKS
    assert down[-1] < chart.height


@pytest.mark.parametrize("formula", ['=HYPERLINK("https://evil.example")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(formula: str) -> None:
    assert harmless(formula) == f"'{formula}"


@pytest.mark.parametrize(("language", "separator"), [("en", ","), ("ru", ";"), ("es", ";")])
def test_the_file_has_a_mark_a_header_and_a_line_for_each_group(language: Language, separator: str) -> None:
    groups = {
        Group(WEEK, "sms", "ru"): Tally({"asked": 3}),
        Group(WEEK, "sms", "ru", "phone"): Tally(
            {"completed": 1, "expired": 1, "whole_9": 1, "photos": 4, "traced": 2, "delivered_3": 2}
        ),
    }
    figures = Figures(first=WEEK, last=WEEK, today=date(2026, 3, 9), groups=groups)

    file = csv_file(figures, language=language)

    assert file.startswith("\ufeffweek_beginning_utc")
    rows = list(csv.DictReader(io.StringIO(file[1:]), delimiter=separator))
    assert [(row["device"], row["requests"], row["still_open"]) for row in rows] == [
        ("phone", "2", "0"),
        ("", "1", "1"),
    ]
    assert rows[0]["sent_to_completed_median_seconds"] == "7"
    assert rows[0]["sent_to_opened_median_seconds"] == ""
    assert rows[0]["photos_filed"] == "4"
    assert (rows[0]["sent_to_delivered_requests"], rows[0]["sent_to_delivered_median_seconds"]) == ("2", "2")
    assert rows[0]["message_sent_and_traced"] == "2"


def test_the_columns_that_programs_know_stay_where_they_were() -> None:
    header = csv_file(Figures(first=WEEK, last=WEEK, today=WEEK, groups={}), language="en").strip().split(",")

    assert header[16:] == [
        f"{step}_{what}"
        for step in (
            "sent_to_opened",
            "opened_to_first_photo",
            "first_photo_to_completed",
            "sent_to_completed",
            "sent_to_delivered",
        )
        for what in ("requests", "median_seconds", "p90_seconds")
    ] + ["message_sent_and_traced"] + [f"asked_again_{reason}" for reason in UnusableReason]


@pytest.mark.parametrize("by", ["week", "channel", "language", "device"])
def test_photos_asked_for_again_are_told_by_reason(by: By) -> None:
    made = Tally({"asked": 10, "asked_again_blurred": 3, "asked_again_dark": 1})
    ended = Tally({"completed": 10, "begun": 10, "photos": 20, "again_blurred": 3, "again_dark": 1})
    groups = {Group(WEEK, "sms", "ru"): made, Group(WEEK, "sms", "ru", "phone"): ended}
    figures = Figures(first=WEEK, last=WEEK, today=WEEK + timedelta(days=21), groups=groups)

    table = retakes_table(Reading(figures, by, "en"))

    assert table is not None
    assert table.head[1:3] == ["Blurred", "Too dark"]
    for row in table.rows:
        assert [cell.value for cell in row.cells] == ["3", "1", "0", "0", "0", "4", "20.0"]


def test_where_nothing_was_asked_for_again_there_is_no_table_of_it() -> None:
    figures = Figures(first=WEEK, last=WEEK, today=WEEK + timedelta(days=21), groups={})

    assert retakes_table(Reading(figures, "week", "en")) is None
