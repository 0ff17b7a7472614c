"""HTTP answers of expectations."""

from datetime import date
from typing import Literal

from pydantic import Field

from chalicelib.features.cargo.expectation.model import Basis, Lacks, PartKind
from chalicelib.features.cargo.rates.model import UnitCode, UnitRate
from chalicelib.features.claims.decision.schemas import DecisionLineBody, DecisionLineView
from chalicelib.http.bodies import View
from chalicelib.http.money import MoneyView

_LACKS = "Facts without which it is not computed; `contract`: the law leaves it to the carrier's contract"


class OwedView(View):
    """A part of the compensation, rounded half up once."""

    kind: PartKind
    amount: MoneyView
    basis: Basis = Field(description="The bound that holds; `loss`: the whole loss is below it")
    article: str = Field(examples=["CMR, art. 23.3"])


class CarrierLimitView(View):
    """The limit of the law for these goods."""

    units: str = Field(description="Never rounded; a fraction if it has no end", examples=["2003.365", "33 1/3"])
    unit: UnitCode
    article: str
    rate: UnitRate | None = Field(description="The rate that counts; null: none is known in this currency")
    amount: MoneyView | None


class CarrierExpectation(View):
    """The compensation that a law makes the carrier owe at most."""

    law: str | None = Field(examples=["cmr"])
    parts: list[OwedView]
    total: MoneyView | None = Field(description="The sum of the parts; null: not computed, see `lacks`")
    limit: CarrierLimitView | None
    lacks: list[Lacks] = Field(description=_LACKS)
    would_add: list[Lacks] = Field(description="Facts that would add a part to the total")


class InsurerExpectation(View):
    """The payment that the policy's terms come to."""

    lines: list[DecisionLineView]
    total: MoneyView | None = Field(description="The sum of the lines; null: not computed, see `lacks`")
    lacks: list[Lacks] = Field(description=_LACKS)


class AssessmentView(View):
    """The estimate of a claim of cargo, as of today. Courts choose the day whose rate counts."""

    kind: Literal["estimate"] = "estimate"
    on: date
    loss: MoneyView | None
    carrier: CarrierExpectation
    insurer: InsurerExpectation


class StaffAssessmentView(AssessmentView):
    """The estimate, with lines that a decision can begin with."""

    currency: str | None = Field(description="Of `lines`; null without any")
    lines: list[DecisionLineBody] = Field(description="As the operation that decides a claim takes them")
