"""A PDF as PDFium opens it: the number of pages, and a picture of the first. Runs in the child."""

import io
from contextlib import closing
from functools import cache
from typing import Any

from chalicelib.sandbox.pdf.facts import MOST_PAGES, PdfRefusal, UnacceptablePdf

PREVIEW_SIDE = 1600
JPEG_QUALITY = 80
#: Software that sends files on may add a line of its own behind the end.
_END_WITHIN = 2048
_PADDING = b"\0\t\n\f\r "


@cache
def pdfium() -> Any:
    """Return the library. Its wheel has neither V8 nor XFA: it runs no script."""
    import pypdfium2  # noqa: PLC0415 - heavy

    return pypdfium2


def require_whole(data: bytes) -> None:
    """Raise UnacceptablePdf unless the file begins and ends as a PDF.

    Why: PDFium skips anything before a header, such as HTML, and makes up the rest of a file that was cut off.
    """
    if not data.startswith(b"%PDF-"):
        raise UnacceptablePdf(PdfRefusal.NOT_A_PDF)
    if b"%%EOF" not in data.rstrip(_PADDING)[-_END_WITHIN:]:
        raise UnacceptablePdf(PdfRefusal.BROKEN)


def count_pages(data: bytes) -> int:
    """Return the number of pages, one at least. Raises UnacceptablePdf."""
    with closing(_opened(data)) as document:
        pages = len(document)
    if pages < 1:
        raise UnacceptablePdf(PdfRefusal.BROKEN)
    if pages > MOST_PAGES:
        raise UnacceptablePdf(PdfRefusal.TOO_MANY_PAGES)
    return pages


def draw_first_page(data: bytes) -> bytes:
    """Return the first page as JPEG, its longer side 1600 px, with the fields of its form.

    Raises UnacceptablePdf(broken) if it can't be drawn.
    """
    with closing(_opened(data)) as document:
        try:
            if document.get_formtype():
                document.init_forms()
            return _jpeg(document[0])
        except (pdfium().PdfiumError, ValueError, OverflowError, ZeroDivisionError) as error:
            raise UnacceptablePdf(PdfRefusal.BROKEN) from error


def _jpeg(page: Any) -> bytes:
    longest = max(page.get_size())
    # PDFium's binding rounds up.
    bitmap = page.render(scale=(PREVIEW_SIDE - 0.01) / longest)
    drawn = io.BytesIO()
    bitmap.to_pil().convert("RGB").save(drawn, "JPEG", quality=JPEG_QUALITY)
    return drawn.getvalue()


def _opened(data: bytes) -> Any:
    raw = pdfium().raw
    try:
        return pdfium().PdfDocument(data)
    except pdfium().PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise UnacceptablePdf(PdfRefusal.ENCRYPTED if locked else PdfRefusal.BROKEN) from error
