"""Reasons for which documents were refused, and names of slots, in words."""

from chalicelib.base.languages import Language, Name, text
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.model import Claim


def slot_label(claim: Claim, code: str, language: Language) -> str:
    """Return the name of a slot, of one that the rules have no more its code."""
    slot = claim.rules.slot(code)
    return slot.label(language) if slot else code


def slot_name(claim: Claim, code: str) -> Name:
    """Return the name of a slot as a value of a sentence, whose language is known where it is shown."""
    slot = claim.rules.slot(code)
    return Name(slot.labels if slot else {}, code)


def reason_of(claim: Claim, document: ClaimDocument, language: Language) -> str:
    """Return the reason for which a document was refused, in words; empty for any other."""
    if document.refusal is None:
        return document.reason
    places = {"slot": slot_label(claim, document.twin.slot, language)} if document.twin else {}
    return text(language, document.refusal.message, **places)
