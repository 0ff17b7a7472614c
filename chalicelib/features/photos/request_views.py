"""Photo requests, as HTTP shows them."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.languages import Language
from chalicelib.features.photos.model import Device, Message, PhotoRequest, RequestStatus
from chalicelib.features.photos.retake_schemas import AgainView
from chalicelib.features.photos.service import Shown, address_of
from chalicelib.http.bodies import View
from chalicelib.messaging.model import MessageStatus
from chalicelib.messaging.reasons import FailureReason, in_words, known


class RequestedCategory(View):
    """A requested category, with its photos."""

    code: str
    label: str
    min: int
    max: int
    original_required: bool
    received: int = Field(description="Photos filed")
    pending: int = Field(description="Photos announced and not yet filed")


class MessageView(View):
    """A message of a request."""

    id: str
    kind: Literal["invitation", "reminder"]
    channel: Channel
    to: str
    status: MessageStatus
    segments: int | None = Field(description="SMS segments; null for e-mail")
    queued_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None = Field(
        default=None, description="By the report of the carrier or mail server; null: none has come"
    )
    reason: str | None = Field(description="Why it failed or is delayed, or what else was reported of it (English)")
    reason_code: FailureReason | None = Field(default=None, description="The same for programs")


class Funnel(View):
    """The progress of a request's owner, with times; null: not yet."""

    channels: list[Channel] = Field(description="How it was sent; none: the caller delivered the link")
    device: Device | None = Field(description="What the page was opened on")
    sent_at: datetime | None
    delivered_at: datetime | None = Field(
        default=None, description="First message that is known to have arrived: reported, or the link was opened"
    )
    opened_at: datetime | None
    first_photo_at: datetime | None
    completed_at: datetime | None
    retakes: int = Field(description="Photos taken again after the page had found the first one poor")
    doubtful: int = Field(description="Photos sent although the page had found them poor")


class PhotoRequestView(View):
    """A photo request as staff see it."""

    id: str
    case_id: str
    status: RequestStatus
    language: Language
    comment: str
    link: str | None = Field(
        description="Whoever has it acts as the owner, so that it, `code` and `qr_url` are null for those who may only "
        "read: without the permission requests:write"
    )
    code: str | None = Field(description="What the owner can type at /c in place of the link")
    qr_url: str | None = Field(description="The link as a QR code (SVG)")
    categories: list[RequestedCategory]
    again: list[AgainView] = Field(
        default_factory=list, description="Photos that it asks for once more, with what staff said when it was made"
    )
    missing: list[str] = Field(description="Codes of the categories that have too few photos")
    messages: list[MessageView]
    phone: str | None
    phone_confirmed: bool | None = Field(
        default=None,
        description="Of a phone that is the client's: whether the client had confirmed it by a code when the request "
        "was made; null: it is no client's",
    )
    email: str | None
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None = None
    opened_at: datetime | None
    first_photo_at: datetime | None
    completed_at: datetime | None
    expires_at: datetime
    photos: int = Field(description="Photos filed; an expired request keeps them")
    rejected: int
    version: int
    funnel: Funnel | None = None


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
                "phone_confirmed",
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


def _message(message: Message) -> MessageView:
    shown = message.model_dump(include=set(MessageView.model_fields) - {"reason"})
    reason = in_words(message.reason) if message.reason else None
    return MessageView(**shown, reason=reason, reason_code=known(message.reason))


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
