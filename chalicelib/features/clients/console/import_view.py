"""Imports as their page shows them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, get_args

from chalicelib.base.languages import Language, text
from chalicelib.features.clients.importing.errors_file import said
from chalicelib.features.clients.importing.model import Import, PreviewRow
from chalicelib.features.clients.importing.options import NameOrder
from chalicelib.features.clients.importing.targets import TARGETS
from chalicelib.features.clients.model import ClientKind

#: Cells of a column that show its content beside the choice.
_SAMPLES = 3


#: The value of a column that is left out. Why not empty: forms drop empty values, and the columns behind would move.
LEFT_OUT = "-"


class Progress(NamedTuple):
    """The rows that are to be added, and those of them that are finished."""

    total: int
    finished: int


class Choice(NamedTuple):
    """A target that a column can have."""

    code: str
    label: str
    chosen: bool


class Column(NamedTuple):
    """A column of the file: its heading, some of its cells, and the choice of its target."""

    place: int
    heading: str
    samples: str
    choices: Sequence[Choice]


class ShownRow(NamedTuple):
    """A row of the preview: its cells, each with a mark if it is wrong, and its errors in words."""

    number: int
    cells: Sequence[tuple[str, bool]]
    errors: Sequence[str]


def progress_of(found: Import) -> Progress:
    """Return the progress of a run."""
    return Progress(max(found.rows - found.wrong, 0), found.added + found.skipped)


def choices_of(found: Import, language: Language) -> list[Column]:
    """Return the columns with the choices of their targets."""
    mapping = (*(found.mapping or ()), *("" for _ in found.headings))
    labels = [(each.code, text(language, each.label)) for each in TARGETS]
    return [
        Column(
            place=place,
            heading=heading,
            samples=_samples(found, place),
            choices=[Choice(code, label, code == mapping[place]) for code, label in labels],
        )
        for place, heading in enumerate(found.headings)
    ]


def preview_of(found: Import, language: Language) -> list[ShownRow]:
    """Return the first rows, with their errors in the reader's language."""
    return [_shown(row, found, language) for row in found.preview]


def options_told(kind: str, document_kind: str, name_order: str, *, no_patronymic: str) -> dict[str, Any]:
    """Return the options that a form says; one that it does not know is the usual one."""
    orders: Mapping[str, str] = {each: each for each in get_args(NameOrder)}
    return {
        "kind": kind if kind in ClientKind else None,
        "document_kind": document_kind[:60] or None,
        "name_order": orders.get(name_order),
        "no_patronymic": bool(no_patronymic),
    }


def _samples(found: Import, place: int) -> str:
    cells = (row.cells[place] for row in found.preview if place < len(row.cells) and row.cells[place])
    return ", ".join(list(dict.fromkeys(cells))[:_SAMPLES])


def _shown(row: PreviewRow, found: Import, language: Language) -> ShownRow:
    wrong = {each.column for each in row.wrong}
    return ShownRow(
        number=row.number,
        cells=[(cell, at in wrong) for at, cell in enumerate(row.cells)],
        errors=[said(each, found.headings, language) for each in row.wrong],
    )
