"""HTTP bodies and answers of claims."""

from datetime import datetime
from typing import Any

from pydantic import Field, computed_field

from chalicelib.base.console_links import page_link
from chalicelib.base.formats import Identifier
from chalicelib.base.moments import GivenMoment
from chalicelib.features.claims.facts import ClaimFacts
from chalicelib.features.claims.model import AskedDocument, NextDue
from chalicelib.features.claims.processes import Need
from chalicelib.features.claims.stages import Ending, Outcome, RejectionReason, Side, Stage
from chalicelib.features.claims.standing import SlotState
from chalicelib.http.bodies import View
from chalicelib.http.money import MoneyView
from chalicelib.http.paging import PageQuery

EXAMPLE = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


class ClaimListQuery(PageQuery):
    """The filter of a list of claims. A page may have fewer than `limit`, or none, and still a `next_cursor`."""

    client_id: Identifier | None = None
    policy_id: Identifier | None = None
    stage: Stage | None = None
    handler: Identifier | None = Field(default=None, description="The id of a user of the staff")
    due_before: GivenMoment | None = Field(
        default=None,
        description="Those with an open deadline before this moment, the one that ends first comes first",
        examples=["2026-12-01T00:00:00Z"],
    )


class ClaimStepView(View):
    """A step of a claim at a glance."""

    stage: Stage
    label: str = Field(description="The process's name of it, in your language")
    reached_at: datetime | None = Field(description="The last time it began; null: it did not")
    current: bool


class ClaimSlotView(View):
    """A document that a claim needs, or may have."""

    code: str
    label: str
    why: str
    example: str
    need: Need
    group: str | None = Field(description="Of `one_of`: one of the documents of this group is enough")
    min: int
    max: int
    within_hours: int | None = Field(description="From the discovery of the loss")
    state: SlotState
    received: int = Field(description="Files that wait for a verdict")
    accepted: int
    refused: int
    asked_again: str | None = Field(description="The reason why staff ask for it again")


class ClaimPaymentView(View):
    """The payment that closed a claim."""

    day: str
    amount: MoneyView
    reference: str
    reason: str


class ClaimSummary(View):
    """A claim as lists show it."""

    id: str
    case_id: str
    process: str
    stage: Stage
    stage_label: str = Field(description="The process's name of the stage, in your language")
    turn: Side = Field(description="The side that has to act")
    outcome: Outcome | None = Field(description="Of the last decision")
    awarded: MoneyView | None = Field(description="The sum of the last decision")
    ending: Ending | None = Field(description="Of a closed claim")
    client_id: str | None
    policy_id: str | None
    handler: str | None = Field(description="`user:<id>`")
    next_due: NextDue | None = Field(description="The open deadline that ends first")
    opened_at: datetime
    changed_at: datetime
    version: int

    @computed_field(description="The page of its case in the console, for your staff")  # type: ignore[prop-decorator]
    @property
    def console_url(self) -> str:
        """The address of its case in the console."""
        return page_link(f"/console/cases/{self.case_id}?tab=claim")


class ProposalView(View):
    """A decision that a second person has to confirm."""

    decision_id: str
    outcome: Outcome
    total: MoneyView | None
    by: str = Field(description="Who proposed it: `user:<id>` or `key:<id>`")


class RejectionView(View):
    """The rejection of an announced claim by its company."""

    code: RejectionReason
    text: str


class ClaimView(ClaimSummary):
    """A claim with its facts, its steps and the documents that it needs."""

    facts: ClaimFacts
    steps: list[ClaimStepView]
    slots: list[ClaimSlotView]
    missing: list[str] = Field(
        description="Codes of documents without which it can't be sent for review, or its decision not accepted"
    )
    asked: list[AskedDocument] = Field(description="Documents that staff ask for again")
    decisions: int = Field(description="The number of decisions so far")
    proposal: ProposalView | None = Field(description="The decision that a second person has to confirm")
    paid: ClaimPaymentView | None
    rejection: RejectionView | None = Field(description="Of a rejected claim")
    law: str | None = Field(description="Of the carriage: as noted in the facts, else by route, mode and zone")


class ClaimList(View):
    """A page of claims."""

    items: list[ClaimSummary]
    next_cursor: str | None


class ClaimHistoryQuery(PageQuery):
    """The page of a claim's history."""


class ClaimEntryView(View):
    """One thing that happened to a claim."""

    id: str
    at: datetime
    actor: str = Field(description="`user:<id>`, `key:<id>`, `person:<id>` or `system`")
    type: str
    version: int
    data: dict[str, Any]


class ClaimHistory(View):
    """A claim's history, the latest entry first."""

    items: list[ClaimEntryView]
    next_cursor: str | None
