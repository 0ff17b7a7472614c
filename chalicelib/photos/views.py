"""How photo requests, attachments and an owner's state are shown over HTTP."""

import hashlib
from datetime import datetime
from typing import Literal

from chalicelib.aws.photo_bucket import sign_download
from chalicelib.cases.schemas import TimelineEntryView
from chalicelib.cases.views import new_case, summary
from chalicelib.clock import now
from chalicelib.languages import Language, text
from chalicelib.notifications.model import Suppression
from chalicelib.notifications.reasons import in_words, known
from chalicelib.phones import display_with_extension
from chalicelib.photos.model import Attachment, Message, PhotoRequest, RequestStatus, Upload, UploadStatus
from chalicelib.photos.rejection import RejectionReason
from chalicelib.photos.retake_schemas import AgainView
from chalicelib.photos.retake_views import owner_again
from chalicelib.photos.schemas import (
    AttachmentUrls,
    AttachmentView,
    CaseDetail,
    Funnel,
    MessageView,
    OwnerAccount,
    OwnerCategory,
    OwnerPhone,
    OwnerPhoto,
    OwnerState,
    PhotoRequestBody,
    PhotoRequestView,
    RequestedCategory,
    SuppressionView,
)
from chalicelib.photos.service import Asking, CaseView, OwnerView, Shown, address_of

#: Less than presigned addresses live (DOWNLOAD_SECONDS), by the time that a page needs to show what they lead to.
TAG_SECONDS = 600
_STATUS: dict[UploadStatus, Literal["pending", "received", "rejected"]] = {
    UploadStatus.RESERVED: "pending", UploadStatus.FILED: "received", UploadStatus.REJECTED: "rejected",
}  # fmt: skip


def asking(body: PhotoRequestBody, *, key: str) -> Asking:
    """Return what a body asks for; `key` names the intention, so that the same body with it makes one request."""
    return Asking(
        case_id=body.case_id,
        new_case=new_case(body.case) if body.case is not None else None,
        phone=body.phone,
        email=body.email,
        channels=tuple(dict.fromkeys(body.channels)),
        channels_as_before="channels" not in body.model_fields_set,
        language=body.language,
        comment=body.comment,
        categories=body.choices(),
        template=body.template,
        again=body.again or (),
        expires_in_days=body.expires_in_days,
        remind_after_hours=body.remind_after_hours,
        once=_intention(body, key) if key else None,
    )


def _intention(body: PhotoRequestBody, key: str) -> str:
    """Name the intention of a body with an Idempotency-Key.

    Why: what a body of before could not say is left out, so that one repeated after a deployment is known again.
    """
    said = body.model_dump_json(exclude={"again"} if body.again is None else None)
    return hashlib.sha256(f"{key}\0{said}".encode()).hexdigest()


def request_view(shown: Shown, *, at: datetime | None = None, with_link: bool = True) -> PhotoRequestView:
    """Return a request as staff see it; `with_link` only to those who may ask for photos, for it is the owner's."""
    request, address = shown.request, address_of(shown.link.token)
    return PhotoRequestView(
        **request.model_dump(
            include={
                "id", "case_id", "language", "comment", "phone", "email", "created_at", "sent_at", "delivered_at",
                "opened_at",
                "first_photo_at", "completed_at", "expires_at", "rejected", "version",
            }
        ),
        status=request.status_at(at or now()),
        link=address if with_link else None,
        code=shown.link.code if with_link else None,
        qr_url=f"{address}/qr.svg" if with_link else None,
        categories=_categories(request),
        again=[AgainView(**each.model_dump()) for each in request.again],
        missing=list(request.missing),
        messages=[_message(message) for message in shown.messages],
        photos=sum(request.filed.values()),
        funnel=Funnel.model_validate(request, from_attributes=True),
    )  # fmt: skip


def case_detail(view: CaseView, *, with_links: bool) -> CaseDetail:
    """Return a case with its requests, counts and timeline; for `with_links` see `request_view`."""
    return CaseDetail(
        **summary(view.case).model_dump(),
        requests=[request_view(shown, with_link=with_links) for shown in view.requests],
        attachment_counts=view.counts,
        timeline=[TimelineEntryView.model_validate(entry, from_attributes=True) for entry in view.timeline],
    )


def attachment_view(attachment: Attachment) -> AttachmentView:
    """Return a photo with addresses to get it from."""
    original = sign_download(
        attachment.key,
        version_id=attachment.version_id,
        file_name=attachment.file_name,
        content_type=attachment.content_type,
    )
    urls = AttachmentUrls(
        original=original,
        preview=sign_download(attachment.preview_key),
        thumbnail=sign_download(attachment.thumbnail_key),
    )
    shown = attachment.model_dump(include=set(AttachmentView.model_fields) - {"urls", "taken_at_local"})
    return AttachmentView(**shown, taken_at_local=attachment.taken_at_local, urls=urls)


def state_tag(view: OwnerView, *, language: Language | None = None) -> str:
    """Return the entity tag of `owner_state`, without making it (RFC 9110, 8.8.3: weak, since signatures differ).

    It changes with what is shown, and with every TAG_SECONDS, so that nobody keeps addresses of thumbnails that
    have gone stale.
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
    """Return what the owner's page shows, in the request's language or another that the owner chose."""
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


def _message(message: Message) -> MessageView:
    shown = message.model_dump(include=set(MessageView.model_fields) - {"reason"})
    reason = in_words(message.reason) if message.reason else None
    return MessageView(**shown, reason=reason, reason_code=known(message.reason))


def suppression_view(suppression: Suppression) -> SuppressionView:
    """Return a suppressed address as staff see it."""
    shown = suppression.model_dump(include={"id", "channel", "address", "at"})
    return SuppressionView(**shown, reason=in_words(suppression.reason), reason_code=known(suppression.reason))


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


def _categories(request: PhotoRequest) -> list[RequestedCategory]:
    return [
        RequestedCategory(
            code=category.code,
            label=category.label(request.language),
            min=category.min,
            max=category.max,
            original_required=category.original_required,
            received=request.filed.get(category.code, 0),
            pending=request.used.get(category.code, 0) - request.filed.get(category.code, 0),
        )
        for category in request.categories
    ]
