"""The contract with back-ends: the event that an owner of an endpoint asks for."""

from collections.abc import Mapping

from pydantic import Field

from chalicelib.base.languages import N_
from chalicelib.features.webhooks.model import TEST
from chalicelib.outbox.contract import EXAMPLE, EventData, EventKind, Identifier


class EndpointData(EventData):
    """An endpoint of webhooks."""

    endpoint_id: Identifier = Field(description="The endpoint", examples=[f"whe_{EXAMPLE}"])


#: By type, in the order in which they happen.
EVENTS: Mapping[str, EventKind] = {
    TEST: EventKind(
        N_("Test event"),
        "You asked for it: POST /v1/webhook-endpoints/{endpoint_id}/test.",
        EndpointData,
        {"version": 1},
    ),
}
