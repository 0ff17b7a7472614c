"""HTTP bodies of photo requests and attachments; those of the owner's page are in owner_schemas.py."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.base.channels import Channel
from chalicelib.base.formats import Code
from chalicelib.features.cases.policy_schemas import CaseWithPolicy
from chalicelib.features.cases.schemas import TimelineEntryView
from chalicelib.features.photos.model import Doubt, Source
from chalicelib.features.photos.request_views import PhotoRequestView
from chalicelib.features.photos.review_schemas import VerdictView
from chalicelib.http.bodies import Body, View
from chalicelib.http.paging import PageQuery


class ResendBody(Body):
    """The way to send a request again; without channels, as it was sent before."""

    channels: tuple[Channel, ...] | None = Field(default=None, min_length=1, max_length=2)


class ExtendBody(Body):
    """The number of further days for an owner."""

    days: int = Field(ge=1, le=30)


class PhotoRequestList(View):
    """The requests of a case, oldest first."""

    items: list[PhotoRequestView]
    next_cursor: str | None = None


class CaseDetail(CaseWithPolicy):
    """A case with its requests, photos by category, and timeline."""

    requests: list[PhotoRequestView]
    attachment_counts: dict[str, int]
    timeline: list[TimelineEntryView]


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
