"""The contract with back-ends: events of claims, as types."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.base.languages import N_
from chalicelib.outbox.contract import EXAMPLE, EventData, EventKind, Identifier

ClaimId = Annotated[Identifier, Field(description="The claim", examples=[f"claim_{EXAMPLE}"])]
CaseId = Annotated[Identifier, Field(description="Its case: both have one ULID", examples=[f"case_{EXAMPLE}"])]
ConsoleUrl = Annotated[
    str,
    Field(
        max_length=400,
        pattern="^https?://",
        description="The page of its case in the console, for your staff",
        examples=[f"https://photos.example.org/console/cases/case_{EXAMPLE}"],
    ),
]
Stages = Literal["announced", "documents", "review", "decided", "repair", "payment", "closed", "rejected"]
Outcomes = Literal["payment", "repair", "partial", "refused"]
Endings = Literal["paid", "repaired", "refused", "withdrawn"]


class ClaimData(EventData):
    """A claim as it is after the change."""

    claim_id: ClaimId
    console_url: ConsoleUrl
    case_id: CaseId
    process: str = Field(max_length=60, description="Code of the process", examples=["kasko"])
    stage: Annotated[Stages, Field(examples=["documents"])]
    outcome: Annotated[Outcomes | None, Field(description="Of the last decision", examples=[None])]
    ending: Annotated[Endings | None, Field(description="Of a closed claim", examples=[None])]
    client_id: Annotated[str | None, Field(max_length=64, examples=[f"cli_{EXAMPLE}"])]
    policy_id: Annotated[str | None, Field(max_length=64, examples=[f"pol_{EXAMPLE}"])]


#: By type, in the order in which they happen.
EVENTS: Mapping[str, EventKind] = {
    "claim.announced": EventKind(
        N_("A claim was announced"),
        "A claim was announced to its client, who starts or rejects it.",
        ClaimData,
        {"stage": "announced", "version": 1},
    ),
    "claim.started": EventKind(
        N_("A claim was started"),
        "A claim began, by the conversion of its case or by its client: documents are asked for.",
        ClaimData,
        {"version": 1},
    ),
    "claim.updated": EventKind(
        N_("A claim was changed"),
        "Facts, handler, client or process of a claim were changed: read it again.",
        ClaimData,
    ),
}
