"""HTTP bodies and answers of own claims in the client area."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.words import ONE_LINE
from chalicelib.features.claims.deadlines.computing import State
from chalicelib.features.claims.decision.calculating import LineKind
from chalicelib.features.claims.documents.model import DocumentState
from chalicelib.features.claims.documents.schemas import DocumentUpload
from chalicelib.features.claims.move_schemas import ClaimMove, Reason
from chalicelib.features.claims.processes import Need
from chalicelib.features.claims.stages import Ending, Move, Outcome, RejectionReason, Side, Stage
from chalicelib.features.claims.standing import SlotState
from chalicelib.http.bodies import View
from chalicelib.http.money import MoneyView
from chalicelib.http.paging import PageQuery

_EXAMPLE = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


class ClientMove(ClaimMove):
    """A move of an own claim."""

    move: Move = Field(description="One of `moves` of the claim", examples=["send"])
    reason: Reason | None = Field(
        default=None,
        description="Needed for `dispute`, `withdraw`, `reopen`; for `reject` with the code `other`",
        examples=[None],
    )
    code: RejectionReason = Field(
        default=RejectionReason.OTHER, description="Of `reject`: the reason", examples=["below_deductible"]
    )


class AreaNextDue(View):
    """The open deadline that ends first."""

    code: str
    label: str = Field(description="In the language of the call")
    last_day: date = Field(description="At the place of the claim")
    days_left: int = Field(description="From today to that day, 0 on it")


class AreaClaimLine(View):
    """An own claim in the list."""

    id: str = Field(examples=[f"claim_{_EXAMPLE}"])
    number: str = Field(description="The claim's name for people: the insurer's reference, else the end of its id")
    object: str = Field(description="The vehicle in a line", examples=["LADA Vesta А123ВС 777"])
    client_id: str = Field(description="The client of yours whose claim it is")
    policy_id: str | None
    process: str = Field(description="The code of the process", examples=["kasko"])
    stage: Stage
    stage_name: str = Field(description="In the language of the call")
    turn: Side = Field(description="The side that has to act; `staff` is the insurer")
    next_step: str = Field(description="A sentence in the language of the call")
    next_due: AreaNextDue | None
    usual_days: int | None = Field(
        description="The median days of claims in this stage, in the last twelve months; null: fewer than 20 left it"
    )
    opened_at: datetime
    version: int


class AreaClaimsQuery(PageQuery):
    """The filter of the own claims."""

    stage: Stage | None = None
    turn: Literal["mine"] | None = Field(default=None, description="`mine`: those that wait for you")
    q: Annotated[str, StringConstraints(max_length=64), ONE_LINE] = Field(
        default="", description="The beginning of a number: of the claim, the waybill, or your own", examples=["S-2026"]
    )


class AreaClaimList(View):
    """A page of the own claims, the latest first."""

    items: list[AreaClaimLine]
    next_cursor: str | None


class AreaClaimStep(View):
    """A step of an own claim."""

    stage: Stage
    label: str
    reached_at: datetime | None
    current: bool


class AreaClaimSlot(View):
    """A document that an own claim needs, or may have."""

    code: str
    label: str
    why: str
    example: str
    need: Need = Field(
        description="`one_of`: one of its `group` is enough; `payment`: needed to accept a decision, optional before"
    )
    group: str | None
    min: int
    max: int
    state: SlotState
    held: int = Field(description="Documents that count, and photos of the case if they fill it, too")
    photos: str | None = Field(description="The category of the photos that fill it, too")
    missing: bool = Field(
        description="True: without it the claim can't be sent for review, or the decision not accepted"
    )
    asked_again: str | None = Field(description="The reason why it is asked for again")


class AreaClaimDeadline(View):
    """A deadline of an own claim."""

    code: str
    label: str
    law: str
    state: State
    who: Literal["client", "staff", "nobody"] = Field(description="The side that must act")
    last_day: date | None
    ends_at: datetime | None
    days_left: int | None
    waits_for: str | None = Field(description="The code of the fact that it counts from, while that is unknown")
    waits_for_label: str
    effect: str = Field(description="What follows if it is missed; empty for nothing")


class AreaDecisionLine(View):
    """A line of the calculation of a decision, rounded half up; negative ones take off."""

    kind: LineKind
    label: str = Field(description="Of an item, and of its wear")
    amount: MoneyView


class AreaDecision(View):
    """The decision of an own claim that holds."""

    number: int = Field(description="Among the decisions of the claim")
    outcome: Outcome
    lines: list[AreaDecisionLine]
    total: MoneyView | None
    reason: str


class AreaWorkshop(View):
    """A workshop."""

    name: str
    address: str
    phone: str


class AreaReferral(View):
    """The referral of an own claim to a workshop that holds."""

    id: str
    workshop: AreaWorkshop
    until: date = Field(description="The last day on which the workshop takes the vehicle")
    expired: bool
    deductible: MoneyView | None = Field(description="The part that you pay")
    subject: str | None = Field(description="The name to start its payment by; null: nothing is due")
    document: bool = Field(description="True: its PDF file can be downloaded")


class AreaClaimView(AreaClaimLine):
    """An own claim."""

    decision: AreaDecision | None = Field(description="The last one, while it holds")
    referral: AreaReferral | None
    ending: Ending | None
    steps: list[AreaClaimStep]
    slots: list[AreaClaimSlot]
    deadlines: list[AreaClaimDeadline]
    moves: list[Move] = Field(description="Moves that you can make now")
    law: str | None = Field(description="Of the carriage of goods; null: its terms are the carrier's, ask the handler")


class AreaClaimDocument(View):
    """A document of an own claim."""

    id: str
    slot: str
    file_name: str
    state: DocumentState
    reason: str = Field(description="Of a refused one, in words")
    content_type: str | None
    bytes: int | None
    added_at: datetime
    upload: DocumentUpload | None = Field(default=None, description="In the answer to the announcement only")


class AreaClaimDocumentList(View):
    """The documents of an own claim, oldest first."""

    items: list[AreaClaimDocument]
