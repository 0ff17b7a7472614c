"""Verdicts of staff on documents, one by one, and the end of documents with their claim."""

from collections.abc import Callable
from functools import partial

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError
from chalicelib.base.languages import N_
from chalicelib.features.claims import events, service
from chalicelib.features.claims.documents.counting import count_document
from chalicelib.features.claims.documents.keys import archives_of, prefixes_of
from chalicelib.features.claims.documents.model import JUDGED, ClaimDocument, DocumentState
from chalicelib.features.claims.documents.reasons import slot_name
from chalicelib.features.claims.documents.refusals import DocumentRefusal
from chalicelib.features.claims.documents.slots import recounted, require_open, require_room
from chalicelib.features.claims.documents.uploading import find_document
from chalicelib.features.claims.following import tell_of_document
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.processes import CHAT
from chalicelib.features.claims.table import documents as rows
from chalicelib.features.claims.telling.queueing import ask_papers
from chalicelib.identity.model import Caller

_UNSEEN = N_("The file has not arrived yet, so there is nothing to judge.")
_OF_CHAT = N_("This file was sent in the conversation. Add it to a document of the claim first, then judge it.")
_OF_INSPECTION = N_("The inspection refused this file and kept nothing of it. Ask for another one.")


def accept_document(caller: Caller, claim_id: str, document_id: str) -> ClaimDocument:
    """Accept a document, one that was refused before, too. Idempotent. Raises NotFound, Conflict."""

    def judge(claim: Claim, document: ClaimDocument, tx: Transaction) -> ClaimDocument | None:
        if document.state is DocumentState.ACCEPTED:
            return None
        if document.state is DocumentState.REFUSED:
            slot = claim.rules.slot(document.slot)
            if slot is not None:
                require_room(claim, slot)
            rows.insert_hash(tx, document, otherwise=partial(_duplicate, claim))
        return _judged(document, caller, state=DocumentState.ACCEPTED, reason="")

    return _judge(caller, claim_id, document_id, judge, "claim.document.accepted")


def refuse_document(caller: Caller, claim_id: str, document_id: str, *, reason: str) -> ClaimDocument:
    """Refuse a document for a reason in words, an accepted one, too. Idempotent. Raises NotFound, Conflict.

    While the claim waits for documents, the client is told of all refused ones in some minutes; under review, when
    documents are asked for again.
    """

    def judge(_: Claim, document: ClaimDocument, tx: Transaction) -> ClaimDocument | None:
        if document.state is DocumentState.REFUSED and document.reason == reason:
            return None
        if document.state is not DocumentState.REFUSED:
            rows.delete_hash(tx, document)
        return _judged(document, caller, state=DocumentState.REFUSED, reason=reason)

    return _judge(caller, claim_id, document_id, judge, "claim.document.refused")


def erase_documents(account_id: str, claim_id: str) -> None:
    """Erase the documents of a claim with all versions of their bytes. Idempotent."""
    for prefix in prefixes_of(account_id, claim_id):
        photo_bucket.erase_under(prefix)
    photo_bucket.erase_under(archives_of(account_id, claim_id))
    rows.delete_rows(account_id, claim_id)


type _Judge = Callable[[Claim, ClaimDocument, Transaction], ClaimDocument | None]


def _judge(caller: Caller, claim_id: str, document_id: str, judge: _Judge, type: str) -> ClaimDocument:  # noqa: A002
    def write() -> ClaimDocument:
        claim = service.show_claim(caller, claim_id)
        document = find_document(claim, document_id)
        _require_seen(document)
        _require_slot(document)
        require_open(claim)
        tx = Transaction()
        after = judge(claim, document, tx)
        if after is None:
            return document
        rows.replace_document(tx, document, after)
        count_document(tx, claim, document, after)
        tell_of_document(tx, after)
        fresh = recounted(claim, document, after)
        refused = after.state is DocumentState.REFUSED
        changed = service.save(tx, claim, ask_papers(tx, fresh) if refused else fresh)
        said = {"document_id": document.id, "slot": document.slot}
        by_staff = {"reason": "staff"} if refused else {}
        noted = {"reason": after.reason} if after.reason else {}
        events.note_apart(tx, changed, actor=caller.actor, type=type, **said, **noted)
        events.publish(tx, changed, type, **said, **by_staff)
        tx.commit()
        return after

    return retry_stale(write)


def _require_slot(document: ClaimDocument) -> None:
    if document.slot == CHAT:
        raise Conflict(_OF_CHAT, extra={"reason": "document-slot", "slot": document.slot})


def _require_seen(document: ClaimDocument) -> None:
    if document.state not in JUDGED:
        raise Conflict(_UNSEEN, extra={"reason": "document-state", "state": document.state})
    if document.refusal is not None:
        raise Conflict(_OF_INSPECTION, extra={"reason": document.refusal, "state": document.state})


def _judged(document: ClaimDocument, caller: Caller, *, state: DocumentState, reason: str) -> ClaimDocument:
    by = {"decided_at": now(), "decided_by": caller.actor, "version": document.version + 1}
    return document.model_copy(update={"state": state, "reason": reason, **by})


def _duplicate(claim: Claim, raw: dict[str, object] | None) -> DomainError:
    twin = rows.twin_of(raw)
    extra = {"reason": "duplicate", "slot": twin.slot, "document_id": twin.document_id}
    return Conflict(DocumentRefusal.DUPLICATE.message, extra=extra, slot=slot_name(claim, twin.slot))
