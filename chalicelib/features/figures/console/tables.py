"""Figures by week, channel, language or device, as tables: the same numbers that the charts are drawn from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from chalicelib.base.languages import N_, Language, number, text
from chalicelib.base.localized import day
from chalicelib.features.figures.console import wording
from chalicelib.features.photos.figures import DELIVERED, STEPS
from chalicelib.features.photos.rates import Duration, Figures, Tally
from chalicelib.features.photos.verdicts import REASONS

By = Literal["week", "channel", "language", "device"]
_NAMES: Mapping[str, Mapping[str, str]] = {
    "channel": wording.CHANNELS,
    "language": wording.LANGUAGE_NAMES,
    "device": wording.DEVICES,
}
_HEADINGS: Mapping[By, str] = {
    "week": N_("Week from"),
    "channel": N_("Channel"),
    "language": N_("Language"),
    "device": N_("Device"),
}


class Part(NamedTuple):
    """Requests that make a row: `key` is the week, channel, language or device; not settled: too early for rates."""

    key: date | str
    label: str
    tally: Tally
    is_settled: bool = True


class Cell(NamedTuple):
    """A number in words, an addition, and its basis; '' where a part is missing."""

    value: str
    beside: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a table; the total stands out."""

    label: str
    cells: Sequence[Cell]
    is_total: bool = False


class Table(NamedTuple):
    """A table with a heading for the rows' labels and one for each of their cells."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Reading:
    """Figures as somebody reads them: in a language, by something."""

    figures: Figures
    by: By
    language: Language

    def say(self, message: str, **params: object) -> str:
        """Translate a msgid."""
        return text(self.language, message, **params)

    @cached_property
    def total(self) -> Tally:
        """The settled weeks, added up."""
        return self.figures.tally(weeks=self.figures.settled)

    @cached_property
    def parts(self) -> Sequence[Part]:
        """The groups of the figures: weeks, the newest first, or parts of the settled weeks."""
        figures = self.figures
        if self.by == "week":
            return [
                Part(week, day(self.language, week), tally, week in figures.settled)
                for week, tally in sorted(figures.by_week.items(), reverse=True)
            ]
        alike = [
            Part(key, self.say(name), figures.tally(weeks=figures.settled, **{self.by: key}))
            for key, name in _NAMES[self.by].items()
        ]
        return [part for part in alike if part.tally.requests]

    def too_few(self) -> str:
        """Return the words for too few requests to state a rate."""
        return self.say(N_("too few to tell"))


_Cells = Callable[[Reading, Part], Sequence[Cell]]


def completion_table(reading: Reading) -> Table:
    """Return the numbers of requests by how they ended."""
    head = (
        N_("Requests"),
        N_("Still open"),
        N_("Completed"),
        N_("Not completed in time"),
        N_("Withdrawn by staff"),
        N_("Completion rate"),
    )
    return _table(reading, N_("How requests ended"), head, reading.parts, _completion)


def weekly_table(reading: Reading) -> Table | None:
    """Return the completion rates of each part by week; None where the parts are the weeks."""
    if reading.by == "week":
        return None
    rows = [
        Row(day(reading.language, week), [_rate(reading, _of_week(reading, part, week)) for part in reading.parts])
        for week in sorted(reading.figures.settled, reverse=True)
    ]
    head = [reading.say(_HEADINGS["week"]), *(part.label for part in reading.parts)]
    return Table(reading.say(N_("Completion rate by week")), head, rows)


def steps_table(reading: Reading) -> Table:
    """Return the time of each step."""
    head = tuple(step.label for step in STEPS)
    settled = [part for part in reading.parts if part.is_settled]
    return _table(
        reading, N_("Time of each step: median, and within which nine of ten were done"), head, settled, _steps
    )


def photos_table(reading: Reading) -> Table:
    """Return the quality of photos."""
    head = (
        N_("Photos filed"),
        N_("Photos per request"),
        N_("Taken again, per 100"),
        N_("Sent though poor, per 100"),
        N_("Not accepted, per 100"),
    )
    return _table(reading, N_("Photos"), head, [part for part in reading.parts if part.is_settled], _photos)


def retakes_table(reading: Reading) -> Table | None:
    """Return the reasons for retakes, with their share of the photos filed; None without retakes."""
    if not reading.total.all_asked_again:
        return None
    head = (*REASONS.values(), N_("In all"), N_("Per 100 photos filed"))
    settled = [part for part in reading.parts if part.is_settled]
    return _table(reading, N_("Asked for again by staff, by reason"), head, settled, _retakes)


def _retakes(reading: Reading, part: Part) -> Sequence[Cell]:
    tally, language = part.tally, reading.language
    counts = [*(tally.asked_again(reason) for reason in REASONS), tally.all_asked_again]
    share = tally.asked_again_per_photo
    return [
        *(Cell(number(language, count)) for count in counts),
        Cell("" if share is None else number(language, 100 * share, digits=1)),
    ]


def _table(reading: Reading, caption: str, head: Sequence[str], parts: Sequence[Part], cells: _Cells) -> Table:
    rows = [Row(part.label, cells(reading, part)) for part in parts]
    total = Row(reading.say(N_("All finished weeks")), cells(reading, Part("", "", reading.total)), is_total=True)
    heads = [reading.say(_HEADINGS[reading.by]), *(reading.say(each) for each in head)]
    return Table(reading.say(caption), heads, [*rows, total])


def _completion(reading: Reading, part: Part) -> Sequence[Cell]:
    tally, language = part.tally, reading.language
    counts = (tally.requests, tally.open, tally["completed"], tally["expired"], tally["revoked"])
    rate = rate_cell(reading, tally) if part.is_settled else Cell(reading.say(N_("too early to tell")))
    return [*(Cell(number(language, count)) for count in counts), rate]


def rate_cell(reading: Reading, tally: Tally) -> Cell:
    """Return a completion rate, or that it can't be told."""
    share = tally.completion
    return Cell(wording.percent(reading.language, share) if share is not None else reading.too_few())


def _of_week(reading: Reading, part: Part, week: date) -> Tally:
    return reading.figures.tally(weeks=[week], **{reading.by: part.key})


def _rate(reading: Reading, tally: Tally) -> Cell:
    """Return a rate with its basis."""
    rate = rate_cell(reading, tally)
    return Cell(rate.value, reading.say(N_("of {count}"), count=tally.ended)) if tally.ended else Cell("")


def _steps(reading: Reading, part: Part) -> Sequence[Cell]:
    bases = {DELIVERED.code: _reports(reading, part.tally)}
    return [_took(reading, part.tally.duration(step), basis=bases.get(step.code, "")) for step in STEPS]


def _took(reading: Reading, took: Duration, *, basis: str) -> Cell:
    if took.told_median is None or took.p90 is None:
        return Cell("", basis=basis)
    within = reading.say(N_("9 of 10: {duration}"), duration=wording.duration(reading.language, took.p90))
    return Cell(wording.duration(reading.language, took.told_median), within, basis)


def _reports(reading: Reading, tally: Tally) -> str:
    """Return the number of reported deliveries. Of some channels and countries few are, and none is no bad sign."""
    if not tally["traced"]:
        return ""
    counts = (tally.duration(DELIVERED).requests, tally["traced"])
    reported, sent = (number(reading.language, count) for count in counts)
    return reading.say(N_("reported: {reported} of {sent}"), reported=reported, sent=sent)


def _photos(reading: Reading, part: Part) -> Sequence[Cell]:
    tally = part.tally
    shares = [tally.per_photo(name) for name in ("retakes", "doubtful", "rejected")]
    per_request = tally.photos_per_request
    return [
        Cell(number(reading.language, tally["photos"])),
        Cell("" if per_request is None else number(reading.language, per_request, digits=1)),
        *(Cell("" if share is None else number(reading.language, 100 * share, digits=1)) for share in shares),
    ]
