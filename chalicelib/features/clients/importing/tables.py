"""Reading of a file as a table: CSV in UTF-8, Windows-1251 or -1252, or an Excel workbook (XLSX).

The content tells which.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from chalicelib.base.languages import N_
from chalicelib.features.clients.importing.faults import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    UnreadableFile,
    too_large,
    too_many_columns,
    too_many_rows,
    without_rows,
)
from chalicelib.features.clients.importing.targets import is_known
from chalicelib.features.clients.importing.workbooks import is_workbook, workbook_rows

#: Of delimiters that divide the headings into equally many, the first one counts.
_DELIMITERS = ";\t,"
#: Characters in which the headings are looked for.
_BEGINNING = 100_000
#: Letters of a word that is hardly made of accented letters alone.
_WORD = 3
#: Rows that may stand above the headings, and known headings that tell these from a title.
_LINES_ABOVE, _LEAST_KNOWN = 10, 2
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
#: The stream of an encrypted workbook, in the old container's directory.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_AS_EXCEL_SAYS = re.compile(r'sep=([^"])', re.IGNORECASE)


class Line(NamedTuple):
    """A row: its number as spreadsheets show it, and its cells as text; dates as ISO 8601."""

    number: int
    cells: Sequence[str]

    def at(self, column: int) -> str:
        """Return a cell; empty behind the last one."""
        return self.cells[column] if column < len(self.cells) else ""


class Table(NamedTuple):
    """A file: its headings, and the rows below them that are not blank."""

    headings: Sequence[str]
    rows: Iterator[Line]


def read_table(data: bytes) -> Table:
    """Return the table of a file. Raises UnreadableFile, also while its rows are read."""
    if len(data) > MOST_BYTES:
        raise too_large()
    lines = _filled(workbook_rows(data) if is_workbook(data) else _csv_rows(data))
    first = list(islice(lines, _LINES_ABOVE + 1))
    if not first:
        raise without_rows()
    # Above the headings there may be a title, such as «Клиенты на 01.01.2026».
    place = next((at for at, line in enumerate(first) if sum(map(is_known, line.cells)) >= _LEAST_KNOWN), 0)
    headings, lines = first[place], chain(first[place + 1 :], lines)
    if len(headings.cells) > MOST_COLUMNS:
        raise too_many_columns()
    return Table(headings.cells, _counted(lines))


def _filled(rows: Iterable[Sequence[str]]) -> Iterator[Line]:
    """Yield the rows that are not blank, numbered as all rows are, without the blank cells at their ends."""
    for number, cells in enumerate(rows, start=1):
        width = max((at for at, cell in enumerate(cells, start=1) if cell.strip()), default=0)
        if width:
            yield Line(number, tuple(cells[:width]))


def _counted(lines: Iterator[Line]) -> Iterator[Line]:
    count = 0
    for count, line in enumerate(lines, start=1):
        if count > MOST_ROWS:
            raise too_many_rows()
        yield line
    if not count:
        raise without_rows()


def _csv_rows(data: bytes) -> Iterator[Sequence[str]]:
    written = _decoded(data)
    first, _, rest = written.partition("\n")
    above = 0
    if (told := _AS_EXCEL_SAYS.fullmatch(first.strip())) is not None:
        yield ()
        written, delimiter, above = rest, told[1], 1
    else:
        beginning = written[:_BEGINNING]
        delimiter = max(_DELIMITERS, key=lambda each: _headings_by(each, beginning))
    # Strictly, or an open quotation mark would hide all rows behind it in one cell.
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter, strict=True)
    begins = above + 1
    try:
        for cells in reader:
            yield cells
            begins = above + reader.line_num + 1
    except csv.Error as error:
        message = N_(
            "The file can't be read from its line {line} on: a quotation mark there is not closed, "
            "or not doubled inside of a cell."
        )
        raise UnreadableFile(message, line=begins) from error


def _headings_by(delimiter: str, written: str) -> int:
    """Return the number of headings by a delimiter. Why not csv.Sniffer: it takes any comma, and minutes for quotes."""
    try:
        return len(next(filter(any, csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)), ()))
    except csv.Error:
        return 0


def _decoded(data: bytes) -> str:
    if data.startswith(_OLD_OFFICE):
        raise _of_old_office(data)
    for encoding in ("utf-8-sig", "cp1251", "cp1252"):
        try:
            written = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in written and not (encoding == "cp1251" and _is_western(written)):
            return written
    raise UnreadableFile(
        N_("This is no table that can be read. Save it as an Excel workbook (.xlsx), or as CSV UTF-8.")
    )


def _is_western(written: str) -> bool:
    """Return True for a text in Windows-1252 that was read as Windows-1251.

    `García` is `Garcнa` then, and no whole word is of Cyrillic letters.
    """
    words = [word for word in re.findall(r"[^\W\d_]+", written) if not word.isascii()]
    mixed = [any(map(str.isascii, word)) for word in words]
    return any(mixed) and all(mixed[at] or len(word) < _WORD for at, word in enumerate(words))


def _of_old_office(data: bytes) -> UnreadableFile:
    if _ENCRYPTED in data:
        return UnreadableFile(N_("The workbook is protected by a password. Save it without one, and choose that file."))
    return UnreadableFile(
        N_("This is a workbook of an old Excel (.xls). Save it as an Excel workbook (.xlsx), and choose that file.")
    )
