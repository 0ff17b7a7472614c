"""HTTP bodies of photo requests and attachments; those of the owner's page are in owner_schemas.py."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from chalicelib.base.channels import Channel
from chalicelib.base.emails import Email
from chalicelib.base.languages import Language
from chalicelib.base.phones import Phone
from chalicelib.base.words import BLOCK
from chalicelib.features.cases.schemas import CaseSummary, Code, Identifier, NewCaseBody, TimelineEntryView
from chalicelib.features.photos.model import Device, Doubt, MessageStatus, RequestStatus, Source
from chalicelib.features.photos.retake_schemas import AgainView, WantedAgain
from chalicelib.features.photos.review_schemas import VerdictView
from chalicelib.http.bodies import Body, View
from chalicelib.http.paging import PageQuery
from chalicelib.messaging.reasons import FailureReason
from chalicelib.tenancy.model import CategoryChoice


def _kind_of_categories(value: object) -> str | None:
    if isinstance(value, list | tuple):
        return "[list]"
    return "[all]" if value == "all" else None


def _kind_of_category(value: object) -> str | None:
    if isinstance(value, dict | CategoryChoice):
        return "[object]"
    return "[code]" if isinstance(value, str) else None


def _told_by(kind: Callable[[object], str | None], *, otherwise: str) -> Discriminator:
    """Return the discriminator of branches.

    For a value of none, it raises a kind of error that problems has a message for.
    """
    return Discriminator(kind, custom_error_type=otherwise, custom_error_message=otherwise)


# The branches are told apart by the sent value, so that only that one's mistakes are reported.
_Category = Annotated[
    Annotated[CategoryChoice, Tag("[object]")] | Annotated[Code, Tag("[code]")],
    _told_by(_kind_of_category, otherwise="category_type"),
]
_Categories = Annotated[
    Annotated[Literal["all"], Tag("[all]")]
    | Annotated[tuple[_Category, ...], Field(min_length=1, max_length=60), Tag("[list]")],
    _told_by(_kind_of_categories, otherwise="categories_type"),
]


class PhotoRequestBody(Body):
    """A request for photos, by an API call."""

    case_id: Identifier | None = Field(default=None, description="An existing case")
    case: NewCaseBody | None = Field(default=None, description="A case to open; neither: a case with nothing known yet")
    phone: Phone | None = Field(default=None, description="Any usual notation; without it, that of the case's owner")
    email: Email | None = None
    channels: tuple[Channel, ...] = Field(
        default=(), max_length=2, description="How to send it; empty: the caller delivers the link itself"
    )
    language: Language | None = None
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), BLOCK] = Field(
        default="", description="Shown to the owner"
    )
    categories: _Categories | None = Field(
        default=None, description='Codes or objects, "all" for every category of the account; default: the ticked ones'
    )
    template: Code | None = None
    again: WantedAgain = None
    expires_in_days: int = Field(default=7, ge=1, le=30)
    remind_after_hours: int | None = Field(default=None, ge=1, le=720)

    def choices(self) -> tuple[CategoryChoice, ...] | Literal["all"] | None:
        """Return the categories, a code alone as one with the account's own min and max."""
        if self.categories is None or self.categories == "all":
            return self.categories
        return tuple(CategoryChoice(code=choice) if isinstance(choice, str) else choice for choice in self.categories)


class ResendBody(Body):
    """The way to send a request again; without channels, as it was sent before."""

    channels: tuple[Channel, ...] | None = Field(default=None, min_length=1, max_length=2)


class ExtendBody(Body):
    """The number of further days for an owner."""

    days: int = Field(ge=1, le=30)


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


class PhotoRequestList(View):
    """The requests of a case, oldest first."""

    items: list[PhotoRequestView]
    next_cursor: str | None = None


class CaseDetail(CaseSummary):
    """A case with its requests, photos by category, and timeline."""

    requests: list[PhotoRequestView]
    attachment_counts: dict[str, int]
    timeline: list[TimelineEntryView]


class SuppressionQuery(PageQuery):
    """The page of the suppressed addresses to list."""


class SuppressionView(View):
    """An address that the account sends nothing to."""

    id: str
    channel: Channel
    address: str
    reason: str = Field(description="Why (English)")
    reason_code: FailureReason | None = Field(description="The same for programs")
    at: datetime


class SuppressionList(View):
    """A page of suppressed addresses."""

    items: list[SuppressionView]
    next_cursor: str | None


class AttachmentQuery(PageQuery):
    """The filter of a list of a case's photos."""

    group: Literal["initial_inspection"] | None = None
    category: Code | None = None


class AttachmentUrls(View):
    """Presigned addresses, good for 15 minutes; `original` is saved, the others are shown."""

    original: str
    preview: str
    thumbnail: str


class AttachmentView(View):
    """A photo in a case."""

    id: str
    request_id: str
    group: str
    category: str
    file_name: str
    content_type: str
    bytes: int
    width: int
    height: int
    sha256: str
    taken_at: str | None = Field(description="By the camera's clock (EXIF), with an offset only if the camera gave one")
    taken_at_local: str | None = Field(
        default=None, description="What the camera's clock showed, YYYY-MM-DDTHH:MM:SS, never with an offset"
    )
    camera: str | None
    gps: tuple[float, float] | None = Field(description="Latitude and longitude in degrees, if the photo has them")
    received_at: datetime
    source: Source
    doubt: Doubt | None = Field(
        default=None, description="What the owner's page found wrong with it, when the owner sent it all the same"
    )
    verdict: VerdictView | None = Field(default=None, description="What staff say of it; null while nobody has")
    to_review: bool = Field(
        default=False, description="It waits for a verdict. Photos of before there were verdicts don't wait for one"
    )
    urls: AttachmentUrls


class AttachmentList(View):
    """A page of photos."""

    items: list[AttachmentView]
    next_cursor: str | None


class ArchivePending(View):
    """The archive of a case's photos is being made: ask again, first after `Retry-After` seconds."""

    status: Literal["pending"] = "pending"
    photos: int = Field(description="Photos that it will hold")
    retry_after: int = Field(description="Seconds after which to ask again")
