"""Photo requests, uploads, attachments and messages, with the rules of their states (docs: reliability)."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, Field

from chalicelib.base.channels import Channel
from chalicelib.base.emails import StoredEmail
from chalicelib.base.formats import Sha256
from chalicelib.base.languages import Language
from chalicelib.base.models import Frozen
from chalicelib.features.photos.verdicts import Again, Verdict
from chalicelib.messaging.model import MessageStatus
from chalicelib.tenancy.categories import Category

Source = Literal["camera", "gallery", "unknown"]
ContentType = Literal["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"]
Doubt = Literal["blurred", "dark"]
Device = Literal["phone", "tablet", "desktop", "unknown"]
GROUP = "initial_inspection"
MAX_BYTES = 15 * 1024 * 1024
EXTENSIONS: dict[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
}


class RequestStatus(StrEnum):
    """The status of a request. `undelivered` can be sent again; the last three are ends."""

    CREATED = "created"
    UNDELIVERED = "undelivered"
    SENT = "sent"
    OPENED = "opened"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    EXPIRED = "expired"
    REVOKED = "revoked"


#: States in which the owner can still send photos.
OPEN = (
    RequestStatus.CREATED,
    RequestStatus.UNDELIVERED,
    RequestStatus.SENT,
    RequestStatus.OPENED,
    RequestStatus.IN_PROGRESS,
)
#: States of those before its owner is known to have the link.
AWAITING = (RequestStatus.CREATED, RequestStatus.UNDELIVERED, RequestStatus.SENT)
_RANK = {status: rank for rank, status in enumerate(RequestStatus)}


class UploadStatus(StrEnum):
    """`reserved -> filed`; aside `rejected`, `expired` (never came) and `removed` (by the owner)."""

    RESERVED = "reserved"
    FILED = "filed"
    REJECTED = "rejected"
    EXPIRED = "expired"
    REMOVED = "removed"


class PhotoRequest(Frozen):
    """A request to an owner for photos.

    `used` counts slots taken by pending and filed photos, `filed` the filed ones.
    """

    id: str
    account_id: str
    case_id: str
    status: RequestStatus = RequestStatus.CREATED
    language: Language
    comment: str = ""
    #: As they were when the request was made, with its own min and max.
    categories: tuple[Category, ...]
    channels: tuple[Channel, ...]
    #: Photos of the case that are of no use and are to be taken once more.
    again: tuple[Again, ...] = ()
    owner_name: str | None = None
    phone: str | None = None
    #: False: the phone of the case's client, who had not confirmed it by then; None: of no client.
    phone_confirmed: bool | None = None
    email: StoredEmail | None = None
    #: Name and contacts are of the holder of the goods, a driver or a consignee, not of the case's owner.
    of_holder: bool = False
    created_at: datetime
    created_by: str
    expires_at: AwareDatetime
    #: Characters of its typed code; requests of before there were longer ones say nothing.
    code_length: int = 8
    #: By which generation of the key its link was derived; requests of before the second one say nothing.
    link_generation: int | None = None
    remind_at: AwareDatetime | None = None
    sent_at: datetime | None = None
    #: The moment at which the first message reached the owner: by a report, or by the first opening of the link after
    #: it.
    delivered_at: datetime | None = None
    opened_at: datetime | None = None
    first_photo_at: datetime | None = None
    completed_at: datetime | None = None
    device: Device | None = None
    version: int = 1
    used: dict[str, int] = Field(default_factory=dict)
    filed: dict[str, int] = Field(default_factory=dict)
    rejected: int = 0
    #: Photos announced as a second try of one that the page found poor, and those sent although it did.
    retakes: int = 0
    doubtful: int = 0
    #: Its counts in the account's figures since it expired (figures.py): subtracted if it is reopened.
    counted: dict[str, int] | None = None

    def is_open(self, at: datetime) -> bool:
        """Return True if the owner can still send photos at this moment."""
        return self.status in OPEN and at < self.expires_at

    def link_works(self, at: datetime) -> bool:
        """Return True if the request's link works: while it is open and, once complete, as a receipt till its end."""
        return at < self.expires_at and self.status in (*OPEN, RequestStatus.COMPLETED)

    def status_at(self, at: datetime) -> RequestStatus:
        """The state as it is at this moment, also before the sweep has written that it expired."""
        return RequestStatus.EXPIRED if self.status in OPEN and at >= self.expires_at else self.status

    def category(self, code: str) -> Category | None:
        """Return the requested category of this code."""
        return next((category for category in self.categories if category.code == code), None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of the categories that have fewer filed photos than asked for."""
        return tuple(each.code for each in self.categories if self.filed.get(each.code, 0) < each.min)

    def risen_to(self, status: RequestStatus, **changes: object) -> "PhotoRequest":
        """Return the request changed, its version one more, its state never lower than it was."""
        higher = status if _RANK[status] > _RANK[self.status] else self.status
        return self.model_copy(update={**changes, "status": higher, "version": self.version + 1})

    @property
    def awaits_owner(self) -> bool:
        """Return True if nobody has opened the link yet, so that the arrival of a message matters."""
        return self.status in AWAITING and self.opened_at is None

    def gone_undelivered(self) -> "PhotoRequest":
        """Return the request as undelivered, its version one more: the one step back, and only from `sent`."""
        status = RequestStatus.UNDELIVERED if self.status in AWAITING else self.status
        return self.model_copy(update={"status": status, "version": self.version + 1})


class Upload(Frozen):
    """One photo on its way, by the id that the phone gave it.

    The size, type and hash of a plain form's photo (`plain`: the page without script) are unknown until it has arrived.
    """

    account_id: str
    case_id: str
    request_id: str
    photo_id: str
    category: str
    status: UploadStatus = UploadStatus.RESERVED
    bytes: int | None = None
    content_type: ContentType | None = None
    sha256: Sha256 | None = None
    #: As the phone says it: naive where the camera gave no offset.
    taken_at: datetime | None = None
    source: Source = "unknown"
    plain: bool = False
    #: True for a second try after a doubt of the page; and the doubt about this one.
    retake: bool = False
    doubt: Doubt | None = None
    reserved_at: datetime
    #: Until when it may arrive; after that the sweep looks for it.
    due_at: AwareDatetime
    reason: str | None = None
    attachment_id: str | None = None
    thumbnail_key: str | None = None
    received_at: datetime | None = None
    version_id: str | None = None

    def is_overdue(self, at: datetime) -> bool:
        """Return True if the photo should have arrived by this moment and hasn't."""
        return self.status == UploadStatus.RESERVED and self.due_at <= at


class Attachment(Frozen):
    """A photo in the case."""

    id: str
    account_id: str
    case_id: str
    request_id: str
    photo_id: str
    group: str = GROUP
    category: str
    file_name: str
    content_type: ContentType
    bytes: int
    width: int
    height: int
    sha256: Sha256
    #: By the camera's clock, never trusted for anything but showing; with an offset only where the camera gave one.
    taken_at: str | None = None
    camera: str | None = None
    gps: tuple[float, float] | None = None
    received_at: datetime
    source: Source
    doubt: Doubt | None = None
    #: The staff's verdict; None before the first one.
    verdict: Verdict | None = None
    #: True if it counts in its case as a photo to review: filed, and without a verdict yet. Photos of before don't.
    to_review: bool = False
    key: str
    version_id: str | None
    preview_key: str
    thumbnail_key: str

    @property
    def taken_at_local(self) -> str | None:
        """The local time of the camera's clock, without its offset."""
        return datetime.fromisoformat(self.taken_at).replace(tzinfo=None).isoformat() if self.taken_at else None


class Message(Frozen):
    """One SMS or e-mail of a request."""

    id: str
    account_id: str
    case_id: str
    request_id: str
    kind: Literal["invitation", "reminder"]
    channel: Channel
    to: str
    status: MessageStatus = MessageStatus.QUEUED
    #: SMS segments; None for e-mail.
    segments: int | None = None
    queued_at: datetime
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    provider_id: str | None = None
    #: A FailureReason, also of a delivered or delayed message; else words.
    reason: str | None = None


class Found(Frozen):
    """The place of an object, learned from an id, a token or a code alone."""

    account_id: str
    case_id: str
    request_id: str | None = None
    sort_key: str | None = None


class ArchiveOrder(Frozen):
    """An archive of a case to be made: of the content that `digest` names, by the `run` that began it."""

    account_id: str
    case_id: str
    #: By it the manifest of a feature names the content.
    kind: str = "photos"
    digest: Sha256
    run: str


class Making(Frozen):
    """An archive is waited for `until`; then it has failed, and from `anew_after` on it may be begun anew."""

    until: AwareDatetime
    anew_after: AwareDatetime


def file_name(category: Category, language: Language, *, number: int, content_type: str) -> str:
    """Name a photo by its category's label and number: `Повреждения-02.jpg`."""
    return f"{nameable(category.label(language))}-{number:02d}.{EXTENSIONS[content_type]}"


def nameable(words: str) -> str:
    """Return words as a file's name on any system: impossible characters become `_`."""
    allowed = ("_" if each in '<>:"/\\|?*' or not each.isprintable() else each for each in words)
    return "".join(allowed).strip(". ")
