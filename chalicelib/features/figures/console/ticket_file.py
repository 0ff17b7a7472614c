"""Figures of requests as a file for spreadsheets."""

from chalicelib.base.languages import Language
from chalicelib.features.conversations.figures import TicketTally
from chalicelib.features.conversations.service.counting import TicketFigures
from chalicelib.features.figures.console.csv_answers import csv_table

_HEADER = ("month", "desk", "topic", *TicketTally._fields)


def tickets_csv(figures: TicketFigures, *, language: Language) -> str:
    """Return a row for each month, desk and topic, by their codes."""
    rows = [
        [*group, *(None if each is None else round(each, 2) for each in tally)]
        for group, tally in figures.split(lambda group: group).items()
    ]
    return csv_table(_HEADER, rows, language=language)
