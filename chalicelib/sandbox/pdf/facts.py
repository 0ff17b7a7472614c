"""Results of the child's work as plain values."""

from enum import StrEnum
from typing import NamedTuple

MOST_PAGES = 300


class PdfRefusal(StrEnum):
    """The reason to refuse a file."""

    NOT_A_PDF = "not_a_pdf"
    #: It takes a password to open.
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_MANY_PAGES = "too_many_pages"
    #: It asks the reader to start a program.
    LAUNCHES = "launches"
    TOO_COMPLEX = "too_complex"


class PdfFlag(StrEnum):
    """A part that a reader may act on. It is no reason to refuse: invoices have files in them (Factur-X)."""

    SCRIPTS = "scripts"
    #: An action when the file is opened, other than going to a page.
    OPEN_ACTION = "open_action"
    EMBEDDED_FILES = "embedded_files"


class PdfFacts(NamedTuple):
    """The facts of a PDF file. `preview` is its first page as JPEG; None for a page that can't be drawn."""

    pages: int
    flags: tuple[PdfFlag, ...]
    preview: bytes | None


class UnacceptablePdf(Exception):
    """A file is no PDF that can be kept; the same bytes will not be later either."""

    def __init__(self, reason: PdfRefusal) -> None:
        super().__init__(reason)
        self.reason = reason
