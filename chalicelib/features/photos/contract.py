"""The contract with back-ends: events of photo requests and of photos, as types.

The words for states and reasons are repeated here: the contract changes by intent, and a test compares."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.base.channels import Channel
from chalicelib.base.languages import N_
from chalicelib.features.cases.contract import CaseId, ConsoleUrl, Reference
from chalicelib.outbox.contract import EXAMPLE, EventData, EventKind, Identifier

RequestStatus = Literal[
    "created",
    "undelivered",
    "sent",
    "opened",
    "in_progress",
    "completed",
    "expired",
    "revoked",
]

RejectionReason = Literal[
    "empty",
    "too_large",
    "checksum_mismatch",
    "not_an_image",
    "unsupported_type",
    "type_mismatch",
    "too_many_pixels",
    "too_complex",
    "broken",
    "missing",
    "too_many",
    "duplicate",
    "withdrawn",
]

UnusableReason = Literal["blurred", "dark", "too_far", "wrong_subject", "other"]

RequestId = Annotated[Identifier, Field(description="The photo request", examples=[f"req_{EXAMPLE}"])]

PhotoId = Annotated[Identifier, Field(description="The photo, by the id that the phone gave it", examples=[EXAMPLE])]

Category = Annotated[str, Field(max_length=60, description="Code of the category", examples=["damage"])]

Photos = Annotated[
    dict[str, int],
    Field(description="How many photos are filed, by code of the category", examples=[{"exterior": 4, "damage": 2}]),
]


class RequestData(EventData):
    """A photo request as it is after the change."""

    request_id: RequestId
    case_id: CaseId
    console_url: ConsoleUrl
    status: RequestStatus


class NewRequestData(RequestData):
    """A photo request that was just made."""

    reference: Reference


class SentRequestData(RequestData):
    """A photo request with a message that was handed over."""

    channel: Channel = Field(description="How it was sent", examples=["sms"])


class UndeliveredRequestData(RequestData):
    """A photo request whose messages all failed."""

    channel: Channel = Field(description="The channel that failed last", examples=["sms"])
    reason: str = Field(max_length=200, description="Why; for people and logs", examples=["opted_out"])


class CompletedRequestData(RequestData):
    """A photo request with all that was asked for."""

    reference: Reference
    photos: Photos


class ExpiredRequestData(RequestData):
    """A photo request whose time is over."""

    photos: Photos


class PhotoData(EventData):
    """A photo in a case."""

    photo_id: PhotoId
    request_id: RequestId
    case_id: CaseId
    console_url: ConsoleUrl
    reference: Reference
    category: Category


class FiledPhotoData(PhotoData):
    """A photo in its case, filed once and for all: its version is always 1."""

    attachment_id: Identifier = Field(
        description="What the photo is listed by in the case's attachments", examples=[f"pho_{EXAMPLE}"]
    )


class RejectedPhotoData(PhotoData):
    """A photo that is not in its case, for good: its version is always 1."""

    reason: RejectionReason = Field(description="What was wrong with the file", examples=["not_an_image"])


class ReviewedPhotoData(PhotoData):
    """A photo with its present verdict; its version is that of the case."""

    attachment_id: Identifier = Field(
        description="What the photo is listed by in the case's attachments", examples=[f"pho_{EXAMPLE}"]
    )
    usable: bool | None = Field(description="null: what was said of it was taken back", examples=[False])
    reason: UnusableReason | None = Field(description="Why it is of no use; null otherwise", examples=["blurred"])


#: By type, in the order in which they happen.
EVENTS: Mapping[str, EventKind] = {
    "photo_request.created": EventKind(
        N_("Photos were asked for"),
        "An owner is asked for photos; messages are on their way, if any were wanted.",
        NewRequestData,
        {"status": "created", "version": 1},
    ),
    "photo_request.sent": EventKind(
        N_("The request went out to the owner"),
        "A first message was handed over to its network, or one got through after all had failed.",
        SentRequestData,
        {"status": "sent", "version": 2},
    ),
    "photo_request.undelivered": EventKind(
        N_("No message reached the owner"),
        "Every message failed, those by the other channel included. Correct phone or e-mail, and ask again.",
        UndeliveredRequestData,
        {"status": "undelivered", "version": 2},
    ),
    "photo_request.opened": EventKind(
        N_("The owner opened the page"),
        "A person sees the owner's page for the first time; scanners of links don't count.",
        RequestData,
        {"status": "opened", "version": 3},
    ),
    "photo_request.completed": EventKind(
        N_("The owner sent all photos"),
        "The owner submitted all that was asked for; the photos are filed in the case.",
        CompletedRequestData,
        {"status": "completed", "version": 10},
    ),
    "photo_request.expired": EventKind(
        N_("The request expired"),
        "Its time is over. Photos that came stay in the case. Staff may give more days, and then it goes on.",
        ExpiredRequestData,
        {"status": "expired", "version": 6},
    ),
    "photo_request.revoked": EventKind(
        N_("The request was withdrawn"),
        "It was withdrawn: its link doesn't work any more.",
        RequestData,
        {"status": "revoked", "version": 4},
    ),
    "photo.filed": EventKind(
        N_("A photo was filed in the case"), "A photo was checked and is in the case.", FiledPhotoData, {"version": 1}
    ),
    "photo.rejected": EventKind(
        N_("A file was not accepted"),
        "A file came that can't be filed as a photo; the owner is asked for another one at once.",
        RejectedPhotoData,
        {"version": 1},
    ),
    "photo.reviewed": EventKind(
        N_("A photo was reviewed"),
        "Somebody of the staff said whether a photo is usable, or took that back.",
        ReviewedPhotoData,
        {"version": 11},
    ),
}
