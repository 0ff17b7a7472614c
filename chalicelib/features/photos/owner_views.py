"""An owner's state, as HTTP and the page show it."""

import hashlib
from typing import Literal

from chalicelib.aws.photo_bucket import sign_download
from chalicelib.base.clock import now
from chalicelib.base.languages import Language, text
from chalicelib.base.phones import display_with_extension
from chalicelib.features.photos.model import RequestStatus, Upload, UploadStatus
from chalicelib.features.photos.owner_schemas import OwnerAccount, OwnerCategory, OwnerPhone, OwnerPhoto, OwnerState
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.features.photos.retake_views import owner_again
from chalicelib.features.photos.service import OwnerView

#: Shorter than the life of presigned addresses (DOWNLOAD_SECONDS), by the time that a page needs to load them.
TAG_SECONDS = 600
_STATUS: dict[UploadStatus, Literal["pending", "received", "rejected"]] = {
    UploadStatus.RESERVED: "pending",
    UploadStatus.FILED: "received",
    UploadStatus.REJECTED: "rejected",
}


def state_tag(view: OwnerView, *, language: Language | None = None) -> str:
    """Return the entity tag of `owner_state`, without making it (RFC 9110, 8.8.3: weak, since signatures differ).

    It changes with the shown content, and with every TAG_SECONDS, so that nobody keeps stale addresses of thumbnails.
    """
    request, moment = view.request, now()
    shown = (
        request.version,
        request.status_at(moment),
        view.account.version,
        language or request.language,
        int(moment.timestamp()) // TAG_SECONDS,
        [(upload.photo_id, upload.status, upload.reason) for upload in view.uploads],
        [photo.id for photo in view.retaken],
    )
    return f'W/"{hashlib.sha256(repr(shown).encode()).hexdigest()[:32]}"'


def owner_state(view: OwnerView, *, language: Language | None = None) -> OwnerState:
    """Return the state of the owner's page, in the request's language or another that the owner chose."""
    request, account, chosen = view.request, view.account, language or view.request.language
    return OwnerState(
        status=request.status_at(now()),
        language=chosen,
        account=OwnerAccount(
            name=account.shown_name,
            phones=[
                OwnerPhone(
                    number=phone.number,
                    extension=phone.extension,
                    display=display_with_extension(phone.number, phone.extension, chosen),
                    note=phone.note,
                )
                for phone in account.support_phones
            ],
            logo_url=account.branding.logo_url,
        ),
        comment=request.comment,
        expires_at=request.expires_at,
        completed_at=request.completed_at,
        categories=[
            OwnerCategory(
                code=category.code,
                label=category.label(chosen),
                hint=category.hint(chosen),
                min=category.min,
                max=category.max,
                original_required=category.original_required,
                photos=[
                    _photo(upload, chosen, shown=request.status != RequestStatus.COMPLETED)
                    for upload in view.uploads
                    if upload.category == category.code
                ],
                again=owner_again(view, category.code, chosen),
            )
            for category in request.categories
        ],
    )


def _photo(upload: Upload, language: Language, *, shown: bool) -> OwnerPhoto:
    """Return a photo as its owner sees it; one of a complete request is on a receipt, without its picture."""
    reason = RejectionReason(upload.reason) if upload.reason else None
    return OwnerPhoto(
        id=upload.photo_id,
        status=_STATUS[upload.status],
        reason=text(language, reason.message) if reason else None,
        reason_code=reason,
        thumbnail_url=sign_download(upload.thumbnail_key) if upload.thumbnail_key and shown else None,
        received_at=upload.received_at,
    )
