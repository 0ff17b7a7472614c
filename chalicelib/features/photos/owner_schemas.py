"""HTTP bodies of the owner's page: its state, and the calls of its script."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from chalicelib.base.formats import Sha256, of_length
from chalicelib.base.ids import Ulid
from chalicelib.base.languages import N_, Language
from chalicelib.features.photos.camera_clock import read_camera_time
from chalicelib.features.photos.model import Doubt, RequestStatus, Source
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.features.photos.verdicts import UnusableReason
from chalicelib.http.bodies import PageBody, View, dropped_if_wrong
from chalicelib.tenancy.categories import CategoryCode


def _camera_time(given: object) -> datetime | None:
    time = read_camera_time(given) if isinstance(given, str) else None
    if time is None and given is not None:
        raise ValueError(given)
    return time


_CameraTime = Annotated[
    datetime | None,
    BeforeValidator(_camera_time),
    WithJsonSchema({"anyOf": [{"type": "string", "examples": ["2026-01-31T12:00:00"]}, {"type": "null"}]}),
    dropped_if_wrong(None),
]


class UploadBody(PageBody):
    """A photo that the owner's page wants to send. Optional fields that can't be read are dropped."""

    photo_id: Ulid
    category: CategoryCode
    bytes: int = Field(ge=1)
    content_type: Annotated[
        str, StringConstraints(max_length=100), of_length(N_("Must be a type of a file, such as image/jpeg."))
    ]
    sha256: Sha256
    taken_at: _CameraTime = Field(
        default=None,
        description="By the camera's clock, YYYY-MM-DDTHH:MM:SS, with an offset only where the camera gave one; used "
        "where the file itself has none",
    )
    source: Annotated[Source, dropped_if_wrong("unknown")] = "unknown"
    retake: Annotated[bool, dropped_if_wrong(False)] = Field(
        default=False, description="It replaces a photo that the page found poor"
    )
    doubt: Annotated[Doubt | None, dropped_if_wrong(None)] = Field(
        default=None, description="What the page finds wrong with it; sent all the same"
    )


class UploadAnswer(View):
    """The next step for a photo: post it to `url` with every field, `file` last, or nothing more."""

    status: Literal["pending", "received", "duplicate"]
    method: Literal["POST"] | None = None
    url: str | None = None
    fields: dict[str, str] | None = None
    expires_in: int | None = None


class OwnerPhone(View):
    """A number that the owner may call."""

    number: str
    extension: str
    display: str
    note: str


class OwnerAccount(View):
    """The account that asks."""

    name: str
    phones: list[OwnerPhone]
    logo_url: str | None


class OwnerPhoto(View):
    """A photo that the phone has announced."""

    id: str
    status: Literal["pending", "received", "rejected"]
    reason: str | None = Field(default=None, description="Why it was rejected and what to do, in the owner's language")
    reason_code: RejectionReason | None = Field(default=None, description="The same for programs")
    thumbnail_url: str | None = None
    received_at: datetime | None = Field(default=None, description="When it was filed")


class OwnerAgain(View):
    """A photo that the owner is to take once more: its fault, and advice."""

    reason: str = Field(description="What is wrong, in the owner's language")
    reason_code: UnusableReason = Field(description="The same for programs")
    hint: str = Field(description="What to do better, in the owner's language; empty if nothing fits all photos")
    text: str = Field(description="What staff added in their own words")
    thumbnail_url: str | None = Field(
        default=None, description="The photo as it came; null once it is deleted or the request has ended"
    )


class OwnerCategory(View):
    """A category of the owner's page."""

    code: str
    label: str
    hint: str
    min: int
    max: int
    original_required: bool
    photos: list[OwnerPhoto]
    again: list[OwnerAgain] = Field(default_factory=list, description="Photos to take once more")


class OwnerState(View):
    """All that the owner's page shows."""

    status: RequestStatus
    language: Language
    account: OwnerAccount
    comment: str
    expires_at: datetime
    completed_at: datetime | None = None
    categories: list[OwnerCategory]


class StateQuery(PageBody):
    """In which language to answer, if not the request's own."""

    lang: Annotated[Language | None, dropped_if_wrong(None)] = None


class OpenedBody(PageBody):
    """Facts of the device that the page reports."""

    device: Annotated[Literal["phone", "tablet", "desktop"] | None, dropped_if_wrong(None)] = Field(
        default=None, description="Without it, what the browser says of itself decides"
    )


class Submitted(View):
    """The request is complete."""

    status: RequestStatus
