"""HTTP bodies and answers of decisions."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.words import ONE_LINE
from chalicelib.features.claims.decision.calculating import LineKind
from chalicelib.features.claims.decision.model import DecisionState
from chalicelib.features.claims.decision.reading import TypedDecision, TypedStep
from chalicelib.features.claims.move_schemas import ClaimMove, Reason
from chalicelib.features.claims.stages import Outcome
from chalicelib.http.bodies import Body, View
from chalicelib.http.money import MoneyView

_Number = Annotated[str, StringConstraints(max_length=40), ONE_LINE]
_Label = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), ONE_LINE]
_Currency = Annotated[str, StringConstraints(max_length=10), ONE_LINE]
MOST_LINES = 60


class DecisionLineBody(Body):
    """A line of the calculation. Lines hold in their order; each takes off of the sum of those before it."""

    kind: Literal["item", "proportion", "limit", "deductible"] = Field(examples=["item"])
    label: _Label | None = Field(default=None, description="Of an item", examples=["Front bumper"])
    amount: _Number | None = Field(
        default=None, description="Of an item, a limit, a deductible: of its percentage the least", examples=["8400.00"]
    )
    wear: _Number | None = Field(default=None, description="Of an item: percent of its amount", examples=["12.5"])
    percent: _Number | None = Field(default=None, description="Of a deductible: of the sum so far", examples=["10"])
    sum_insured: _Number | None = Field(default=None, description="Of a proportion", examples=["6000.00"])
    value: _Number | None = Field(default=None, description="Of a proportion: the insurable value")

    def typed(self) -> TypedStep:
        """Return the line as the use case reads it."""
        return TypedStep(**{name: getattr(self, name) or "" for name in TypedStep._fields})


class DecisionBody(ClaimMove):
    """The decision of a claim."""

    outcome: Outcome = Field(examples=["payment"])
    currency: _Currency | None = Field(default=None, description="Of all amounts (ISO 4217)", examples=["RUB"])
    lines: list[DecisionLineBody] = Field(default_factory=list, max_length=MOST_LINES)
    reason: Reason | None = Field(default=None, description="Needed for `partial` and `refused`; the client reads it")

    def typed(self) -> TypedDecision:
        """Return the decision as the use case reads it, for a check without the parts that can't be read."""
        steps = [each.typed() for each in self.lines or () if each.kind]
        return TypedDecision(self.outcome, self.currency or "", steps, self.reason or "")


class SignedView(View):
    """A moment, and the person who acted."""

    at: datetime
    by: str = Field(description="`user:<id>` or `key:<id>`")


class DecisionLineView(View):
    """A line of a calculation, rounded half up to the currency's unit; negative ones take off."""

    kind: LineKind
    label: str
    amount: MoneyView


class DecisionView(View):
    """A decision. Made ones are never changed."""

    id: str
    number: int = Field(description="Among the decisions that were made; 0 for others")
    outcome: Outcome
    state: DecisionState
    lines: list[DecisionLineView]
    total: MoneyView | None
    reason: str
    proposed: SignedView
    settled: SignedView | None = Field(description="The second person's word; the first's if no second was needed")
    objection: str = Field(description="The reason of the second person who sent it back")


class DecisionList(View):
    """The decisions of a claim, the latest first."""

    items: list[DecisionView]
