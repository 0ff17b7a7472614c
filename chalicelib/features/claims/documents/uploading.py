"""Use cases of documents on their way: announced, their form signed, removed, listed and downloaded.

Staff and clients have the same rules. A client's page calls the functions `..._for_client` with the clients whose
claims its person may see.
"""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.photo_bucket import UploadForm
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Findings, Invalid, NotFound, TooLarge, UnsupportedMedia
from chalicelib.base.ids import new_ulid
from chalicelib.base.languages import N_
from chalicelib.base.words import line
from chalicelib.features.claims import events, service
from chalicelib.features.claims.documents.keys import archives_of, original_key, preview_key
from chalicelib.features.claims.documents.kinds import MOST_BYTES, PDF
from chalicelib.features.claims.documents.model import ClaimDocument, DocumentState
from chalicelib.features.claims.documents.reasons import slot_name
from chalicelib.features.claims.documents.refusals import DocumentRefusal
from chalicelib.features.claims.documents.slots import (
    find_slot,
    may_remove,
    recounted,
    require_open,
    require_room,
)
from chalicelib.features.claims.following import tell_of_document
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.stages import Side
from chalicelib.features.claims.table import documents as rows
from chalicelib.features.photos.imaging.formats import ACCEPTED_MEDIA_TYPES
from chalicelib.features.photos.service.deadlines import due
from chalicelib.identity.model import Caller

#: Documents that one may announce in an hour.
_PER_HOUR, _HOUR = 240, 3600
_DOWNLOAD_SECONDS = 300
#: Types that a sender may announce: phones and browsers have several names for pictures.
_ANNOUNCED = frozenset({PDF, *ACCEPTED_MEDIA_TYPES})
NO_CLAIM = N_("There is no such claim.")
NO_DOCUMENT = N_("There is no such document.")
_TYPE = N_("Documents are PDF files or pictures: JPEG, PNG, HEIC, WebP.")
_LARGE = N_("A document can have at most 25 MB. Scan it at a lower resolution, or send it in several parts.")
_TAKEN = N_("This document_id belongs to another document. Make a new one.")
_NOT_THERE = N_("The file is not there: it has not arrived, or was refused.")
_NOT_REMOVABLE = N_("This document can't be removed any more: it is being reviewed, or was accepted.")


class AnnouncedDocument(NamedTuple):
    """A document as its sender announces it."""

    document_id: str
    slot: str
    file_name: str
    bytes: int
    content_type: str
    sha256: str


class Reservation(NamedTuple):
    """A document that was announced, and the form that sends it; None if it needs none any more."""

    document: ClaimDocument
    form: UploadForm | None


def announce_document(caller: Caller, claim_id: str, announced: AnnouncedDocument) -> Reservation:
    """Announce a document, or return the one of this id. Idempotent.

    Raises NotFound, UnsupportedMedia, TooLarge, Invalid, Conflict, QuotaExceeded.
    """
    return _announce(lambda: service.show_claim(caller, claim_id), caller.actor, announced)


def announce_for_client(
    account_id: str, claim_id: str, announced: AnnouncedDocument, *, clients: Collection[str], actor: str
) -> Reservation:
    """Announce a document of a claim of one of these clients, as `announce_document` does."""
    return _announce(lambda: _of_clients(account_id, claim_id, clients), actor, announced)


def check_document(caller: Caller, claim_id: str, announced: AnnouncedDocument) -> None:
    """Raise Invalid with the objections to an announced document; a field that is None was not read."""
    _objections(service.show_claim(caller, claim_id), announced).demand_none()


def check_for_client(account_id: str, claim_id: str, announced: AnnouncedDocument, *, clients: Collection[str]) -> None:
    """Raise Invalid with the objections to a document of a claim of one of these clients, as `check_document` does."""
    _objections(_of_clients(account_id, claim_id, clients), announced).demand_none()


def announce_plain(caller: Caller, claim_id: str, slot: str, *, file_name: str = "") -> ClaimDocument:
    """Announce a document that a form without script sends: its bytes tell the rest. Raises as `announce_document`."""
    return _announce_plain(lambda: service.show_claim(caller, claim_id), caller.actor, slot, file_name)


def announce_plain_for_client(
    account_id: str, claim_id: str, slot: str, *, clients: Collection[str], actor: str
) -> ClaimDocument:
    """Announce a document of a claim of one of these clients, as `announce_plain` does."""
    return _announce_plain(lambda: _of_clients(account_id, claim_id, clients), actor, slot, "")


def sign_plain(document: ClaimDocument, *, back_to: str) -> UploadForm:
    """Return a form that sends any file without script; S3 leads to an address then."""
    return photo_bucket.sign_plain_upload(key=original_key(document), back_to=back_to)


def has_arrived(document: ClaimDocument) -> bool:
    """Return True if the bytes of an awaited document are there and are being inspected."""
    return photo_bucket.holds(original_key(document))


def list_documents(claim: Claim) -> list[ClaimDocument]:
    """Return the documents of a claim that the caller may know of, oldest first. Query."""
    return rows.list_documents(claim.account_id, claim.id)


def find_document(claim: Claim, document_id: str) -> ClaimDocument:
    """Return a document of a claim that the caller may know of. GetItem. Raises NotFound."""
    document = rows.get_document(claim.account_id, claim.id, document_id)
    if document is None:
        raise NotFound(NO_DOCUMENT)
    return document


def download_url(document: ClaimDocument, *, label: str) -> str:
    """Return the presigned address of a document, saved by browsers and good for 5 minutes. Raises Conflict.

    `label`: the name of its slot, for a file without a name.
    """
    if not document.is_stored:
        raise Conflict(_NOT_THERE, extra={"reason": "document-state", "state": document.state})
    return photo_bucket.sign_download(
        original_key(document),
        version_id=document.version_id,
        file_name=document.download_name(label),
        content_type=document.content_type,
        seconds=_DOWNLOAD_SECONDS,
    )


def preview_url(document: ClaimDocument) -> str | None:
    """Return the presigned address of a document's picture; None if it has none."""
    shown = document.has_preview and document.is_stored
    return photo_bucket.sign_download(preview_key(document)) if shown else None


def remove_document(caller: Caller, claim_id: str, document_id: str) -> None:
    """Remove a document with its bytes; the history keeps its id. Raises NotFound, Conflict for an accepted one."""
    _remove(lambda: service.show_claim(caller, claim_id), document_id, actor=caller.actor, side=Side.STAFF)


def remove_for_client(
    account_id: str, claim_id: str, document_id: str, *, clients: Collection[str], actor: str
) -> None:
    """Remove a document of a claim of one of these clients. Raises NotFound, Conflict once it is being reviewed."""
    _remove(lambda: _of_clients(account_id, claim_id, clients), document_id, actor=actor, side=Side.CLIENT)


def _announce(read: Callable[[], Claim], actor: str, announced: AnnouncedDocument) -> Reservation:
    _require_acceptable(read(), announced)
    count_attempt("claim-documents", actor, limit=_PER_HOUR, seconds=_HOUR)
    return retry_stale(lambda: _reserve(read(), actor, announced))


def _require_acceptable(claim: Claim, announced: AnnouncedDocument) -> None:
    """Raise UnsupportedMedia or TooLarge, which name all wrong fields."""
    first = next(iter(_unacceptable(announced)), None)
    if first is not None:
        error = (UnsupportedMedia if first.pointer == "/content_type" else TooLarge)(first.message)
        error.errors = _objections(claim, announced).errors
        raise error


def _objections(claim: Claim, announced: AnnouncedDocument) -> Findings:
    found = Findings()
    found.add(_unacceptable(announced))
    if announced.slot is not None:
        with found:
            find_slot(claim, announced.slot)
    return found


def _unacceptable(announced: AnnouncedDocument) -> Iterable[FieldError]:
    if announced.content_type is not None and announced.content_type not in _ANNOUNCED:
        yield FieldError("/content_type", _TYPE)
    if announced.bytes is not None and announced.bytes > MOST_BYTES:
        yield FieldError("/bytes", _LARGE)


def _reserve(claim: Claim, actor: str, announced: AnnouncedDocument) -> Reservation:
    known = rows.get_document(claim.account_id, claim.id, announced.document_id)
    if known is not None and known.state is not DocumentState.EXPIRED:
        return _again(claim, known, announced)
    moment = now()
    document = ClaimDocument(
        id=announced.document_id,
        account_id=claim.account_id,
        claim_id=claim.id,
        slot=announced.slot,
        file_name=line(announced.file_name),
        content_type=announced.content_type,
        bytes=announced.bytes,
        sha256=announced.sha256,
        added_at=moment,
        added_by=actor,
        due_at=due(moment),
        version=known.version + 1 if known else 1,
    )
    _write_reserved(claim, known, document)
    return Reservation(document, _form(document))


def _announce_plain(read: Callable[[], Claim], actor: str, slot: str, file_name: str) -> ClaimDocument:
    read()
    count_attempt("claim-documents", actor, limit=_PER_HOUR, seconds=_HOUR)

    def reserve() -> ClaimDocument:
        claim, moment = read(), now()
        document = ClaimDocument(
            id=new_ulid(),
            account_id=claim.account_id,
            claim_id=claim.id,
            slot=slot,
            file_name=line(file_name),
            added_at=moment,
            added_by=actor,
            due_at=due(moment),
        )
        _write_reserved(claim, None, document)
        return document

    return retry_stale(reserve)


def _write_reserved(claim: Claim, known: ClaimDocument | None, document: ClaimDocument) -> None:
    slot = find_slot(claim, document.slot)
    require_open(claim, slot.code)
    twin = rows.get_twin(claim.account_id, claim.id, document.sha256) if document.sha256 else None
    if twin is not None:
        extra = {"reason": "duplicate", "slot": twin.slot, "document_id": twin.document_id}
        raise Conflict(DocumentRefusal.DUPLICATE.message, extra=extra, slot=slot_name(claim, twin.slot))
    require_room(claim, slot)
    tx = Transaction()
    if known is None:
        rows.insert_document(tx, document)
    else:
        rows.replace_document(tx, known, document)
    tell_of_document(tx, document)
    service.save(tx, claim, recounted(claim, known, document))
    tx.commit()


def _again(claim: Claim, known: ClaimDocument, announced: AnnouncedDocument) -> Reservation:
    """Return the document of an id that is announced again, its form signed anew while its bytes are awaited."""
    if (known.slot, known.sha256) != (announced.slot, announced.sha256):
        raise Invalid([FieldError("/document_id", _TAKEN)])
    if known.state is not DocumentState.RESERVED:
        return Reservation(known, None)
    require_open(claim, known.slot)
    awaited, tx = known.model_copy(update={"due_at": due(now()), "version": known.version + 1}), Transaction()
    rows.replace_document(tx, known, awaited)
    tx.commit()
    return Reservation(awaited, _form(awaited))


def _form(document: ClaimDocument) -> UploadForm:
    return photo_bucket.sign_upload(
        key=original_key(document),
        content_type=str(document.content_type),
        size=int(document.bytes or 0),
        sha256=str(document.sha256),
    )


def _remove(read: Callable[[], Claim], document_id: str, *, actor: str, side: Side) -> None:
    def remove() -> ClaimDocument:
        claim = read()
        document = find_document(claim, document_id)
        if not may_remove(claim, document, side):
            raise Conflict(_NOT_REMOVABLE, extra={"reason": "document-state", "state": document.state})
        tx = Transaction()
        rows.delete_document(tx, document)
        tell_of_document(tx, document, removed=True)
        if document.state is DocumentState.RECEIVED:
            rows.delete_hash(tx, document)
        changed = service.save(tx, claim, recounted(claim, document, None))
        events.note_apart(
            tx, changed, actor=actor, type="claim.document.removed", document_id=document.id, slot=document.slot
        )
        tx.commit()
        return document

    document = retry_stale(remove)
    if document.is_stored:
        photo_bucket.erase_under(archives_of(document.account_id, document.claim_id))
    photo_bucket.erase([original_key(document), preview_key(document)])


def _of_clients(account_id: str, claim_id: str, clients: Collection[str]) -> Claim:
    claim = service.load_claim(account_id, claim_id)
    if claim.client_id is None or claim.client_id not in clients:
        raise NotFound(NO_CLAIM)
    return claim
