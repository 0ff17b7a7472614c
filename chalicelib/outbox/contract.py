"""The contract with back-ends: every event that they can be told, as types. Schemas and documents are made of these.

Only ids, codes, counts, links to the console and the caller's own case number go out: no personal data, and no text
that anyone typed. A field or a type may be added at any time; none goes away or changes its meaning. What is written
here is refused if a field is unknown, what is published of it (docs) lets receivers take it.

The words of features above (states, reasons) are repeated here, since this feature is a leaf; a test compares them.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, Union, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, create_model

from chalicelib.base.channels import Channel
from chalicelib.outbox.model import EventType

RequestStatus = Literal[
    "created", "undelivered", "sent", "opened", "in_progress", "completed", "expired", "revoked",
]  # fmt: skip
CaseStatus = Literal["new", "waiting", "received", "converted"]
RejectionReason = Literal[
    "empty", "too_large", "checksum_mismatch", "not_an_image", "unsupported_type", "type_mismatch", "too_many_pixels",
    "too_complex",
    "broken", "missing", "too_many", "duplicate", "withdrawn",
]  # fmt: skip

UnusableReason = Literal["blurred", "dark", "too_far", "wrong_subject", "other"]

_EXAMPLE = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"
Identifier = Annotated[str, Field(min_length=1, max_length=60)]
CaseId = Annotated[Identifier, Field(description="The case", examples=[f"case_{_EXAMPLE}"])]
RequestId = Annotated[Identifier, Field(description="The photo request", examples=[f"req_{_EXAMPLE}"])]
ConsoleUrl = Annotated[
    str,
    Field(
        max_length=400, pattern="^https?://",
        description="The case's page in the console, for your staff: who is signed out gets there after signing in",
        examples=[f"https://photos.example.org/console/cases/case_{_EXAMPLE}"],
    ),
]  # fmt: skip
PhotoId = Annotated[Identifier, Field(description="The photo, by the id that the phone gave it", examples=[_EXAMPLE])]
Reference = Annotated[
    str | None, Field(max_length=64, description="Your own number of the case", examples=["CLM-2026-004711"])
]
Category = Annotated[str, Field(max_length=60, description="Code of the category", examples=["damage"])]
Photos = Annotated[
    dict[str, int],
    Field(description="How many photos are filed, by code of the category", examples=[{"exterior": 4, "damage": 2}]),
]


class Told(BaseModel):
    """Base of the data of events."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    version: int = Field(
        ge=1,
        description="Rises with every change of the entity, not always by one; of two events the higher is the later",
        examples=[3],
    )


class CaseData(Told):
    """A case as it is after the change."""

    case_id: CaseId
    console_url: ConsoleUrl
    reference: Reference
    status: CaseStatus


class ConvertedCaseData(CaseData):
    """A case in its process."""

    process: str = Field(max_length=60, description="Code of the process", examples=["kasko"])


class RequestData(Told):
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


class PhotoData(Told):
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
        description="What the photo is listed by in the case's attachments", examples=[f"pho_{_EXAMPLE}"]
    )


class RejectedPhotoData(PhotoData):
    """A photo that is not in its case, for good: its version is always 1."""

    reason: RejectionReason = Field(description="What was wrong with the file", examples=["not_an_image"])


class ReviewedPhotoData(PhotoData):
    """A photo with what staff say of it now; its version is that of the case."""

    attachment_id: Identifier = Field(
        description="What the photo is listed by in the case's attachments", examples=[f"pho_{_EXAMPLE}"]
    )
    usable: bool | None = Field(description="null: what was said of it was taken back", examples=[False])
    reason: UnusableReason | None = Field(description="Why it is of no use; null otherwise", examples=["blurred"])


class EndpointData(Told):
    """An endpoint of webhooks."""

    endpoint_id: Identifier = Field(description="The endpoint", examples=[f"whe_{_EXAMPLE}"])


class Event(BaseModel):
    """Base of events: the body of a webhook."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    type: str
    timestamp: AwareDatetime = Field(
        description="When it happened, in UTC; not when it was sent", examples=["2026-11-25T16:04:05.123456Z"]
    )
    data: Any


class Kind(NamedTuple):
    """A type of event: when it is told, and with which data."""

    when: str
    data: type[Told]
    #: What the data's example has in place of its fields' own examples.
    example: Mapping[str, Any] = MappingProxyType({})

    @property
    def entity(self) -> str:
        """The field of the data that names the entity whose version it has: the first that isn't the version."""
        return next(name for name in self.data.model_fields if name != "version")


#: Sent when its owner asks for it; nobody chooses it.
TEST = "endpoint.test"
#: Every type of event, those of photo requests in the order in which they happen.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "photo_request.created": Kind(
            "An owner is asked for photos; messages are on their way, if any were wanted.",
            NewRequestData,
            {"status": "created", "version": 1},
        ),
        "photo_request.sent": Kind(
            "A first message was handed over to its network, or one got through after all had failed.",
            SentRequestData,
            {"status": "sent", "version": 2},
        ),
        "photo_request.undelivered": Kind(
            "Every message failed, those by the other channel included. Correct phone or e-mail, and ask again.",
            UndeliveredRequestData,
            {"status": "undelivered", "version": 2},
        ),
        "photo_request.opened": Kind(
            "A person sees the owner's page for the first time; scanners of links don't count.",
            RequestData,
            {"status": "opened", "version": 3},
        ),
        "photo_request.completed": Kind(
            "The owner submitted all that was asked for; the photos are filed in the case.",
            CompletedRequestData,
            {"status": "completed", "version": 10},
        ),
        "photo_request.expired": Kind(
            "Its time is over. Photos that came stay in the case. Staff may give more days, and then it goes on.",
            ExpiredRequestData,
            {"status": "expired", "version": 6},
        ),
        "photo_request.revoked": Kind(
            "It was withdrawn: its link doesn't work any more.", RequestData, {"status": "revoked", "version": 4}
        ),
        "photo.filed": Kind("A photo was checked and is in the case.", FiledPhotoData, {"version": 1}),
        "photo.rejected": Kind(
            "A file came that can't be filed as a photo; the owner is asked for another one at once.",
            RejectedPhotoData,
            {"version": 1},
        ),
        "photo.reviewed": Kind(
            "Somebody of the staff said whether a photo is usable, or took that back.",
            ReviewedPhotoData,
            {"version": 11},
        ),
        "case.created": Kind(
            "A case was opened: by the API, in the console, or by a photo request without a case.",
            CaseData,
            {"status": "waiting", "version": 1},
        ),
        "case.converted": Kind(
            "A case was moved into a process of the account.", ConvertedCaseData, {"status": "converted", "version": 12}
        ),
        "case.updated": Kind(
            "Something in a case changed, or a photo was taken out of it: read it again.",
            CaseData,
            {"status": "received", "version": 9},
        ),
        TEST: Kind("You asked for it: POST /v1/webhook-endpoints/{endpoint_id}/test.", EndpointData, {"version": 1}),
    }
)


@cache
def event_model(name: str) -> type[Event]:
    """Return the type of a whole event, the body of a webhook. Made when first wanted: only documents need it."""
    kind, literal = KINDS[name], cast("Any", Literal)
    title = "".join(part.capitalize() for part in name.replace(".", "_").split("_"))
    made: Any = create_model(title, __base__=Event, __doc__=kind.when, type=(literal[name], ...), data=(kind.data, ...))
    return cast("type[Event]", made)


@cache
def any_event() -> TypeAdapter[Event]:
    """Return what reads any event by its `type`."""
    union: Any = Union[tuple(event_model(name) for name in KINDS)]  # noqa: UP007 - made of a list
    return TypeAdapter(Annotated[union, Field(discriminator="type")])


def checked(type: EventType, data: Mapping[str, Any]) -> dict[str, Any]:  # noqa: A002 - the field's name
    """Return an event's data as it is told; pydantic's ValidationError for what the contract doesn't have."""
    return KINDS[type].data.model_validate(data).model_dump(mode="json")
