"""E-mails to administrators about documents that could not be printed."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import N_
from chalicelib.messaging.notices import Notice

GLYPHS = Notice(
    N_("{document} could not be printed: a character is missing"),
    (
        N_("The fonts have no sign for {glyphs} in “{place}”, so nothing was printed: a wrong name would be worse."),
        N_(
            "Write it in the letters of the person's documents, in Cyrillic or Latin script. Then order the document "
            "again on this page:"
        ),
    ),
    "{page}",
)
FAILED = Notice(
    N_("{document} could not be printed"),
    (
        N_("Several tries failed, and the support of Osmotr has been told. Nothing but the document is affected."),
        N_("You can order the document again on this page:"),
    ),
    "{page}",
)
#: By the name of the manifest.
NOTICES: Mapping[str, Notice] = MappingProxyType({"document_glyphs": GLYPHS, "document_failed": FAILED})
