"""Reading of Excel workbooks (XLSX), after a look at the sizes that the file declares.

Why: a file of 160 KB may unpack to hundreds of megabytes, and a sheet with two cells may span billions.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from chalicelib.base.languages import N_
from chalicelib.features.clients.importing.faults import UnreadableFile

#: Bytes that all parts of a workbook may have together, unpacked.
MOST_UNPACKED = 100_000_000
#: Cells of the smallest rectangle around all cells of a sheet: some 160 MB in the reader.
MOST_CELLS = 5_000_000
_CHUNK = 1 << 20
#: Longer than any beginning of a cell, which may be cut by the end of a chunk.
_OVERLAP = 200
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\"")
_ZIP, _MAIN = b"PK\x03\x04", "xl/workbook.xml"
#: Errors of zipfile, and of the decompressors that it calls.
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
_BROKEN = N_("The workbook is damaged and can't be opened. Save it anew in your spreadsheet program.")


def is_workbook(data: bytes) -> bool:
    """Return True for a ZIP file, which workbooks are."""
    return data.startswith(_ZIP)


def workbook_rows(data: bytes) -> Iterator[Sequence[str]]:
    """Yield the rows of the first visible sheet that has any, from its first row on. Raises UnreadableFile."""
    import python_calamine as calamine  # noqa: PLC0415 - one function of many reads workbooks

    _demand_modest(data)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for each in workbook.sheets_metadata:
            if each.visible is not calamine.SheetVisibleEnum.Visible:
                continue
            sheet = workbook.get_sheet_by_name(each.name)
            if sheet.total_height:
                yield from _rows(sheet)
                return
    except calamine.PasswordError as error:
        raise UnreadableFile(
            N_("The workbook is protected by a password. Save it without one, and choose that file.")
        ) from error
    except calamine.CalamineError as error:
        raise UnreadableFile(_BROKEN) from error


def _rows(sheet: Any) -> Iterator[Sequence[str]]:
    left_of_it = ("",) * sheet.start[1]
    for cells in sheet.iter_rows():
        yield (*left_of_it, *map(_text, cells))


def _text(cell: object) -> str:
    """Return a cell as people would type it: a day as ISO 8601, a whole number without its point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _demand_modest(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _MAIN not in archive.namelist():
                raise UnreadableFile(N_("This is no Excel workbook. Save the table as .xlsx, or as CSV UTF-8."))
            if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
                raise _too_large()
            for each in archive.infolist():
                if each.filename.startswith("xl/worksheets/"):
                    _demand_few_cells(archive, each)
    except _DAMAGES as error:
        raise UnreadableFile(_BROKEN) from error


def _demand_few_cells(archive: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> None:
    """Raise UnreadableFile for a sheet whose cells lie too far apart. Why: the reader makes all between them."""
    rows, columns, before = 0, 0, b""
    with archive.open(sheet) as file:
        while chunk := file.read(_CHUNK):
            for letters, digits in _CELL.findall(before + chunk):
                rows, columns = max(rows, int(digits)), max(columns, _column(letters))
            before = chunk[-_OVERLAP:]
    if rows * columns > MOST_CELLS:
        raise _too_large()


def _column(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = number * 26 + each - ord("A") + 1
    return number


def _too_large() -> UnreadableFile:
    return UnreadableFile(
        N_("The workbook is too large when it is unpacked. Copy the clients' cells into a new workbook, and save that.")
    )
