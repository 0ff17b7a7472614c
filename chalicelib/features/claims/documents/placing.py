"""Files of the conversation that become documents of the claim."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.errors import Conflict
from chalicelib.base.languages import N_
from chalicelib.features.claims import events, service
from chalicelib.features.claims.documents.counting import count_document
from chalicelib.features.claims.documents.model import ClaimDocument, DocumentState
from chalicelib.features.claims.documents.slots import (
    find_slot,
    has_room,
    recounted,
    require_open,
    require_room,
    takes_documents,
)
from chalicelib.features.claims.documents.uploading import find_document
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.photo_counts import with_photos
from chalicelib.features.claims.processes import CHAT, SlotRule
from chalicelib.features.claims.staff_mails import told_if_complete
from chalicelib.features.claims.table import documents as rows
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.model import Caller

_NOT_OF_CHAT = N_("Only files of the conversation can be added to other documents of the claim.")
_NOT_THERE = N_("The file is not there: it has not arrived, or was refused.")


def place_document(caller: Caller, claim_id: str, document_id: str, slot: str) -> ClaimDocument:
    """Make a file of the conversation a document of the claim, by either side. Its message keeps it. Idempotent.

    Raises NotFound, Invalid at /slot, Conflict.
    """
    return retry_stale(lambda: _place(caller, claim_id, document_id, slot))


def check_placing(caller: Caller, claim_id: str, slot: str | None) -> None:
    """Raise Invalid for a slot that the claim has not. Raises NotFound."""
    claim = service.show_claim(caller, claim_id)
    if slot is not None:
        find_slot(claim, slot)


def slots_for(claim: Claim, document: ClaimDocument) -> list[SlotRule]:
    """Return the documents of a claim that a file of its conversation can become now."""
    if document.slot != CHAT or document.state is not DocumentState.RECEIVED or not takes_documents(claim):
        return []
    return [each for each in claim.slots if has_room(claim, each)]


def _place(caller: Caller, claim_id: str, document_id: str, code: str) -> ClaimDocument:
    claim = service.show_claim(caller, claim_id)
    document = find_document(claim, document_id)
    slot = find_slot(claim, code)
    if document.slot == code:
        return document
    if document.slot != CHAT:
        raise Conflict(_NOT_OF_CHAT, extra={"reason": "document-slot", "slot": document.slot})
    if document.state is not DocumentState.RECEIVED:
        raise Conflict(_NOT_THERE, extra={"reason": "document-state", "state": document.state})
    require_open(claim, code)
    require_room(claim, slot)
    after = document.model_copy(update={"slot": code, "version": document.version + 1})
    tx = Transaction()
    rows.replace_document(tx, document, after)
    count_document(tx, claim, document, after)
    rows.move_hash(tx, after)
    fresh = with_photos(recounted(claim, document, after))
    by_client = isinstance(caller, AreaCaller)
    changed = service.save(tx, claim, told_if_complete(tx, fresh) if by_client else fresh)
    said = {"document_id": document.id, "slot": code}
    events.note_apart(tx, changed, actor=caller.actor, type="claim.document.received", before=CHAT, **said)
    events.publish(tx, changed, "claim.document.received", **said)
    tx.commit()
    return after
