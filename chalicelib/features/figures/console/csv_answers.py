"""Tables as CSV, and answers that are such files."""

from collections.abc import Iterable, Sequence

from chalice.app import Response

from chalicelib.base.languages import Language
from chalicelib.base.spreadsheets import csv_text


def csv_table(header: Sequence[str], rows: Iterable[Sequence[object]], *, language: Language) -> str:
    """Return a table as CSV, its fields separated as spreadsheets set to a language expect. None is an empty cell."""
    return csv_text(header, rows, delimiter="," if language == "en" else ";")


def csv_answer(body: str, *, name: str) -> Response:
    """Return an answer that a browser saves as a file of this name."""
    return Response(
        body=body,
        status_code=200,
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
