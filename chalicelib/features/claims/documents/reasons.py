"""Reasons for which documents were refused, and names of slots, in words."""

from chalicelib.base.languages import Language, text
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.model import Claim


def slot_label(claim: Claim, code: str, language: Language) -> str:
    """Return the name of a slot, of one that the rules have no more its code."""
    slot = claim.rules.slot(code)
    return slot.label(language) if slot else code


def reason_of(claim: Claim, document: ClaimDocument, language: Language) -> str:
    """Return the reason for which a document was refused, in words; empty for any other."""
    if document.refusal is None:
        return document.reason
    places = {"slot": slot_label(claim, document.twin.slot, language)} if document.twin else {}
    return text(language, document.refusal.message, **places)
