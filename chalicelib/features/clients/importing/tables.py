"""Reading of a file as a table: CSV in UTF-8 or Windows-1251, or an Excel workbook (XLSX). The content tells which."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from chalicelib.base.languages import N_
from chalicelib.features.clients.importing.faults import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    UnreadableFile,
    too_many_columns,
    too_many_rows,
    without_rows,
)
from chalicelib.features.clients.importing.workbooks import is_workbook, workbook_rows

#: Of delimiters that divide the headings into equally many, the first one counts.
_DELIMITERS = ";\t,"
#: Characters in which the headings are looked for.
_BEGINNING = 100_000
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
        limit = MOST_BYTES // 1_000_000
        raise UnreadableFile(N_("The file has more than {limit} MB. Divide it, and import the parts."), limit=limit)
    lines = _filled(workbook_rows(data) if is_workbook(data) else _csv_rows(data))
    headings = next(lines, None)
    if headings is None:
        raise without_rows()
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
    if (told := _AS_EXCEL_SAYS.fullmatch(first.strip())) is not None:
        yield ()
        written, delimiter = rest, told[1]
    else:
        beginning = written[:_BEGINNING]
        delimiter = max(_DELIMITERS, key=lambda each: _headings_by(each, beginning))
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        message = N_("The file can't be read from its line {line} on: a quotation mark there is not closed.")
        raise UnreadableFile(message, line=reader.line_num) from error


def _headings_by(delimiter: str, written: str) -> int:
    """Return the number of headings by a delimiter. Why not csv.Sniffer: it takes any comma, and minutes for quotes."""
    try:
        return len(next(filter(any, csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)), ()))
    except csv.Error:
        return 0


def _decoded(data: bytes) -> str:
    if data.startswith(_OLD_OFFICE):
        raise _of_old_office(data)
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            written = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in written:
            return written
    raise UnreadableFile(
        N_("This is no table that can be read. Save it as an Excel workbook (.xlsx), or as CSV UTF-8.")
    )


def _of_old_office(data: bytes) -> UnreadableFile:
    if _ENCRYPTED in data:
        return UnreadableFile(N_("The workbook is protected by a password. Save it without one, and choose that file."))
    return UnreadableFile(
        N_("This is a workbook of an old Excel (.xls). Save it as an Excel workbook (.xlsx), and choose that file.")
    )
