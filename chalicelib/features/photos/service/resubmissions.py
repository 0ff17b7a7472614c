"""Second photos of a plain form that was sent twice: each gets a place of its own.

A browser goes back to the form as it was, and its owner picks the next photo: S3 keeps both as versions of one key. The
first one filed is the upload's. Another is copied to a key of its own, whose event has it filed as any other.
"""

import hashlib

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError
from chalicelib.base.ids import derived_ulid
from chalicelib.base.observability import log
from chalicelib.features.photos import table
from chalicelib.features.photos.model import MAX_BYTES, Upload, UploadStatus
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.features.photos.service.deadlines import due
from chalicelib.features.photos.service.keys import keys_of


class _There(DomainError):
    """The photo has its place."""


class _Again(DomainError):
    """The photo has its place, and may not have been copied there."""


class _NoRoom(DomainError):
    """The request takes no more."""


def make_room(filed: Upload, version_id: str | None) -> None:
    """Reserve a slot and a key for a later version of a filed plain upload, if it is another photo."""
    key, _, _ = keys_of(filed)
    if not filed.plain or version_id in (None, filed.version_id):
        return
    try:
        stored = photo_bucket.read(key, version_id=version_id, at_most=MAX_BYTES)
    except (photo_bucket.ObjectMissing, photo_bucket.ObjectTooLarge):
        return
    if hashlib.sha256(stored.data).hexdigest() == filed.sha256:
        return  # the same photo, sent again
    own = _upload_like(filed, str(version_id))
    if retry_stale(lambda: _take_slot(own)):
        photo_bucket.copy(key, version_id=str(version_id), to=keys_of(own)[0])
        log("info", "second photo of a form", photo_id=own.photo_id, case_id=own.case_id)


def _upload_like(filed: Upload, version_id: str) -> Upload:
    moment = now()
    return Upload(
        account_id=filed.account_id,
        case_id=filed.case_id,
        request_id=filed.request_id,
        # by the version, so that a repeated event finds it there
        photo_id=derived_ulid(f"{filed.photo_id}#{version_id}", moment=filed.reserved_at),
        category=filed.category,
        plain=True,
        reserved_at=moment,
        due_at=due(moment),
    )


def _take_slot(upload: Upload) -> bool:
    """Reserve; a photo for which there is no room is rejected, so that its owner learns of it."""
    tx = Transaction()
    table.reserve(
        tx,
        upload,
        now=upload.reserved_at,
        exists=lambda raw: _There("") if table.upload_of(raw or {}).status != UploadStatus.RESERVED else _Again(""),
        duplicate=lambda _: _There(""),
        refused=lambda _: _NoRoom(""),
    )
    try:
        tx.commit()
    except _There:
        return False
    except _NoRoom:
        _reject(upload)
        return False
    except _Again:
        return True
    return True


def _reject(upload: Upload) -> None:
    request = table.get_request(upload.account_id, upload.case_id, upload.request_id)
    if request is None or request.rejected >= table.MAX_RESERVATIONS:  # more come from a script, not an owner
        return
    tx = Transaction()
    refused = {"status": UploadStatus.REJECTED, "reason": RejectionReason.TOO_MANY}
    table.add_upload(tx, upload.model_copy(update=refused))
    changes = {"rejected": request.rejected + 1, "version": request.version + 1}
    table.write_request(tx, request.model_copy(update=changes), replacing=request)
    tx.commit()
