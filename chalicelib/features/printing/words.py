"""Words for the states of documents, and for the reasons of failures."""

from collections.abc import Mapping

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.printing.model import Document, DocumentState

STATES: Mapping[DocumentState, str] = {
    DocumentState.ORDERED: N_("being printed"),
    DocumentState.PRINTED: N_("ready"),
    DocumentState.FAILED: N_("not printed"),
}
_GLYPHS = N_("The fonts have no sign for {glyphs} in “{place}”. Write it in Cyrillic or Latin letters.")
_TRIES = N_("Several tries failed, and the support of Osmotr has been told.")
_UNNAMED = N_("Document")


def name_of(document: Document, language: Language) -> str:
    """Return the title and number of a document; a general word before they are known."""
    return f"{document.title} {document.number}".strip() or text(language, _UNNAMED)


def reason_of(document: Document, language: Language) -> str:
    """Return the reason for a failure, and the remedy; empty for documents that did not fail."""
    if document.fault is None:
        return ""
    if document.fault.glyphs:
        return text(language, _GLYPHS, glyphs=" ".join(document.fault.glyphs), place=document.fault.place)
    return text(language, _TRIES)
