"""Printed documents: PDF files of templates, stored for download."""

from chalicelib.base.feature import Feature, Section, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(console_routes("console.pages:document_pages", "/console/settings/documents"),),
    sections=(Section(code="documents", label=N_("Documents"), place=25),),
    notices={
        "sample_ordered": N_("The sample is being printed. Reload the page in some seconds."),
        "document_ordered": N_("The document is being printed again."),
    },
    rows=("table",),
    printed={"sample": "samples:SAMPLE"},
    due={"printed_document": "service:print_due"},
    staff_notices={"document_glyphs": "notices:GLYPHS", "document_failed": "notices:FAILED"},
    functions={"issue_documents": "events:issue_documents"},
)
