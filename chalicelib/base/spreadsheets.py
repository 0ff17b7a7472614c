"""Tables as files that spreadsheets open: CSV (RFC 4180) in UTF-8 with a byte order mark, or Excel would guess."""

import csv
import io
from collections.abc import Iterable, Sequence

_MARK = "\ufeff"
#: The possible beginnings of a formula in a spreadsheet (OWASP, CSV injection): others write the cells.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ",") -> str:
    """Return a table as CSV; None is an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return _MARK + file.getvalue()


def harmless(cell: object) -> object:
    """Return a cell that no spreadsheet runs as a formula. Text that could be one gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
