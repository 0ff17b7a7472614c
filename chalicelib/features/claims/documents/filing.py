"""File a document: read -> inspect -> decide -> write. Each step can run again.

AWS calls for a document that arrives as it should: two GetItem, one GetObject, one PutObject, one transaction.
Beside them, a Query of photos for each slot that these fill, and a GetItem of the case if it was the last document.
"""

import hashlib
from typing import Any, NamedTuple

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError
from chalicelib.base.observability import alarm, log
from chalicelib.features.claims import events, service
from chalicelib.features.claims.documents.counting import count_document
from chalicelib.features.claims.documents.inspection import Inspected, inspect
from chalicelib.features.claims.documents.keys import (
    DocumentPlace,
    original_key,
    parse_key,
    place_of,
    preview_key,
)
from chalicelib.features.claims.documents.kinds import MOST_BYTES
from chalicelib.features.claims.documents.model import UNDECIDED, ClaimDocument, DocumentState
from chalicelib.features.claims.documents.refusals import DocumentRefusal, Twin, Unacceptable
from chalicelib.features.claims.documents.slots import has_room, recounted
from chalicelib.features.claims.following import tell_of_document
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.photo_counts import with_photos
from chalicelib.features.claims.staff_mails import told_if_complete
from chalicelib.features.claims.table import documents as rows
from chalicelib.identity.principals import System, actor_of, user_id_of
from chalicelib.sandbox.allowance import Allowance, whole

_SYSTEM = actor_of(System())


class Arrived(NamedTuple):
    """An object that S3 says is there; no version means the latest."""

    key: str
    version_id: str | None


class NotArrived(Exception):
    """The object isn't there."""


class _Known(NamedTuple):
    claim: Claim
    document: ClaimDocument


class _Seen(NamedTuple):
    """The facts of an inspected document."""

    inspected: Inspected
    sha256: str
    stored: photo_bucket.Stored


class _HasTwin(DomainError):
    """The claim has a document with the same bytes."""

    def __init__(self, twin: Twin) -> None:
        super().__init__("")
        self.twin = twin


def file_document(arrived: Arrived, *, allowance: Allowance | None = None) -> DocumentState | None:
    """File one object as a document, or refuse it with a reason. Returns its state, None for a foreign key.

    Raises NotArrived if there is no such object, Unfinished when a short allowance was not enough to judge it.
    """
    place = parse_key(arrived.key)
    if place is None:
        alarm("object with a key that is no document's")
        return None
    document = rows.get_document(*place)
    if document is None:  # it was removed while it was under way, or its claim was erased
        log("warning", "object without a document", claim_id=place.claim_id, document_id=place.document_id)
        photo_bucket.erase([arrived.key])
        return None
    if document.state not in UNDECIDED:
        return _repeated(document, arrived)
    return _decide(document, arrived, allowance or whole())


def _repeated(document: ClaimDocument, arrived: Arrived) -> DocumentState:
    """Leave a document as it is whose first version counted; another version is erased."""
    log("info", "event repeated", document_id=document.id, status=document.state, version_id=arrived.version_id)
    if arrived.version_id is not None and arrived.version_id != document.version_id:
        photo_bucket.erase_version(arrived.key, arrived.version_id)
    return document.state


def _decide(document: ClaimDocument, arrived: Arrived, allowance: Allowance) -> DocumentState | None:
    place = place_of(document)
    try:
        seen = _inspect_first(document, arrived, allowance)
    except Unacceptable as refusal:
        return _turn_away(place, refusal.reason)
    if seen.inspected.preview is not None:
        photo_bucket.write_rendition(preview_key(document), seen.inspected.preview)
    try:
        return retry_stale(lambda: _receive(place, seen))
    except _HasTwin as duplicate:
        return _turn_away(place, DocumentRefusal.DUPLICATE, duplicate.twin)
    except Unacceptable as refusal:
        return _turn_away(place, refusal.reason)


def _inspect_first(document: ClaimDocument, arrived: Arrived, allowance: Allowance) -> _Seen:
    """Return the facts of a document. Raises Unacceptable if the object's first version can't be taken in.

    Limits: both versions together have one allowance.
    """
    try:
        return _inspect(document, arrived, allowance)
    except Unacceptable:
        # Events come in any order and the sweep reads the latest: a later version may have been put over the document.
        first = photo_bucket.first_version(arrived.key)
        if first in (None, arrived.version_id):
            raise
        return _inspect(document, arrived._replace(version_id=first), allowance)


def _inspect(document: ClaimDocument, arrived: Arrived, allowance: Allowance) -> _Seen:
    """Return the facts of a document. Raises Unacceptable; nothing is opened before its hash and size are known."""
    try:
        stored = photo_bucket.read(arrived.key, version_id=arrived.version_id, at_most=MOST_BYTES)
    except photo_bucket.ObjectMissing as error:
        raise NotArrived(arrived.key) from error
    except photo_bucket.ObjectTooLarge as error:
        raise Unacceptable(DocumentRefusal.TOO_LARGE) from error
    sha256 = hashlib.sha256(stored.data).hexdigest()
    if document.sha256 not in (None, sha256):
        raise Unacceptable(DocumentRefusal.CHECKSUM_MISMATCH)
    return _Seen(inspect(stored.data, allowance=allowance), sha256, stored)


def _receive(place: DocumentPlace, seen: _Seen) -> DocumentState | None:
    """Write that a document is there. Raises Unacceptable for one that came late and has no room any more."""
    known = _read(place)
    if known is None or known.document.state not in UNDECIDED:
        return known.document.state if known else None
    claim, document = known
    slot = claim.rules.slot(document.slot)
    if document.state is DocumentState.EXPIRED and (slot is None or not has_room(claim, slot)):
        raise Unacceptable(DocumentRefusal.TOO_MANY)
    received = document.model_copy(update=_facts_of(seen) | {"version": document.version + 1})
    tx = Transaction()
    rows.replace_document(tx, document, received)
    count_document(tx, claim, document, received)
    tell_of_document(tx, received)
    rows.insert_hash(tx, received, otherwise=lambda raw: _HasTwin(rows.twin_of(raw)))
    fresh = with_photos(recounted(claim, document, received))
    by_staff = user_id_of(received.added_by) is not None
    changed = service.save(tx, claim, fresh if by_staff else told_if_complete(tx, fresh))
    _tell(tx, changed, received, "claim.document.received")
    tx.commit()
    milliseconds = int((now() - seen.stored.stored_at).total_seconds() * 1000)
    log("info", "document_filed", document_id=document.id, bytes=received.bytes, milliseconds=milliseconds)
    return received.state


def _facts_of(seen: _Seen) -> dict[str, object]:
    return {
        "state": DocumentState.RECEIVED,
        "content_type": seen.inspected.content_type,
        "bytes": len(seen.stored.data),
        "sha256": seen.sha256,
        "pages": seen.inspected.pages,
        "flags": seen.inspected.flags,
        "has_preview": seen.inspected.preview is not None,
        "version_id": seen.stored.version_id,
        "received_at": now(),
    }


def _turn_away(place: DocumentPlace, reason: DocumentRefusal, twin: Twin | None = None) -> DocumentState | None:
    """Refuse a document, and keep nothing of its bytes; one that was taken in meanwhile stays."""
    document = retry_stale(lambda: _refuse(place, reason, twin))
    if document is not None and document.state is DocumentState.REFUSED:
        photo_bucket.erase([original_key(document), preview_key(document)])
    return document.state if document else None


def _refuse(place: DocumentPlace, reason: DocumentRefusal, twin: Twin | None) -> ClaimDocument | None:
    known = _read(place)
    if known is None or known.document.state not in UNDECIDED:
        return known.document if known else None
    claim, document = known
    changes: dict[str, Any] = {"state": DocumentState.REFUSED, "refusal": reason, "twin": twin, "decided_at": now()}
    refused = document.model_copy(update=changes | {"version": document.version + 1})
    tx = Transaction()
    rows.replace_document(tx, document, refused)
    count_document(tx, claim, document, refused)
    tell_of_document(tx, refused)
    changed = service.save(tx, claim, recounted(claim, document, refused))
    _tell(tx, changed, refused, "claim.document.refused", reason=reason)
    tx.commit()
    log("info", "document refused", document_id=document.id, claim_id=claim.id, reason=reason)
    return refused


def _tell(tx: Transaction, claim: Claim, document: ClaimDocument, type: str, **data: object) -> None:  # noqa: A002
    said = {"document_id": document.id, "slot": document.slot, **data}
    events.note_apart(tx, claim, actor=document.added_by if not data else _SYSTEM, type=type, **said)
    events.publish(tx, claim, type, **said)


def _read(place: DocumentPlace) -> _Known | None:
    claim, document = service.find_claim(place.account_id, place.claim_id), rows.get_document(*place)
    return _Known(claim, document) if claim and document else None
