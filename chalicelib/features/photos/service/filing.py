"""File an upload into its case: read -> inspect -> decide -> render -> write. Each step can run again.

AWS calls for a photo that arrives as it should: one BatchGetItem, one GetObject, two PutObjects, one transaction.
"""

import hashlib
import re
from typing import NamedTuple

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError
from chalicelib.base.ids import new_id
from chalicelib.base.observability import alarm, log
from chalicelib.features.cases import changes
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import TimelineEntry
from chalicelib.features.cases.news import tell_staff
from chalicelib.features.photos import table
from chalicelib.features.photos.imaging import ExifFacts, ImageType, Renditions
from chalicelib.features.photos.model import (
    MAX_BYTES,
    Attachment,
    Found,
    PhotoRequest,
    RequestStatus,
    Upload,
    UploadStatus,
    file_name,
)
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from chalicelib.features.photos.sandbox.examination import examine, warm_up
from chalicelib.features.photos.service.keys import keys_of, parse_key
from chalicelib.features.photos.service.parents import Parents, place_of, read_parents
from chalicelib.features.photos.service.recording import SYSTEM
from chalicelib.features.photos.service.removal import erase
from chalicelib.features.photos.service.resubmissions import make_room
from chalicelib.outbox import service as notifications
from chalicelib.sandbox.allowance import Allowance, whole
from chalicelib.tenancy import service as accounts

#: States in which the bytes still matter: an upload that was given up may arrive after all.
_UNDECIDED = frozenset({UploadStatus.RESERVED, UploadStatus.EXPIRED})
#: Rejections that staff are not told of: the photo is in the case already, or they closed the request themselves.
_NO_NEWS = frozenset({RejectionReason.DUPLICATE, RejectionReason.WITHDRAWN})


class Arrived(NamedTuple):
    """An object that S3 says is there; no version means the latest."""

    key: str
    version_id: str | None


class _Photo(NamedTuple):
    """The facts of an examined photo."""

    renditions: Renditions
    exif: ExifFacts
    content_type: ImageType
    sha256: str
    stored: photo_bucket.Stored


class NotArrived(Exception):
    """The object isn't there."""


class _Withdrawn(Exception):
    """The request was revoked before the photo was filed."""


class _Twin(DomainError):
    """The request has a photo with the same bytes: its owner sent it twice, or again when it seemed lost."""


def file_photo(arrived: Arrived, *, allowance: Allowance | None = None) -> UploadStatus | None:
    """File one object into its case, or reject it with a reason. Returns the upload's state, None for a foreign key.

    Raises NotArrived if there is no such object, Unfinished when a short allowance was not enough to judge it.
    """
    found = parse_key(arrived.key)
    if found is None:
        alarm("object with a key that is not ours", key_shape=_shape(arrived.key))
        return None
    parents = read_parents(found)
    if parents is None:
        alarm("object without an upload", account_id=found.account_id, case_id=found.case_id, photo_id=found.sort_key)
        return None
    if parents.upload.status in _UNDECIDED:
        status = _decide(arrived, parents, allowance or whole())
    else:
        status = parents.upload.status  # the first version counted; this one is recorded, never adopted
        log("info", "event repeated", photo_id=found.sort_key, status=status, version_id=arrived.version_id)
        if status == UploadStatus.FILED:
            _see_to_other(parents.upload, arrived.version_id)
    revoked = parents.request.status == RequestStatus.REVOKED and status != UploadStatus.FILED
    if status == UploadStatus.REMOVED or revoked:
        erase(parents.upload)  # it was taken back, or nobody asks for it any more, while it was under way
    return status


def _see_to_other(filed: Upload, version_id: str | None) -> None:
    """Move another photo of a plain form to its own place, then erase a version that no attachment pins."""
    make_room(filed, version_id)
    if version_id is not None and filed.version_id not in (None, version_id):
        photo_bucket.erase_version(keys_of(filed)[0], version_id)


def _decide(arrived: Arrived, parents: Parents, allowance: Allowance) -> UploadStatus | None:
    found = place_of(parents.upload)
    if parents.request.status == RequestStatus.REVOKED:
        return _turn_away(parents.upload)
    try:
        photo = _examine_first(arrived, parents.upload, allowance)
    except Unacceptable as refusal:
        reason = refusal.reason
        return retry_stale(lambda: _reject(found, reason))
    _, preview_key, thumbnail_key = keys_of(parents.upload)
    photo_bucket.write_rendition(preview_key, photo.renditions.preview)
    photo_bucket.write_rendition(thumbnail_key, photo.renditions.thumbnail)
    first = [parents]  # the first try writes over the parents that were read already
    try:
        status = retry_stale(lambda: _file(first.pop() if first else read_parents(found), photo))
    except _Withdrawn:
        return _turn_away(parents.upload)
    if status != UploadStatus.FILED:
        photo_bucket.erase([preview_key, thumbnail_key])  # it came too late: an upload that isn't filed has no pictures
    return status


def _turn_away(upload: Upload) -> UploadStatus | None:
    """Reject a photo of a request that was revoked, and keep nothing of it; one that was filed before stays."""
    status = retry_stale(lambda: _reject(place_of(upload), RejectionReason.WITHDRAWN))
    if status != UploadStatus.FILED:
        erase(upload)
    return status


def _examine_first(arrived: Arrived, upload: Upload, allowance: Allowance) -> _Photo:
    """Return the facts of a photo. Raises Unacceptable if the object's first version can't be filed.

    Limits: both versions together have one allowance.
    """
    warm_up()
    try:
        return _examine(arrived, upload, allowance)
    except Unacceptable:
        # Events come in any order and the sweep reads the latest: a later version may have been put over the photo.
        first = photo_bucket.first_version(arrived.key)
        if first in (None, arrived.version_id):
            raise
        return _examine(arrived._replace(version_id=first), upload, allowance)


def _examine(arrived: Arrived, upload: Upload, allowance: Allowance) -> _Photo:
    """Return the facts of a photo. Raises Unacceptable; nothing is decoded before hash, type and size are known."""
    try:
        stored = photo_bucket.read(arrived.key, version_id=arrived.version_id, at_most=MAX_BYTES)
    except photo_bucket.ObjectMissing as error:
        raise NotArrived(arrived.key) from error
    except photo_bucket.ObjectTooLarge as error:
        raise Unacceptable(RejectionReason.TOO_LARGE) from error
    sha256 = hashlib.sha256(stored.data).hexdigest()
    if upload.sha256 not in (None, sha256):
        raise Unacceptable(RejectionReason.CHECKSUM_MISMATCH)
    examined = examine(stored.data, declared_type=upload.content_type, allowance=allowance)
    return _Photo(
        renditions=examined.renditions,
        exif=examined.exif,
        content_type=examined.image_type,
        sha256=sha256,
        stored=stored,
    )


def _file(parents: Parents | None, photo: _Photo) -> UploadStatus | None:
    if parents is None:
        return None
    request, upload = parents.request, parents.upload
    late = upload.status == UploadStatus.EXPIRED
    if upload.status not in _UNDECIDED:
        if upload.status == UploadStatus.FILED:  # another version of it, at the same moment
            _see_to_other(upload, photo.stored.version_id)
        return upload.status
    if request.status == RequestStatus.REVOKED:
        raise _Withdrawn
    category = request.category(upload.category)
    if category is None or (late and request.used.get(category.code, 0) >= category.max):
        return _reject(place_of(upload), RejectionReason.TOO_MANY)
    tx = Transaction()
    case, number = changes.photo_filed(parents.case, category=category.code)
    account = accounts.load_account(case.account_id)
    name = file_name(category, account.language, number=number, content_type=photo.content_type)
    attachment = _attachment(upload, photo, name=name, keep_place=account.keep_place)
    filed = _filed(upload, attachment)
    table.write_upload(tx, filed, replacing=upload)
    if late or upload.sha256 is None:
        table.insert_hash(tx, filed, otherwise=lambda _: _Twin(""))
    received = _with_photo(request, category.code, late=late)
    table.write_request(tx, received, replacing=request)
    cases.save(tx, parents.case, case)
    table.add_attachment(tx, attachment)
    _tell(tx, parents, "photo.filed", attachment_id=attachment.id, category=category.code)
    try:
        tx.commit()
    except _Twin:
        log("info", "twin of another photo", photo_id=upload.photo_id, case_id=case.id)
        return _reject(place_of(upload), RejectionReason.DUPLICATE) if upload.plain else upload.status
    milliseconds = int((now() - photo.stored.stored_at).total_seconds() * 1000)
    log("info", "photo_filed", photo_id=upload.photo_id, case_id=case.id, bytes=filed.bytes, milliseconds=milliseconds)
    return UploadStatus.FILED


def _filed(upload: Upload, attachment: Attachment) -> Upload:
    """Return the upload as it is in the case: with facts that a plain form could not announce."""
    return upload.model_copy(
        update={
            "status": UploadStatus.FILED,
            "attachment_id": attachment.id,
            "thumbnail_key": attachment.thumbnail_key,
            "received_at": attachment.received_at,
            "version_id": attachment.version_id,
            "bytes": attachment.bytes,
            "sha256": attachment.sha256,
            "content_type": upload.content_type or attachment.content_type,
        }
    )


def _with_photo(request: PhotoRequest, code: str, *, late: bool) -> PhotoRequest:
    filed = {**request.filed, code: request.filed.get(code, 0) + 1}
    used = {**request.used, code: request.used.get(code, 0) + int(late)}
    return request.risen_to(
        RequestStatus.IN_PROGRESS, filed=filed, used=used, first_photo_at=request.first_photo_at or now()
    )


def _reject(found: Found, reason: RejectionReason) -> UploadStatus | None:
    """Write that a photo can't be filed; its slot is free for another."""
    parents = read_parents(found)
    if parents is None:
        return None
    request, upload = parents.request, parents.upload
    if upload.status not in _UNDECIDED:
        return upload.status
    tx = Transaction()
    refused = upload.model_copy(update={"status": UploadStatus.REJECTED, "reason": reason})
    table.write_upload(tx, refused, replacing=upload)
    used = dict(request.used)
    if upload.status == UploadStatus.RESERVED:
        table.delete_hash(tx, upload)
        used[upload.category] = used.get(upload.category, 1) - 1
    changes = {"used": used, "rejected": request.rejected + 1, "version": request.version + 1}
    table.write_request(tx, request.model_copy(update=changes), replacing=request)
    entry = _tell(tx, parents, "photo.rejected", reason=reason, category=upload.category)
    if reason not in _NO_NEWS:
        tell_staff(tx, account_id=upload.account_id, case_id=upload.case_id, entry=entry)
    tx.commit()
    log("info", "photo rejected", photo_id=upload.photo_id, case_id=upload.case_id, reason=reason)
    return UploadStatus.REJECTED


def _attachment(upload: Upload, photo: _Photo, *, name: str, keep_place: bool) -> Attachment:
    key, preview_key, thumbnail_key = keys_of(upload)
    taken_at = photo.exif.taken_at or upload.taken_at
    return Attachment(
        id=new_id("pho"),
        account_id=upload.account_id,
        case_id=upload.case_id,
        request_id=upload.request_id,
        photo_id=upload.photo_id,
        category=upload.category,
        file_name=name,
        content_type=photo.content_type,
        bytes=len(photo.stored.data),
        width=photo.renditions.width,
        height=photo.renditions.height,
        sha256=photo.sha256,
        taken_at=taken_at.isoformat() if taken_at else None,
        camera=photo.exif.camera,
        gps=photo.exif.gps if keep_place else None,
        received_at=now(),
        source=upload.source,
        doubt=upload.doubt,
        to_review=True,
        key=key,
        version_id=photo.stored.version_id,
        preview_key=preview_key,
        thumbnail_key=thumbnail_key,
    )


def _tell(tx: Transaction, parents: Parents, type: str, **data: object) -> TimelineEntry:  # noqa: A002
    upload = parents.upload
    ids = {"request_id": upload.request_id, "photo_id": upload.photo_id, **data}
    entry = cases.note_in(tx, account_id=upload.account_id, case_id=upload.case_id, actor=SYSTEM, type=type, **ids)
    notifications.publish(
        tx,
        account_id=upload.account_id,
        type=type,
        version=1,  # a photo is decided once
        data={"case_id": upload.case_id, "reference": parents.case.reference, **ids},
    )
    return entry


def _shape(key: str) -> str:
    """Return the shape of a foreign key without its content, which could be anything."""
    return re.sub(r"\w", "x", key)[:120]
