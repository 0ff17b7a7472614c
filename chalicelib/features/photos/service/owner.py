"""Use cases of owners: see a request, reserve uploads, remove, submit. The token is the permission."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.photo_bucket import UploadForm
from chalicelib.base.clock import now
from chalicelib.base.errors import (
    Conflict,
    DomainError,
    FieldError,
    Findings,
    Invalid,
    LinkExpired,
    NotFound,
    QuotaExceeded,
    Stale,
    TooLarge,
    UnsupportedMedia,
)
from chalicelib.base.languages import N_
from chalicelib.features.cases import service as cases
from chalicelib.features.photos import table
from chalicelib.features.photos.model import (
    EXTENSIONS,
    MAX_BYTES,
    OPEN,
    Attachment,
    ContentType,
    Device,
    Doubt,
    Found,
    PhotoRequest,
    RequestStatus,
    Source,
    Upload,
    UploadStatus,
)
from chalicelib.features.photos.service.access import follow_token, found_of, free_code, open_token, unknown_link
from chalicelib.features.photos.service.deadlines import due
from chalicelib.features.photos.service.figures import count_end
from chalicelib.features.photos.service.keys import keys_of
from chalicelib.features.photos.service.limits import count_reservation, count_write
from chalicelib.features.photos.service.recording import OWNER, note, note_as_news, publish
from chalicelib.features.photos.service.removal import erase, take_out
from chalicelib.features.photos.table.retakes import read_retaken
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

CLOSED = N_("This request is closed, so no more photos can be sent. Photos that were received are kept.")


class OwnerView(NamedTuple):
    """The content of an owner's page."""

    request: PhotoRequest
    uploads: tuple[Upload, ...]
    account: Account
    #: Photos that are asked for again, while they may be shown and are still there.
    retaken: tuple[Attachment, ...] = ()


class Announced(NamedTuple):
    """A photo that a phone wants to send; everything is checked again when it has arrived."""

    photo_id: str
    category: str
    bytes: int
    content_type: str
    sha256: str
    taken_at: datetime | None = None
    source: Source = "unknown"
    retake: bool = False
    doubt: Doubt | None = None


class Reservation(NamedTuple):
    """The next step of a phone with a photo: post it by the form, or nothing more."""

    status: Literal["pending", "received", "duplicate"]
    form: UploadForm | None = None


class _Exists(DomainError):
    def __init__(self, upload: Upload) -> None:
        super().__init__("")
        self.upload = upload


class _Duplicate(DomainError):
    def __init__(self, photo_id: str) -> None:
        super().__init__("")
        self.photo_id = photo_id


def show_page(token: str, *, address: str) -> OwnerView:
    """Return a request and its photos; changes nothing, since scanners follow links."""
    request, uploads = open_token(token, address=address)
    visible = [upload for upload in uploads if upload.status not in {UploadStatus.REMOVED, UploadStatus.EXPIRED}]
    visible.sort(key=lambda upload: upload.reserved_at)
    retaken = read_retaken(request) if request.is_open(now()) else ()  # a receipt shows no pictures
    account = accounts.load_account(request.account_id)
    return OwnerView(request=request, uploads=tuple(visible), account=account, retaken=tuple(retaken))


def mark_opened(token: str, *, address: str, device: Device) -> None:
    """Record that a person sees the page, with the device; the first time counts."""

    def mark() -> None:
        request, _ = open_token(token, address=address)
        if request.opened_at is not None or not request.is_open(now()):
            return
        moment = now()
        # an owner who opens the link after a message was sent has got it, reported or not
        delivered_at = request.delivered_at or (moment if request.sent_at else None)
        opened = request.risen_to(RequestStatus.OPENED, opened_at=moment, delivered_at=delivered_at, device=device)
        tx = Transaction()
        count_write(tx, found_of(request), address=address)
        table.write_request(tx, opened, replacing=request)
        note(tx, request, "photo_request.opened", actor=OWNER, device=device)
        publish(tx, opened, "photo_request.opened")
        tx.commit()

    retry_stale(mark)


def reserve_upload(token: str, announced: Announced, *, address: str) -> Reservation:
    """Reserve a slot for a photo and sign the form that sends it: one read, one transaction."""
    content_type = _acceptable(token, announced, address=address)
    found = follow_token(token, address=address)
    return retry_stale(lambda: _reserve(found, announced, content_type, address=address))


def _reserve(found: Found, announced: Announced, content_type: ContentType, *, address: str) -> Reservation:
    moment = now()
    upload = Upload(
        account_id=found.account_id,
        case_id=found.case_id,
        request_id=str(found.request_id),
        photo_id=announced.photo_id,
        category=announced.category,
        bytes=announced.bytes,
        content_type=content_type,
        sha256=announced.sha256,
        taken_at=announced.taken_at,
        source=announced.source,
        retake=announced.retake,
        doubt=announced.doubt,
        reserved_at=moment,
        due_at=due(moment),
    )
    tx = Transaction()
    table.reserve(
        tx,
        upload,
        now=moment,
        exists=lambda raw: _Exists(table.upload_of(raw or {})),
        duplicate=lambda raw: _Duplicate(table.holder_of(raw or {})),
        refused=lambda raw: refusal(raw, announced.category, moment, address=address),
    )
    count_reservation(tx, found, address=address)
    try:
        tx.commit()
    except _Exists as repeated:
        return _again(repeated.upload, announced, moment, address=address)
    except _Duplicate as twin:
        return _of_twin(found, twin.photo_id, announced, moment, address=address)
    return Reservation("pending", _form(upload, announced))


def remove_upload(token: str, photo_id: str, *, address: str) -> None:
    """Remove a photo before submitting: its slot is free again. Repeating is harmless."""
    found = follow_token(token, address=address)
    erase(retry_stale(lambda: _remove(found, photo_id, address=address)))


def submit(token: str, *, address: str) -> PhotoRequest:
    """Complete a request whose categories all have their photos; Conflict with `missing` otherwise. Idempotent."""

    def complete() -> PhotoRequest:
        request, _ = open_token(token, address=address)
        if request.status == RequestStatus.COMPLETED:
            return request
        if request.missing:
            raise Conflict(
                N_("Some photos are still missing. Add them, wait until each is received, then send."),
                extra={"missing": list(request.missing)},
            )
        return _complete(request, address=address)

    return retry_stale(complete)


def check_upload(token: str, announced: Announced, *, address: str) -> None:
    """Raise Invalid with the objections to an announced photo; a field that is None was not read."""
    found = Findings()
    found.add(_unacceptable(announced))
    request, _ = open_token(token, address=address)
    if announced.category is not None and request.category(announced.category) is None:
        found.add(not_asked_for(request).errors)
    found.demand_none()


def _acceptable(token: str, announced: Announced, *, address: str) -> ContentType:
    """Return the type of a photo that can be filed; UnsupportedMedia or TooLarge names all fields that are wrong."""
    first = next(iter(_unacceptable(announced)), None)
    if first is None:
        return announced.content_type  # type: ignore[return-value]
    error = (UnsupportedMedia if first.pointer == "/content_type" else TooLarge)(first.message)
    try:
        check_upload(token, announced, address=address)
    except Invalid as all_of_it:
        error.errors = all_of_it.errors
    except DomainError:  # of a link that doesn't work, who announces a right photo learns
        error.errors = tuple(_unacceptable(announced))
    raise error


def _unacceptable(announced: Announced) -> Iterable[FieldError]:
    if announced.content_type is not None and announced.content_type not in EXTENSIONS:
        yield FieldError("/content_type", N_("Only photos can be sent: JPEG, PNG, WebP or HEIC."))
    if announced.bytes is not None and announced.bytes > MAX_BYTES:
        yield FieldError("/bytes", N_("The photo has more than 15 MB. Take it again at a lower resolution."))


def _form(upload: Upload, announced: Announced) -> UploadForm:
    key, _, _ = keys_of(upload)
    return photo_bucket.sign_upload(
        key=key,
        content_type=upload.content_type or announced.content_type,
        size=announced.bytes,
        sha256=announced.sha256,
    )


def refusal(raw: dict[str, object] | None, category: str, moment: datetime, *, address: str) -> DomainError:
    """Return the reason for which a request (its raw row, if there is one) accepts no photo in a category."""
    request, reservations = table.request_of(raw) if raw is not None else (None, 0)
    if request is None or not request.link_works(moment):
        return unknown_link(address=address)
    if not request.is_open(moment):
        return LinkExpired(CLOSED, extra={"request_status": request.status_at(moment)})
    if request.category(category) is None:
        return not_asked_for(request)
    if reservations >= table.MAX_RESERVATIONS:
        return QuotaExceeded(N_("Too many photos were begun with this link. Call support."), retry_after=3600)
    return Conflict(
        N_("There are as many photos here as can be taken. Remove one to add another."), extra={"full": category}
    )


def not_asked_for(request: PhotoRequest) -> Invalid:
    """Return the error of a request without such a category."""
    known = ", ".join(each.code for each in request.categories)
    return Invalid([FieldError("/category", N_("This was not asked for; asked for are: {known}."), {"known": known})])


def _again(upload: Upload, announced: Announced, moment: datetime, *, address: str) -> Reservation:
    """Repeat the answer to a reservation: a received photo stays received, an awaited one is signed anew."""
    request = table.get_request(upload.account_id, upload.case_id, upload.request_id)
    if request is None or not request.link_works(moment):
        raise unknown_link(address=address)
    if upload.sha256 != announced.sha256:
        raise Invalid([FieldError("/photo_id", N_("This photo_id belongs to another photo. Make a new one."))])
    if upload.status == UploadStatus.FILED:
        return Reservation("received")
    if not request.is_open(moment):
        raise LinkExpired(CLOSED)
    if upload.status != UploadStatus.RESERVED:
        raise Conflict(
            N_("This photo was not accepted or was removed. Choose it again to send it as a new one."),
            extra={"photo_status": upload.status},
        )
    tx = Transaction()
    table.write_upload(tx, upload.model_copy(update={"due_at": due(moment)}), replacing=upload)
    count_write(tx, found_of(request), address=address)
    tx.commit()
    return Reservation("pending", _form(upload, announced))


def _of_twin(found: Found, photo_id: str, announced: Announced, moment: datetime, *, address: str) -> Reservation:
    """Answer for bytes that the request knows under another id.

    The phone that announced them first may have died: while they are awaited, any device with them may bring them.
    """
    upload = table.get_upload(found.account_id, found.case_id, str(found.request_id), photo_id)
    if upload is None or upload.status not in {UploadStatus.RESERVED, UploadStatus.FILED}:
        raise Stale("")  # it has just been given up; its hash is free now
    known = _again(upload, announced, moment, address=address)
    return Reservation("duplicate") if known.status == "received" else known


def _remove(found: Found, photo_id: str, *, address: str) -> Upload:
    request_id = str(found.request_id)
    upload = table.get_upload(found.account_id, found.case_id, request_id, photo_id)
    request = table.get_request(found.account_id, found.case_id, request_id)
    if request is None or not request.link_works(now()):
        raise unknown_link(address=address)
    if upload is None:
        raise NotFound(N_("There is no such photo."))
    if not request.is_open(now()):
        raise LinkExpired(CLOSED)
    if upload.status == UploadStatus.REMOVED:
        return upload
    tx = Transaction()
    count_write(tx, found, address=address)
    take_out(tx, request=request, upload=upload)
    note(tx, request, "photo.removed", actor=OWNER, photo_id=photo_id, category=upload.category)
    tx.commit()
    return upload


def _complete(request: PhotoRequest, *, address: str) -> PhotoRequest:
    if request.status not in OPEN:
        raise LinkExpired(CLOSED)
    completed = request.risen_to(RequestStatus.COMPLETED, completed_at=now(), remind_at=None)
    tx = Transaction()
    count_write(tx, found_of(request), address=address)
    table.write_request(tx, count_end(tx, completed), replacing=request)
    free_code(tx, request)
    case = cases.load_case(request.account_id, request.case_id)
    if case is not None:
        cases.save(tx, case, cases.photos_complete(case, request_id=request.id))
    note_as_news(tx, request, "photo_request.completed", actor=OWNER, photos=sum(completed.filed.values()))
    reference = case.reference if case is not None else None
    publish(tx, completed, "photo_request.completed", photos=dict(completed.filed), reference=reference)
    tx.commit()
    return completed
