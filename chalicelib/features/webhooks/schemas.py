"""HTTP bodies of webhooks."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.formats import of_length
from chalicelib.base.languages import N_
from chalicelib.base.moments import GivenMoment
from chalicelib.base.words import ONE_LINE
from chalicelib.features.webhooks.model import TEST, DeliveryStatus, Description, DisabledReason
from chalicelib.http.bodies import Body, View, unchanged
from chalicelib.http.paging import PageQuery
from chalicelib.outbox.contract import kinds

if TYPE_CHECKING:
    EventName = str
else:
    EventName = Literal[tuple(name for name in kinds() if name != TEST)]

Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    of_length(N_("Must be an address of at most 500 characters, such as https://example.org/hooks.")),
    ONE_LINE,
]
GivenDescription = Annotated[Description, ONE_LINE]
#: All kinds of events fit: tests choose each of them.
Events = Annotated[tuple[EventName, ...], Field(min_length=1, max_length=200)]
_URL = "An address on port 443 of the public internet that begins with https://"


class EndpointBody(Body):
    """A new endpoint: its address and its events."""

    url: Url = Field(description=_URL)
    events: Events
    description: GivenDescription = ""


class EndpointChange(Body):
    """Changes of an endpoint; omitted fields stay."""

    url: Url = Field(default_factory=unchanged, description=_URL)
    events: Events = Field(default_factory=unchanged)
    description: GivenDescription = Field(default_factory=unchanged)
    enabled: bool = Field(
        default_factory=unchanged, description="True also ends a pause after failures, so that it is tried at once"
    )

    def changes(self) -> dict[str, Any]:
        """Return the fields that the caller named."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class RotateBody(Body):
    """The time for which the former secret stays live beside the new one; 0 when it is in wrong hands."""

    former_lives_hours: int = Field(default=24, ge=0, le=168)


class EndpointView(View):
    """An endpoint, and how it is."""

    id: str
    url: str
    events: list[EventName]
    description: str
    enabled: bool
    disabled_reason: DisabledReason | None = Field(
        description="requested: by PATCH; gone: it answered 410; failing: nothing was accepted for 75 hours"
    )
    disabled_at: datetime | None
    failures: int = Field(description="Failed attempts in a row")
    failing_since: datetime | None
    paused_until: datetime | None = Field(description="Left alone until then, after failures or at its own request")
    former_secret_until: datetime | None = Field(description="Until then messages are signed by the former secret, too")
    generation: int = Field(description="Which secret is in use; rises when it is rotated")
    created_at: datetime
    version: int


class EndpointWithSecret(EndpointView):
    """An endpoint with its secret, which is shown this once."""

    secret: str = Field(description="whsec_…, for Standard Webhooks' libraries")


class EndpointList(View):
    """The endpoints of an account, oldest first."""

    items: list[EndpointView]
    next_cursor: str | None = None


class AttemptView(View):
    """One try of a delivery."""

    at: datetime
    status: int | None = Field(description="The answer's HTTP status; null: there was none")
    reason: str | None = Field(
        description="Why there was none: timeout, unknown_host, unreachable, forbidden_address, certificate, tls, "
        "broken_off"
    )
    milliseconds: int


class DeliveryView(View):
    """An event on its way to an endpoint."""

    id: str = Field(description="The event's id: what the receiver sees as webhook-id, the same at each attempt")
    type: str
    status: DeliveryStatus
    attempts: list[AttemptView] = Field(description="The latest 30, oldest first")
    next_attempt_at: datetime | None
    created_at: datetime


class DeliveryQuery(PageQuery):
    """The filter of deliveries."""


class DeliveryList(View):
    """A page of deliveries, newest first."""

    items: list[DeliveryView]
    next_cursor: str | None


class ReplayBody(Body):
    """From when on to deliver again."""

    since: GivenMoment = Field(description="Within the last 30 days")


class ReplayView(View):
    """The number of deliveries that were begun."""

    count: int
    rest_since: datetime | None = Field(description="Set when there is more: call again with it as `since`")
