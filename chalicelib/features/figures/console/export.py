"""Figures as a file for spreadsheets."""

from collections.abc import Sequence

from chalicelib.base.languages import Language
from chalicelib.base.spreadsheets import csv_text
from chalicelib.features.photos.rates import STEPS_FOR_PROGRAMS, Figures, Line
from chalicelib.features.photos.verdicts import UnusableReason

_HEADER = (
    "week_beginning_utc",
    "channel",
    "language",
    "device",
    "requests",
    "still_open",
    "completed",
    "expired",
    "withdrawn",
    "message_sent",
    "opened",
    "with_photos",
    "photos_filed",
    "photos_rejected",
    "photos_retaken",
    "photos_sent_though_poor",
    # sent_at, opened_at: sent_to_opened_…
    *(
        f"{step.begins[:-3]}_to_{step.ends[:-3]}_{what}"
        for step in STEPS_FOR_PROGRAMS
        for what in ("requests", "median_seconds", "p90_seconds")
    ),
    "message_sent_and_traced",
    *(f"asked_again_{reason}" for reason in UnusableReason),
)


def csv_file(figures: Figures, *, language: Language) -> str:
    """Return a row for each week, channel, language and device; requests that are still open have no device yet.

    Fields are separated as spreadsheets set to the reader's language expect.
    """
    delimiter = "," if language == "en" else ";"
    return csv_text(_HEADER, map(_cells, figures.lines()), delimiter=delimiter)


def _cells(line: Line) -> Sequence[object]:
    group, tally = line
    durations = [tally.duration(step) for step in STEPS_FOR_PROGRAMS]
    return [
        group.week.isoformat(),
        group.channel,
        group.language,
        group.device or "",
        tally.requests,
        tally.open,
        *(
            tally[name]
            for name in (
                "completed",
                "expired",
                "revoked",
                "sent",
                "opened",
                "begun",
                "photos",
                "rejected",
                "retakes",
                "doubtful",
            )
        ),
        *(cell for took in durations for cell in (took.requests, _whole(took.median), _whole(took.p90))),
        tally["traced"],
        *(tally.asked_again(reason) for reason in UnusableReason),
    ]


def _whole(seconds: float | None) -> int | str:
    return "" if seconds is None else round(seconds)
