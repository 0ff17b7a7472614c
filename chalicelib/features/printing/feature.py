"""Printed documents: PDF files of templates, stored for download."""

from chalicelib.base.feature import Feature

FEATURE = Feature(
    package=__package__,
    rows=("table",),
    printed={"sample": "samples:SAMPLE"},
    due={"printed_document": "service:print_due"},
    staff_notices={"document_glyphs": "notices:GLYPHS", "document_failed": "notices:FAILED"},
    functions={"issue_documents": "events:issue_documents"},
)
