"""The contract with back-ends: events of cases, as types."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.base.languages import N_
from chalicelib.outbox.contract import EXAMPLE, EventData, EventKind, Identifier

CaseStatus = Literal["new", "waiting", "received", "converted"]

CaseId = Annotated[Identifier, Field(description="The case", examples=[f"case_{EXAMPLE}"])]

ConsoleUrl = Annotated[
    str,
    Field(
        max_length=400,
        pattern="^https?://",
        description="The case's page in the console, for your staff: who is signed out gets there after signing in",
        examples=[f"https://photos.example.org/console/cases/case_{EXAMPLE}"],
    ),
]

Reference = Annotated[
    str | None, Field(max_length=64, description="Your own number of the case", examples=["CLM-2026-004711"])
]

ClientId = Annotated[
    str | None,
    Field(max_length=64, description="The client whom the case names; null: none", examples=[f"cli_{EXAMPLE}"]),
]

PolicyId = Annotated[
    str | None,
    Field(
        max_length=64,
        description="The policy that the case names: one of `GET /v1/policies`, or any id of yours; null: none",
        examples=[f"pol_{EXAMPLE}"],
    ),
]


class CaseData(EventData):
    """A case as it is after the change."""

    case_id: CaseId
    console_url: ConsoleUrl
    reference: Reference
    status: CaseStatus
    client_id: ClientId
    policy_id: PolicyId


class ConvertedCaseData(CaseData):
    """A case in its process."""

    process: str = Field(max_length=60, description="Code of the process", examples=["kasko"])


#: By type, in the order in which they happen.
EVENTS: Mapping[str, EventKind] = {
    "case.created": EventKind(
        N_("A case was opened"),
        "A case was opened: by the API, in the console, or by a photo request without a case.",
        CaseData,
        {"status": "waiting", "version": 1},
    ),
    "case.updated": EventKind(
        N_("Something in a case changed"),
        "Something in a case changed, or a photo was taken out of it: read it again.",
        CaseData,
        {"status": "received", "version": 9},
    ),
    "case.converted": EventKind(
        N_("A case was converted"),
        "A case was moved into a process of the account.",
        ConvertedCaseData,
        {"status": "converted", "version": 12},
    ),
}
