"""Use cases of the owner's page without script: one photo a form, posted straight to S3 by the browser.

Nothing is known of the photo before it is there: filing finds out its size, type and hash. A form leads back to the
page, and looking at either changes nothing.
"""

from typing import NamedTuple

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.aws.photo_bucket import UploadForm
from chalicelib.base.clock import now
from chalicelib.base.errors import LinkExpired
from chalicelib.base.ids import derived_ulid
from chalicelib.features.photos import table
from chalicelib.features.photos.model import Device, PhotoRequest, Upload, UploadStatus
from chalicelib.features.photos.service.access import found_of, open_token
from chalicelib.features.photos.service.deadlines import due
from chalicelib.features.photos.service.keys import keys_of
from chalicelib.features.photos.service.limits import count_reservation, count_write
from chalicelib.features.photos.service.owner import CLOSED, mark_opened, not_asked_for, refusal
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.categories import Category
from chalicelib.tenancy.model import Account


class PlainForm(NamedTuple):
    """The form that brings one photo of a category."""

    request: PhotoRequest
    account: Account
    category: Category
    form: UploadForm


def begin_photo(token: str, category: str, *, address: str, device: Device) -> str:
    """Reserve a slot for a photo that a plain form will bring, and return its photo_id.

    A slot that nothing was sent to yet is offered again: a form that is opened twice, or never used, takes one slot.
    Raises Conflict (`full`), Invalid for a category that wasn't asked for, LinkExpired.
    """

    def begin() -> str:
        request, uploads = open_token(token, address=address)
        if not request.is_open(now()):
            raise LinkExpired(CLOSED)
        if request.category(category) is None:  # any other text would become part of a path in the table
            raise not_asked_for(request)
        if request.opened_at is None:  # only a person posts a form
            mark_opened(token, address=address, device=device)
        ours = [upload for upload in uploads if upload.plain and upload.category == category]
        waiting = next((upload for upload in ours if _is_awaited(upload)), None)
        if waiting is not None:
            return _offer_again(request, waiting, address=address)
        return _take_slot(request, category, number=len(ours), address=address)

    return retry_stale(begin)


def show_form(token: str, photo_id: str, *, back_to: str, address: str) -> PlainForm | None:
    """Return the form of a slot, which ends at the address `back_to`; None if the slot awaits nothing (any more)."""
    request, uploads = open_token(token, address=address)
    upload = next((upload for upload in uploads if upload.photo_id == photo_id), None)
    if upload is None or not upload.plain or not request.is_open(now()) or not _is_awaited(upload):
        return None
    category = request.category(upload.category)
    if category is None:
        return None
    key, _, _ = keys_of(upload)
    form = photo_bucket.sign_plain_upload(key=key, back_to=back_to)
    return PlainForm(request, accounts.load_account(request.account_id), category, form)


def _is_awaited(upload: Upload) -> bool:
    """Return True if nothing has been sent to this slot: an unfiled photo must not be written over."""
    return upload.status == UploadStatus.RESERVED and not photo_bucket.holds(keys_of(upload)[0])


def _offer_again(request: PhotoRequest, upload: Upload, *, address: str) -> str:
    tx = Transaction()
    table.write_upload(tx, upload.model_copy(update={"due_at": due(now())}), replacing=upload)
    count_write(tx, found_of(request), address=address)
    tx.commit()
    return upload.photo_id


def _take_slot(request: PhotoRequest, category: str, *, number: int, address: str) -> str:
    moment = now()
    upload = Upload(
        account_id=request.account_id,
        case_id=request.case_id,
        request_id=request.id,
        # by its number, so that a form which is posted twice at once takes one slot
        photo_id=derived_ulid(f"{request.id}#{category}#{number}", moment=request.created_at),
        category=category,
        plain=True,
        reserved_at=moment,
        due_at=due(moment),
    )
    tx = Transaction()
    table.reserve(
        tx,
        upload,
        now=moment,
        exists=stale,
        duplicate=stale,
        refused=lambda raw: refusal(raw, category, moment, address=address),
    )
    count_reservation(tx, found_of(request), address=address)
    tx.commit()
    return upload.photo_id
