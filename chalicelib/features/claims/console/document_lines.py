"""Documents of a claim as pages show them."""

from typing import Any

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.claims.documents.model import JUDGED, ClaimDocument, DocumentState
from chalicelib.features.claims.documents.reasons import reason_of, slot_label
from chalicelib.features.claims.documents.slots import may_remove
from chalicelib.features.claims.documents.uploading import preview_url
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.stages import Side
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.identity.principals import label_of
from chalicelib.sandbox.pdf.facts import PdfFlag
from chalicelib.tenancy import service as accounts

#: By state: its name, and its look.
STATES = {
    DocumentState.RESERVED: (N_("Awaited"), "look"),
    DocumentState.RECEIVED: (N_("To be checked"), "look"),
    DocumentState.ACCEPTED: (N_("Checked and accepted"), "good"),
    DocumentState.REFUSED: (N_("Refused"), "bad"),
    DocumentState.EXPIRED: (N_("Did not arrive"), "bad"),
}
FLAGS = {
    PdfFlag.SCRIPTS: N_("The file has scripts in it: open it with care."),
    PdfFlag.OPEN_ACTION: N_("The file does something when it is opened: open it with care."),
    PdfFlag.EMBEDDED_FILES: N_("The file has other files in it, as electronic invoices do."),
}


def document_line(
    claim: Claim, document: ClaimDocument, names: dict[str, str], language: Language, *, with_slot: bool = False
) -> dict[str, Any]:
    """Return a document with its state in words."""
    label, look = STATES[document.state]
    slot = slot_label(claim, document.slot, language)
    zone = accounts.load_account(claim.account_id).zone
    return {
        "id": document.id,
        "name": f"{slot}: {document.file_name}" if with_slot and document.file_name else document.file_name or slot,
        "slot": slot,
        "state": document.state,
        "label": text(language, label),
        "look": look,
        "reason": reason_of(claim, document, language),
        "flags": [text(language, FLAGS[each]) for each in document.flags],
        "pages": document.pages,
        "size": localized.size(language, document.bytes) if document.bytes else "",
        "when": localized.moment(language, document.received_at or document.added_at, zone),
        "who": names.get(document.added_by) or text(language, label_of(document.added_by)),
        "preview": preview_url(document),
    }


def document_values(caller: Caller, claim: Claim, document: ClaimDocument, language: Language) -> dict[str, Any]:
    """Return a document as its own page shows it, with the actions that the reader may take."""
    judged = document.state in JUDGED and document.refusal is None
    writes = may(caller, "claims:write")
    return {
        **document_line(claim, document, names_of(claim, [document]), language),
        "is_stored": document.is_stored,
        "can_accept": writes and judged and claim.is_open and document.state is not DocumentState.ACCEPTED,
        "can_refuse": writes and judged and claim.is_open,
        "can_remove": writes and may_remove(claim, document, Side.STAFF),
    }


def names_of(claim: Claim, documents: list[ClaimDocument]) -> dict[str, str]:
    """Return the names of the people who added documents, by actor."""
    return directory.name_users(claim.account_id, {each.added_by for each in documents})
