"""The facts of a document by its bytes: a PDF or a picture. Names and announced types are not believed.

PDF files are read as `chalicelib/sandbox/pdf` says, pictures by the checks of photos, both in child processes.
"""

from typing import NamedTuple

from chalicelib.features.claims.documents.kinds import MOST_BYTES, PDF, DocumentType
from chalicelib.features.claims.documents.refusals import DocumentRefusal, Unacceptable
from chalicelib.features.photos import rejection
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.features.photos.sandbox.examination import examine
from chalicelib.sandbox.allowance import Allowance
from chalicelib.sandbox.pdf.examination import examine_pdf
from chalicelib.sandbox.pdf.facts import PdfFlag, PdfRefusal, UnacceptablePdf

_OF_PDF = {
    PdfRefusal.NOT_A_PDF: DocumentRefusal.NOT_A_DOCUMENT,
    PdfRefusal.ENCRYPTED: DocumentRefusal.ENCRYPTED,
    PdfRefusal.BROKEN: DocumentRefusal.BROKEN,
    PdfRefusal.TOO_MANY_PAGES: DocumentRefusal.TOO_MANY_PAGES,
    PdfRefusal.LAUNCHES: DocumentRefusal.LAUNCHES,
    PdfRefusal.TOO_COMPLEX: DocumentRefusal.TOO_COMPLEX,
}
#: All other reasons of photos say that the file is no picture of a known kind.
_OF_PICTURE = {
    RejectionReason.EMPTY: DocumentRefusal.EMPTY,
    RejectionReason.BROKEN: DocumentRefusal.BROKEN,
    RejectionReason.TOO_MANY_PIXELS: DocumentRefusal.TOO_MANY_PIXELS,
    RejectionReason.TOO_COMPLEX: DocumentRefusal.TOO_COMPLEX,
}


class Inspected(NamedTuple):
    """The facts of a document that can be taken in. `preview` is a JPEG; None for a page that can't be drawn."""

    content_type: DocumentType
    pages: int | None
    flags: tuple[PdfFlag, ...]
    preview: bytes | None


def inspect(data: bytes, *, allowance: Allowance) -> Inspected:
    """Return the facts of a document.

    Raises Unacceptable; Unfinished when a short allowance was not enough to judge it.
    """
    if len(data) > MOST_BYTES:
        raise Unacceptable(DocumentRefusal.TOO_LARGE)
    return _inspect_pdf(data, allowance) if data.startswith(b"%PDF-") else _inspect_picture(data, allowance)


def _inspect_pdf(data: bytes, allowance: Allowance) -> Inspected:
    try:
        facts = examine_pdf(data, allowance=allowance)
    except UnacceptablePdf as refused:
        raise Unacceptable(_OF_PDF[refused.reason]) from refused
    return Inspected(PDF, facts.pages, facts.flags, facts.preview)


def _inspect_picture(data: bytes, allowance: Allowance) -> Inspected:
    try:
        examined = examine(data, declared_type=None, allowance=allowance)
    except rejection.Unacceptable as refused:
        reason = _OF_PICTURE.get(refused.reason, DocumentRefusal.NOT_A_DOCUMENT)
        raise Unacceptable(reason) from refused
    return Inspected(examined.image_type.value, None, (), examined.renditions.preview)
