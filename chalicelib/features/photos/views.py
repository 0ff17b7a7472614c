"""Photo requests, attachments and an owner's state, as HTTP shows them."""

import hashlib
from datetime import datetime

from chalicelib.aws.photo_bucket import sign_download
from chalicelib.base.clock import now
from chalicelib.features.cases.schemas import TimelineEntryView
from chalicelib.features.cases.views import new_case, summary
from chalicelib.features.photos.model import Attachment, Message, PhotoRequest
from chalicelib.features.photos.retake_schemas import AgainView
from chalicelib.features.photos.schemas import (
    AttachmentUrls,
    AttachmentView,
    CaseDetail,
    Funnel,
    MessageView,
    PhotoRequestBody,
    PhotoRequestView,
    RequestedCategory,
    SuppressionView,
)
from chalicelib.features.photos.service import Asking, CaseView, Shown, address_of
from chalicelib.messaging.model import Suppression
from chalicelib.messaging.reasons import in_words, known


def asking(body: PhotoRequestBody, *, key: str) -> Asking:
    """Return the asking of a body. `key` names the intention, so that the same body with it makes one request."""
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

    Why: fields that older bodies could not have are left out, so that one repeated after a deployment is known again.
    """
    said = body.model_dump_json(exclude={"again"} if body.again is None else None)
    return hashlib.sha256(f"{key}\0{said}".encode()).hexdigest()


def request_view(shown: Shown, *, at: datetime | None = None, with_link: bool = True) -> PhotoRequestView:
    """Return a request as staff see it.

    `with_link`: only for readers who may ask for photos, since the link is the owner's.
    """
    request, address = shown.request, address_of(shown.link.token)
    return PhotoRequestView(
        **request.model_dump(
            include={
                "id",
                "case_id",
                "language",
                "comment",
                "phone",
                "email",
                "created_at",
                "sent_at",
                "delivered_at",
                "opened_at",
                "first_photo_at",
                "completed_at",
                "expires_at",
                "rejected",
                "version",
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
    )


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


def _message(message: Message) -> MessageView:
    shown = message.model_dump(include=set(MessageView.model_fields) - {"reason"})
    reason = in_words(message.reason) if message.reason else None
    return MessageView(**shown, reason=reason, reason_code=known(message.reason))


def suppression_view(suppression: Suppression) -> SuppressionView:
    """Return a suppressed address as staff see it."""
    shown = suppression.model_dump(include={"id", "channel", "address", "at"})
    return SuppressionView(**shown, reason=in_words(suppression.reason), reason_code=known(suppression.reason))


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
