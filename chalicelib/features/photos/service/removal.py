"""Removal of photos: by their owner before submitting, or by an administrator at any time."""

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.cases import changes
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.clients.export_keys import exports_prefix
from chalicelib.features.photos import table
from chalicelib.features.photos.model import Attachment, PhotoRequest, Upload, UploadStatus
from chalicelib.features.photos.service.keys import keys_of
from chalicelib.features.photos.table import locators


def take_out(tx: Transaction, *, request: PhotoRequest, upload: Upload) -> None:
    """Write that a photo is gone: its slot and its hash are free again, its attachment leaves the case."""
    table.write_upload(tx, upload.model_copy(update={"status": UploadStatus.REMOVED}), replacing=upload)
    if upload.status in {UploadStatus.RESERVED, UploadStatus.FILED}:
        table.delete_hash(tx, upload)
        table.write_request(tx, _freed(request, upload), replacing=request)
    if upload.status == UploadStatus.FILED:
        _take_from_case(tx, upload)


def erase(upload: Upload) -> None:
    """Delete the bucket's objects of a photo, in all versions, archives and exports with it too. Idempotent."""
    if upload.attachment_id is not None:
        photo_bucket.erase_under(photo_bucket.archives_prefix(account_id=upload.account_id, case_id=upload.case_id))
        case = cases.load_case(upload.account_id, upload.case_id)
        if case is not None and case.client_id is not None:
            photo_bucket.erase_under(exports_prefix(upload.account_id, case.client_id))
    # The original goes last: as long as it is there, the daily comparison finds the leavings of a crash.
    photo_bucket.erase(list(reversed(keys_of(upload))))


def _freed(request: PhotoRequest, upload: Upload) -> PhotoRequest:
    used = {**request.used, upload.category: request.used.get(upload.category, 1) - 1}
    filed = dict(request.filed)
    if upload.status == UploadStatus.FILED:
        filed[upload.category] = filed.get(upload.category, 1) - 1
    return request.model_copy(update={"used": used, "filed": filed, "version": request.version + 1})


def _take_from_case(tx: Transaction, upload: Upload) -> None:
    # The case is read first: a later change of its photo changes the case, too.
    case: Case | None = cases.load_case(upload.account_id, upload.case_id)
    located = locators.locate(upload.account_id, str(upload.attachment_id))
    attachment: Attachment | None = table.get_attachment(located) if located else None
    if attachment is None or case is None:
        return
    table.remove_attachment(tx, attachment)
    fewer = changes.photo_removed(case, waited=attachment.to_review)
    cases.save(tx, case, fewer)
    cases.publish(tx, fewer, "case.updated")
