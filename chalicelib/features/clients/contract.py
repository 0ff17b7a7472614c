"""The contract with back-ends: events of clients, as types."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.base.languages import N_
from chalicelib.outbox.contract import EXAMPLE, EventData, EventKind, Identifier

ClientId = Annotated[Identifier, Field(description="The client", examples=[f"cli_{EXAMPLE}"])]
ConsoleUrl = Annotated[
    str,
    Field(
        max_length=400,
        pattern="^https?://",
        description="The client's page in the console, for your staff",
        examples=[f"https://photos.example.org/console/clients/cli_{EXAMPLE}"],
    ),
]


class ClientData(EventData):
    """A client as it is after the change."""

    client_id: ClientId
    console_url: ConsoleUrl
    kind: Literal["person", "company"]
    agent_id: Annotated[
        str | None,
        Field(max_length=60, description="The agent in whose base the client is; null: the house's", examples=[None]),
    ]


class MergedClientData(ClientData):
    """A client into which another one was merged."""

    merged_id: ClientId


class ReboundData(ClientData):
    """A client in its new base; a binding has moved with it."""

    former_agent_id: Annotated[
        str | None,
        Field(max_length=60, description="The agent in whose base it was; null: the house's", examples=[None]),
    ]


class ErasedData(ClientData):
    """A client that was erased."""

    kept_until: Annotated[
        date | None,
        Field(
            description="The day until which a law demands to keep a rest of it, blocked; null: nothing is kept",
            examples=[None],
        ),
    ]


#: By type, in the order in which they happen.
EVENTS: Mapping[str, EventKind] = {
    "client.created": EventKind(N_("A client was added"), "A client was added to a base.", ClientData, {"version": 1}),
    "client.updated": EventKind(
        N_("A client was changed"), "Facts of a client were changed, or its phone was confirmed.", ClientData
    ),
    "client.bound": EventKind(
        N_("A client was bound"), "A sale bound the client to the agent who sold it a policy.", ClientData
    ),
    "client.merged": EventKind(
        N_("Clients were merged"),
        "Another client of the same person was merged into this one: `merged_id` is no client any more.",
        MergedClientData,
        {"merged_id": f"cli_{EXAMPLE[:-1]}B"},
    ),
    "client.contested": EventKind(
        N_("A client contests its agent"),
        "A client was told of its agent, and says that this is not right. An administrator looks into it.",
        ClientData,
    ),
    "client.rebound": EventKind(
        N_("A client was moved to another base"),
        "An administrator moved a client to the base of another agent, or of the house: `agent_id` is the new one.",
        ReboundData,
    ),
    "client.erased": EventKind(
        N_("A client was deleted"), "A client was deleted, or erased but for a rest that a law demands.", ErasedData
    ),
}
