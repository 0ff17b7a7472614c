"""The list of errors of an import: rows that were not added, each with the reason. Mended, it can be imported."""

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.base.languages import N_, Language, text
from chalicelib.base.spreadsheets import csv_text
from chalicelib.features.clients.importing.cells import guarded, plain
from chalicelib.features.clients.importing.model import CellFault
from chalicelib.features.clients.importing.rows import Wrong
from chalicelib.features.clients.importing.targets import label_at

#: The reason for a row that is a client of the base.
EXISTS = N_("Already in the base: the client was not changed.")
_HEADINGS = (N_("Row of the file"), N_("Why it was not added"))

type Refused = tuple[int, Sequence[str], str]


def errors_csv(language: Language, headings: Sequence[str], refused: Iterable[Refused]) -> str:
    """Return the list as a CSV file: number, reason, and the row's own cells, `;` between them."""
    head = (*(text(language, each) for each in _HEADINGS), *headings)
    return csv_text(head, _cells(refused), delimiter=";")


def fault_of(wrong: Wrong) -> CellFault:
    """Return an error of a row as it is stored."""
    return CellFault(message=wrong.message, params=dict(wrong.params), column=wrong.column, pointer=wrong.pointer)


def place_of(fault: CellFault, headings: Sequence[str], language: Language) -> str:
    """Return the heading that an error is at; the fact's name for an error without a column."""
    if fault.column is not None and fault.column < len(headings):
        return headings[fault.column]
    return label_at(fault.pointer, language)


def said(fault: CellFault, headings: Sequence[str], language: Language) -> str:
    """Return an error in words, after the heading that it is at."""
    message, place = text(language, fault.message, **fault.params), place_of(fault, headings, language)
    return f"{place}: {message}" if place else message


def _cells(refused: Iterable[Refused]) -> Iterator[Sequence[object]]:
    for number, cells, reason in refused:
        yield (number, reason, *(guarded(plain(cell)) for cell in cells))
