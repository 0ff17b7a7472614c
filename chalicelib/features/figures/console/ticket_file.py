"""Figures of requests as a file for spreadsheets."""

from chalicelib.base.languages import Language
from chalicelib.base.spreadsheets import csv_text
from chalicelib.features.conversations.figures import TicketTally
from chalicelib.features.conversations.service.counting import TicketFigures

_HEADER = ("month", "desk", "topic", *TicketTally._fields)


def tickets_csv(figures: TicketFigures, *, language: Language) -> str:
    """Return a row for each month, desk and topic, by their codes.

    Fields are separated as spreadsheets set to the reader's language expect.
    """
    rows = [
        [*group, *("" if each is None else round(each, 2) for each in tally)]
        for group, tally in figures.split(lambda group: group).items()
    ]
    return csv_text(_HEADER, rows, delimiter="," if language == "en" else ";")
