"""Handlers of due rows: unreported uploads, reminders, expiry."""

from chalicelib.aws import photo_bucket, s3_events
from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import QuotaExceeded
from chalicelib.base.observability import log
from chalicelib.base.settings import settings
from chalicelib.features.cases import service as cases
from chalicelib.features.photos import service, table
from chalicelib.features.photos.model import OPEN, PhotoRequest, RequestStatus, Upload, UploadStatus
from chalicelib.features.photos.service.access import free_code
from chalicelib.features.photos.service.figures import count_end
from chalicelib.features.photos.service.keys import keys_of
from chalicelib.features.photos.service.messages import Unwritable, queue
from chalicelib.features.photos.service.parents import place_of, read_parents
from chalicelib.features.photos.service.recording import SYSTEM, note, note_as_news, publish
from chalicelib.tenancy import service as accounts


def handle_upload(due: Due) -> None:
    """File an upload whose event was lost; return the place of one that never came."""
    _look_for(*_ids(due))


def handle_request(due: Due) -> None:
    """Remind the owner of a request, or expire it."""
    account_id, case_id, ids = _ids(due)
    retry_stale(lambda: _remind_or_expire(account_id, case_id, *ids))


def _ids(due: Due) -> tuple[str, str, list[str]]:
    """Return account, case, and the ids behind the prefixes of the sort key: `req#<id>[#pho#<id>]`."""
    account_id, _, case_id = due.pk.partition("#")
    return account_id, case_id, due.sk.split("#")[1::2]


def _look_for(account_id: str, case_id: str, ids: list[str]) -> None:
    """File an upload whose event got lost; free the slot of one that never came."""
    upload = table.get_upload(account_id, case_id, *ids)
    if upload is None or upload.status != UploadStatus.RESERVED or upload.due_at > now():
        return
    key, _, _ = keys_of(upload)
    if settings().queue_url("photo-events"):
        _report_or_expire(upload, key)
    else:
        _file_or_expire(upload, key)


def _report_or_expire(upload: Upload, key: str) -> None:
    """Report an upload to filing by the queue of S3's own events, where the cost of a file is bounded."""
    if photo_bucket.holds(key):
        s3_events.report_again(key)
        log("warning", "upload_repaired", photo_id=upload.photo_id, status=upload.status)
    else:
        _expire_upload(upload)


def _file_or_expire(upload: Upload, key: str) -> None:
    try:
        # Why: here only where there is no queue, so that its decoders are loaded late.
        status = service.file_photo(service.Arrived(key=key, version_id=None))
    except service.NotArrived:
        _expire_upload(upload)
    else:
        if status == UploadStatus.FILED:
            log("warning", "upload_repaired", photo_id=upload.photo_id, status=status)


def _expire_upload(upload: Upload) -> None:
    _free_slot(upload)
    log("info", "upload expired", photo_id=upload.photo_id, case_id=upload.case_id)


def _free_slot(upload: Upload) -> None:
    """Free the slot of a photo that never came, if its deadline has passed."""

    def expire() -> None:
        parents = read_parents(place_of(upload))
        if parents is None or not parents.upload.is_overdue(now()):
            return
        tx = Transaction()
        gone = parents.upload.model_copy(update={"status": UploadStatus.EXPIRED})
        table.write_upload(tx, gone, replacing=parents.upload)
        table.delete_hash(tx, upload)
        used = {**parents.request.used, upload.category: parents.request.used.get(upload.category, 1) - 1}
        changes = {"used": used, "version": parents.request.version + 1}
        table.write_request(tx, parents.request.model_copy(update=changes), replacing=parents.request)
        tx.commit()

    retry_stale(expire)


def _remind_or_expire(account_id: str, case_id: str, request_id: str) -> None:
    request = table.get_request(account_id, case_id, request_id)
    moment = now()
    if request is None or request.status not in OPEN:
        return
    if moment >= request.expires_at:
        _expire(request)
    elif request.remind_at is not None and moment >= request.remind_at:
        _remind(request)


def _expire(request: PhotoRequest) -> None:
    expired = request.risen_to(RequestStatus.EXPIRED, remind_at=None)
    photos = sum(request.filed.values())
    tx = Transaction()
    table.write_request(tx, count_end(tx, expired), replacing=request)
    free_code(tx, request)
    case = cases.load_case(request.account_id, request.case_id)
    if case is not None:  # changed by this, so that it is unread again and asks for something
        cases.save(tx, case, cases.await_until(case, request_id=request.id, until=request.expires_at))
    note_as_news(tx, request, "photo_request.expired", actor=SYSTEM, photos=photos)
    publish(tx, expired, "photo_request.expired", photos=dict(expired.filed))
    tx.commit()


def _remind(request: PhotoRequest) -> None:
    try:
        _send_reminder(request, request.channels)
    except QuotaExceeded:
        # a quota must not stop messages that cost nothing, nor be tried again at every sweep
        _send_reminder(request, tuple(channel for channel in request.channels if channel != "sms"))
    except Unwritable:  # as it would be at every sweep
        _send_reminder(request, ())


def _send_reminder(request: PhotoRequest, channels: tuple[str, ...]) -> None:
    account = accounts.load_account(request.account_id)
    tx = Transaction()
    reminded = request.model_copy(update={"remind_at": None, "version": request.version + 1})
    table.write_request(tx, reminded, replacing=request)
    for channel in request.channels:
        if channel in channels:
            queue(tx, account, request, channel, kind="reminder")
    note(tx, request, "photo_request.reminded", actor=SYSTEM, channels=list(channels))
    tx.commit()
