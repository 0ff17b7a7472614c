"""The handler of due documents: those whose event was lost, and those that never came."""

from chalicelib.aws import photo_bucket, s3_events
from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.observability import log
from chalicelib.base.settings import settings
from chalicelib.features.claims import service
from chalicelib.features.claims.documents.keys import original_key
from chalicelib.features.claims.documents.model import ClaimDocument, DocumentState
from chalicelib.features.claims.documents.slots import recounted
from chalicelib.features.claims.following import tell_of_document
from chalicelib.features.claims.table import documents as rows


def handle_document(due: Due) -> None:
    """Report a document whose event was lost; return the place of one that never came."""
    account_id, _, claim_id = due.pk.partition("#")
    document = rows.get_document(account_id, claim_id, due.sk.partition("#")[2])
    if document is None or document.state is not DocumentState.RESERVED or document.due_at > now():
        return
    if photo_bucket.holds(original_key(document)):
        s3_events.report_again(original_key(document), queue_url=settings().queue_url("document-events"))
        log("warning", "document_repaired", document_id=document.id)
    else:
        retry_stale(lambda: _expire(document))
        log("info", "document expired", document_id=document.id, claim_id=claim_id)


def _expire(seen: ClaimDocument) -> None:
    claim = service.find_claim(seen.account_id, seen.claim_id)
    document = rows.get_document(seen.account_id, seen.claim_id, seen.id)
    if document is None or document.state is not DocumentState.RESERVED or document.due_at > now():
        return
    expired = document.model_copy(update={"state": DocumentState.EXPIRED, "version": document.version + 1})
    tx = Transaction()
    rows.replace_document(tx, document, expired)
    tell_of_document(tx, expired)
    if claim is not None:
        service.save(tx, claim, recounted(claim, document, expired))
    tx.commit()
