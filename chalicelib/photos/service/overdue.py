"""What falls due: uploads that nobody reported, reminders, expiry."""

from chalicelib.accounts import service as accounts
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.cases import service as cases
from chalicelib.clock import now
from chalicelib.errors import QuotaExceeded
from chalicelib.observability import alarm, log
from chalicelib.photos import table
from chalicelib.photos.model import OPEN, PhotoRequest, RequestStatus, Upload, UploadStatus
from chalicelib.photos.service.figures import count_end
from chalicelib.photos.service.filing import Arrived, NotArrived, expire_upload, file_photo
from chalicelib.photos.service.keys import keys_of
from chalicelib.photos.service.messages import Unwritable, queue
from chalicelib.photos.service.telling import SYSTEM, note, publish

SWEPT_AT_ONCE = 200


def sweep() -> int:
    """Look after everything that is due, of all accounts; return how many things that were."""
    swept = 0
    for due in cases.list_due(limit=SWEPT_AT_ONCE):
        try:
            if isinstance(due, Upload):
                _look_for(due)
            elif isinstance(due, PhotoRequest):
                retry_stale(lambda request=due: _remind_or_expire(request))  # type: ignore[misc]
            swept += 1
        except Exception as error:  # one thing must not keep the others waiting
            alarm("sweep failed for one thing", kind=type(due).__name__, error=type(error).__name__)
    return swept


def _look_for(upload: Upload) -> None:
    """File an upload whose event got lost; give back the slot of one that never came."""
    key, _, _ = keys_of(upload)
    try:
        status = file_photo(Arrived(key=key, version_id=None))
    except NotArrived:
        expire_upload(upload)
        log("info", "upload expired", photo_id=upload.photo_id, case_id=upload.case_id)
    else:
        if status == UploadStatus.FILED:
            log("warning", "upload_repaired", photo_id=upload.photo_id, status=status)


def _remind_or_expire(listed: PhotoRequest) -> None:
    request = table.get_request(listed.account_id, listed.case_id, listed.id)
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
    case = cases.load_case(request.account_id, request.case_id)
    if case is not None:  # changed by this, so that whoever saw it last sees that it asks for something
        cases.save(tx, case, cases.await_until(case, request_id=request.id, until=request.expires_at))
    note(tx, request, "photo_request.expired", actor=SYSTEM, photos=photos)
    publish(tx, expired, "photo_request.expired", photos=dict(expired.filed))
    tx.commit()


def _remind(request: PhotoRequest) -> None:
    try:
        _send_reminder(request, request.channels)
    except QuotaExceeded:
        # a quota must not stop what costs nothing, nor be tried again at every sweep
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
