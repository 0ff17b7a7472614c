"""The contract with back-ends: events of requests and of conversations about claims, as types."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.base.languages import N_
from chalicelib.outbox.contract import EXAMPLE, EventData, EventKind, Identifier

TicketId = Annotated[Identifier, Field(description="The request", examples=[f"tic_{EXAMPLE}"])]
ConsoleUrl = Annotated[
    str,
    Field(
        max_length=400,
        pattern="^https?://",
        description="The request's page in the console, for your staff",
        examples=[f"https://photos.example.org/console/tickets/tic_{EXAMPLE}"],
    ),
]


class TicketData(EventData):
    """A request of a client as it is after the change."""

    ticket_id: TicketId
    console_url: ConsoleUrl
    number: str = Field(max_length=20, description="Shown to the client", examples=["4821305"])
    topic: str = Field(max_length=60, description="Code of the topic", examples=["complaint"])
    kind: Literal["question", "suggestion", "complaint", "task"] = Field(examples=["complaint"])
    desk: str = Field(max_length=60, description="Code of the desk", examples=["general"])
    state: Annotated[Literal["open", "answered", "closed"], Field(examples=["open"])]
    due: date = Field(description="The last day of the answer", examples=["2026-12-18"])
    client_id: Annotated[str | None, Field(max_length=64, examples=[f"cli_{EXAMPLE}"])]
    policy_id: Annotated[str | None, Field(max_length=64, examples=[f"pol_{EXAMPLE}"])]
    claim_id: Annotated[str | None, Field(max_length=64, examples=[None])]


class ClaimMessageData(EventData):
    """A message in the conversation about a claim. Its words stay here."""

    message_id: Annotated[
        str, Field(max_length=120, description="The claim and the number", examples=[f"claim_{EXAMPLE}#3"])
    ]
    claim_id: Annotated[Identifier, Field(description="The claim", examples=[f"claim_{EXAMPLE}"])]
    console_url: Annotated[
        str,
        Field(
            max_length=400,
            pattern="^https?://",
            description="The page of its case in the console, for your staff",
            examples=[f"https://photos.example.org/console/cases/case_{EXAMPLE}"],
        ),
    ]
    case_id: Annotated[Identifier, Field(description="Its case: both have one ULID", examples=[f"case_{EXAMPLE}"])]
    client_id: Annotated[str | None, Field(max_length=64, examples=[f"cli_{EXAMPLE}"])]
    seq: int = Field(ge=1, description="The number in the conversation, without holes", examples=[3])
    side: Annotated[Literal["client", "staff"], Field(description="The side that wrote it", examples=["client"])]
    author: str = Field(
        max_length=120, description="`person:<id>`, `user:<id>` or `key:<id>`", examples=[f"person:per_{EXAMPLE}"]
    )
    attachments: int = Field(ge=0, description="The number of its files", examples=[0])


#: By type, in the order in which they happen.
EVENTS: Mapping[str, EventKind] = {
    "ticket.created": EventKind(
        N_("A client's request arrived"),
        "A client wrote a request, or staff registered one.",
        TicketData,
        {"version": 1},
    ),
    "ticket.routed": EventKind(
        N_("A request got another desk"), "A request was handed to another desk.", TicketData, {"desk": "claims"}
    ),
    "ticket.answered": EventKind(
        N_("A request was answered"), "The staff answered.", TicketData, {"state": "answered"}
    ),
    "ticket.overdue": EventKind(
        N_("A request is overdue"), "The term of a request ended without an answer.", TicketData
    ),
    "ticket.closed": EventKind(
        N_("A request was closed"), "Nobody can write in it any more.", TicketData, {"state": "closed"}
    ),
    "claim.message.created": EventKind(
        N_("A message about a claim"),
        "A client or the staff wrote in the conversation about a claim. Read it at GET /v1/claims/{claim_id}/messages.",
        ClaimMessageData,
        {"version": 1},
    ),
}
