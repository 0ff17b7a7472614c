"""Faults of files that can't be imported as a whole."""

from chalicelib.base.errors import DomainError
from chalicelib.base.languages import N_

#: Limits of a file.
MOST_BYTES = 10_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 100


class UnreadableFile(DomainError):
    """The file can't be imported; the message says how to save a right one."""


def too_large() -> UnreadableFile:
    """Return the refusal of a file with too many bytes."""
    limit = MOST_BYTES // 1_000_000
    return UnreadableFile(N_("The file has more than {limit} MB. Divide it, and import the parts."), limit=limit)


def too_many_rows() -> UnreadableFile:
    """Return the fault of a file with more than MOST_ROWS rows."""
    return UnreadableFile(N_("The file has more than {limit} rows. Divide it, and import the parts."), limit=MOST_ROWS)


def too_many_columns() -> UnreadableFile:
    """Return the fault of a file with more than MOST_COLUMNS columns."""
    message = N_("The file has more than {limit} columns. Delete those that are not of clients.")
    return UnreadableFile(message, limit=MOST_COLUMNS)


def without_rows() -> UnreadableFile:
    """Return the fault of a file without a row below its headings."""
    return UnreadableFile(N_("The file is empty. It needs a row of headings and at least one row of a client below."))
