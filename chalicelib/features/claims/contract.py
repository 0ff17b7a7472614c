"""The contract with back-ends: events of claims, as types."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

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


class DeadlineData(EventData):
    """A deadline of a claim. `version` is the deadline's own."""

    deadline_id: Annotated[
        str, Field(max_length=120, description="The claim and the code", examples=[f"claim_{EXAMPLE}#decision"])
    ]
    claim_id: ClaimId
    console_url: ConsoleUrl
    case_id: CaseId
    process: str = Field(max_length=60, description="Code of the process", examples=["osago"])
    code: str = Field(max_length=40, examples=["decision"])
    who: Annotated[Literal["client", "staff", "nobody"], Field(description="The side that must act")]
    last_day: Annotated[date, Field(description="At the place of the claim", examples=["2027-01-18"])]
    ends_at: Annotated[AwareDatetime, Field(examples=["2027-01-18T21:00:00Z"])]


class ClaimDocumentData(ClaimData):
    """A document of a claim, and the claim as it is after the change."""

    document_id: Annotated[Identifier, Field(description="The document", examples=[EXAMPLE])]
    slot: str = Field(max_length=60, description="Code of the document that it is", examples=["police_report"])


class DocumentRefusedData(ClaimDocumentData):
    """A refused document. The words of staff are in the API only."""

    reason: str = Field(
        max_length=60, description="`staff`, or a code of the inspection, such as `encrypted`", examples=["staff"]
    )


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
    "claim.rejected": EventKind(
        N_("A claim was rejected"),
        "Its client does not want an announced claim to be handled.",
        ClaimData,
        {"stage": "rejected", "version": 2},
    ),
    "claim.sent": EventKind(
        N_("A claim is being reviewed"),
        "The documents of a claim were sent, and are being reviewed.",
        ClaimData,
        {"stage": "review", "version": 4},
    ),
    "claim.documents_requested": EventKind(
        N_("Documents of a claim were asked for again"),
        "Staff ask the client for documents again, each with a reason: read the claim's `asked`.",
        ClaimData,
        {"version": 5},
    ),
    "claim.decided": EventKind(
        N_("A claim was decided"),
        "A claim was decided: paid, repaired, paid in part, or refused.",
        ClaimData,
        {"stage": "decided", "outcome": "payment", "version": 7},
    ),
    "claim.accepted": EventKind(
        N_("A decision was accepted"),
        "The client accepts the decision: the payment is prepared.",
        ClaimData,
        {"stage": "payment", "outcome": "payment", "version": 8},
    ),
    "claim.referred": EventKind(
        N_("A vehicle was referred to a workshop"),
        "The vehicle was referred to a workshop for its repair.",
        ClaimData,
        {"stage": "repair", "outcome": "repair", "version": 8},
    ),
    "claim.disputed": EventKind(
        N_("A decision was disputed"),
        "The client disputes the decision: the claim is reviewed anew.",
        ClaimData,
        {"stage": "review", "outcome": "partial", "version": 8},
    ),
    "claim.paid": EventKind(
        N_("A claim was paid"),
        "The payment was made, and the claim is closed.",
        ClaimData,
        {"stage": "closed", "outcome": "payment", "ending": "paid", "version": 9},
    ),
    "claim.closed": EventKind(
        N_("A claim was closed"),
        "A claim ended without a payment: repaired, refused, or withdrawn.",
        ClaimData,
        {"stage": "closed", "outcome": "repair", "ending": "repaired", "version": 9},
    ),
    "claim.reopened": EventKind(
        N_("A claim was reopened"),
        "A closed claim is reviewed anew; its decisions stay on record.",
        ClaimData,
        {"stage": "review", "outcome": "refused", "version": 10},
    ),
    "claim.updated": EventKind(
        N_("A claim was changed"),
        "Facts, handler, client or process of a claim were changed: read it again.",
        ClaimData,
    ),
    "claim.deadline.near": EventKind(
        N_("A deadline of a claim is near"),
        "A deadline of a claim ends in 72 or in 24 hours, and is neither met nor waived.",
        DeadlineData,
        {"who": "staff"},
    ),
    "claim.deadline.missed": EventKind(
        N_("A deadline of a claim was missed"),
        "A deadline of a claim ended, and was neither met nor waived.",
        DeadlineData,
        {"who": "staff"},
    ),
    "claim.document.received": EventKind(
        N_("A document of a claim was received"),
        "A document of a claim has arrived and was inspected; it waits for the verdict of your staff. A file of the "
        "conversation, whose slot is `chat`, gets none, and leaves the claim's version as it is.",
        ClaimDocumentData,
    ),
    "claim.document.accepted": EventKind(
        N_("A document of a claim was accepted"),
        "A document of a claim was accepted by your staff.",
        ClaimDocumentData,
    ),
    "claim.document.refused": EventKind(
        N_("A document of a claim was refused"),
        "A document of a claim was refused, by the inspection or by your staff.",
        DocumentRefusedData,
    ),
}
