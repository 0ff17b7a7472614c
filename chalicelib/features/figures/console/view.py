"""The page of figures, ready to be shown: headlines, notes on omissions, charts and their tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.base.languages import N_, number, plural
from chalicelib.base.localized import day
from chalicelib.features.figures.console import wording
from chalicelib.features.figures.console.charts import LOOKS, BarChart, LineChart, Value, Values, bar_chart, line_chart
from chalicelib.features.figures.console.tables import (
    Part,
    Reading,
    Table,
    completion_table,
    photos_table,
    retakes_table,
    steps_table,
    weekly_table,
)
from chalicelib.features.photos.figures import STEPS, WEEK, WHOLE, monday

_LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)


class Headline(NamedTuple):
    """A large number, and the number of requests that it stands on; `value` is '' when they are too few."""

    label: str
    value: str
    base: str


@dataclass(frozen=True)
class Described[C]:
    """A chart with its description in words."""

    chart: C
    title: str
    says: str


class FiguresPage(NamedTuple):
    """All that the page shows. Without a settled week there are neither headlines nor charts but `waiting`."""

    headlines: Sequence[Headline]
    waiting: str
    left_out: str
    legend: Sequence[str]
    completion: Described[LineChart] | None
    steps: Described[BarChart] | None
    tables: Sequence[Table]
    weekly: Table | None


def figures_page(reading: Reading) -> FiguresPage:
    """Return the page of these figures."""
    has_any, has_rates = bool(reading.figures.by_week), bool(reading.figures.settled)
    drawn = _drawn(reading)
    return FiguresPage(
        headlines=_headlines(reading) if has_rates else (),
        waiting="" if has_rates else _waiting(reading),
        left_out=_left_out(reading) if has_rates else "",
        legend=[part.label for part in drawn] if len(drawn) > 1 else (),
        completion=_completion_chart(reading, drawn) if has_rates else None,
        steps=_steps_chart(reading, drawn) if has_rates else None,
        tables=_tables(reading, has_rates=has_rates) if has_any else (),
        weekly=weekly_table(reading) if has_rates else None,
    )


def _tables(reading: Reading, *, has_rates: bool) -> Sequence[Table]:
    if not has_rates:
        return [completion_table(reading)] if reading.by == "week" else ()
    tables = (completion_table(reading), steps_table(reading), photos_table(reading), retakes_table(reading))
    return [table for table in tables if table is not None]


def _headlines(reading: Reading) -> Sequence[Headline]:
    total, language = reading.total, reading.language
    completion, per_request, refused = total.completion, total.photos_per_request, total.per_photo("rejected")
    whole, begun = total.duration(WHOLE), total["begun"]
    told = (
        (N_("Completion rate"), total.ended, completion is not None and wording.percent(language, completion)),
        (
            N_("Sent → complete, median"),
            whole.requests,
            (median := whole.told_median) is not None and wording.duration(language, median),
        ),
        (N_("Photos per request"), begun, per_request is not None and number(language, per_request, digits=1)),
        (N_("Photos not accepted"), begun, refused is not None and wording.percent(language, refused, digits=1)),
    )
    return [
        Headline(
            label=reading.say(label),
            value=value or "",
            base=plural(language, "from {count} request", "from {count} requests", requests),
        )
        for label, requests, value in told
    ]


def _left_out(reading: Reading) -> str:
    """Return the weeks without rates yet, in words; '' if there are none."""
    figures = reading.figures
    early = [week for week in figures.by_week if week not in figures.settled]
    if not early:
        return ""
    tally = figures.tally(weeks=early)
    return reading.say(
        N_(
            "Not in the rates yet: weeks of which more than one request in twenty is still open ({weeks}). "
            "Made in them: {asked}; still open: {open}; complete so far: {completed}."
        ),
        weeks=", ".join(wording.week_label(reading.language, week) for week in early),
        asked=tally.requests,
        open=tally.open,
        completed=tally["completed"],
    )


def _waiting(reading: Reading) -> str:
    """Return the reason for a missing rate, and the time to expect one."""
    figures, language = reading.figures, reading.language
    this_week = monday(figures.today)
    if not figures.by_week and figures.last < this_week:
        return reading.say(N_("Nobody was asked for photos in these weeks."))
    counts = reading.say(N_("A week counts when it is over and nearly all its requests have ended."))
    if not figures.by_week:
        first = reading.say(
            N_("Nobody has been asked for photos in these weeks. If you ask today, expect the first figures on {day}."),
            day=day(language, _due(this_week)),
        )
        return f"{first} {counts}"
    oldest, tally = next(iter(figures.by_week)), figures.tally()
    first = reading.say(
        N_(
            "No week is finished yet. Requests made: {asked}; still open: {open}; complete so far: {completed}. "
            "Expect the first figures on {day}."
        ),
        asked=tally.requests,
        open=tally.open,
        completed=tally["completed"],
        day=day(language, max(_due(oldest), figures.today + timedelta(days=1))),
    )
    return f"{first} {counts}"


def _due(week: date) -> date:
    """Return the day on which the last links of a week's requests end, at the usual seven days."""
    return week + 2 * WEEK


def _drawn(reading: Reading) -> Sequence[Part]:
    """Return the parts that the charts show: one for all if the parts are the weeks."""
    if reading.by == "week":
        return [Part("", reading.say(N_("All requests")), reading.total)]
    return [part for part in reading.parts if part.key != "unopened"][:LOOKS]


def _completion_chart(reading: Reading, drawn: Sequence[Part]) -> Described[LineChart] | None:
    series = [Values(part.label, [_value(reading, part, week) for week in reading.figures.weeks]) for part in drawn]
    if not any(value for each in series for value in each.values):
        return None
    language = reading.language
    chart = line_chart(
        series,
        weeks=[wording.week_label(language, week) for week in reading.figures.weeks],
        levels=[(level, wording.percent(language, level)) for level in _LEVELS],
    )
    says = [_said(reading, each) for each in series if any(each.values)]
    return Described(chart, reading.say(N_("Completion rate by week")), " ".join(says))


def _value(reading: Reading, part: Part, week: date) -> tuple[float, str] | None:
    if week not in reading.figures.settled:
        return None
    alike = {} if reading.by == "week" else {reading.by: part.key}
    share = reading.figures.tally(weeks=[week], **alike).completion
    if share is None:
        return None
    name = wording.week_label(reading.language, week)
    return share, f"{part.label}, {name}: {wording.percent(reading.language, share)}"


def _said(reading: Reading, series: Values) -> str:
    known = [value for value in series.values if value is not None]
    low, high, latest = min(known)[0], max(known)[0], known[-1][0]
    return reading.say(
        N_("{label}: between {low} and {high}, most recently {latest}."),
        label=series.label,
        low=wording.percent(reading.language, low),
        high=wording.percent(reading.language, high),
        latest=wording.percent(reading.language, latest),
    )


def _steps_chart(reading: Reading, drawn: Sequence[Part]) -> Described[BarChart] | None:
    groups = []
    for step in STEPS:
        label = reading.say(step.label)
        bars = [
            Value(look, part.label if len(drawn) > 1 else label, wording.duration(reading.language, median), median)
            for look, part in enumerate(drawn)
            if (median := part.tally.duration(step).told_median) is not None
        ]
        if bars:
            groups.append((label if len(drawn) > 1 else "", bars))
    if not groups:
        return None
    says = [f"{heading} {'; '.join(f'{bar.label}: {bar.words}' for bar in bars)}." for heading, bars in groups]
    return Described(bar_chart(groups), reading.say(N_("Median time of each step")), " ".join(says).strip())
