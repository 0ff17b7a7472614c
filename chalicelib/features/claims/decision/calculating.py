"""The calculation of a decision: items of the loss, and steps that lower their sum, in their order.

Each line is rounded half up to the smallest unit of the currency, once. The total is the sum of the lines.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.models import Frozen
from chalicelib.base.money import Money, nothing
from chalicelib.features.claims.decision.exact import half_up, share
from chalicelib.features.policies.product_types import Amount, Percent

MOST_STEPS = 60
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Item(Frozen):
    """A thing that the loss is made of, such as a part, paint or work."""

    kind: Literal["item"] = "item"
    label: Title = Field(examples=["Front bumper"])
    amount: Amount = Field(examples=["48320.50"])
    wear: Percent = Field(default=Decimal(0), description="Percent of the amount", examples=["12.5"])


class Proportion(Frozen):
    """Under-insurance: the part of the loss that the sum insured is of the value."""

    kind: Literal["proportion"] = "proportion"
    sum_insured: Annotated[Amount, Field(gt=0)] = Field(examples=["6000.00"])
    value: Annotated[Amount, Field(gt=0)] = Field(examples=["10000.00"])


class Limit(Frozen):
    """The most that is paid, such as the sum insured."""

    kind: Literal["limit"] = "limit"
    amount: Amount = Field(examples=["400000.00"])


class Deductible(Frozen):
    """The part of the loss that the policyholder bears: an amount, or a percentage with a least amount."""

    kind: Literal["deductible"] = "deductible"
    amount: Amount = Field(default=Decimal(0), examples=["15000.00"], description="The least, of a percentage")
    percent: Percent = Field(default=Decimal(0), description="Of the loss so far")


Step = Annotated[Item | Proportion | Limit | Deductible, Field(discriminator="kind")]
LineKind = Literal["item", "wear", "proportion", "limit", "deductible"]


class Line(Frozen):
    """A line of a calculation; negative ones take off."""

    kind: LineKind
    label: str = ""
    money: Money


class Calculation(Frozen):
    """The lines of a calculation in their order, and their sum."""

    lines: tuple[Line, ...]
    total: Money


def calculate(steps: tuple[Step, ...], currency: str) -> Calculation:
    """Return the calculation of some steps; its total is never negative."""
    lines: list[Line] = []
    total = nothing(currency)
    for step in steps:
        for line in _lines(step, total):
            lines.append(line)
            total += line.money
    return Calculation(lines=tuple(lines), total=total)


def _lines(step: Step, total: Money) -> tuple[Line, ...]:
    currency = total.currency
    match step:
        case Item():
            return _of_item(step, currency)
        case Proportion():
            covered = min(Fraction(step.sum_insured) / Fraction(step.value), Fraction(1))
            return (_taken_off(step.kind, Fraction(total.amount) * (1 - covered), currency),)
        case Limit():
            return (_taken_off(step.kind, max(Fraction(total.amount) - Fraction(step.amount), Fraction(0)), currency),)
        case Deductible():
            borne = max(Fraction(step.amount), Fraction(total.amount) * share(step.percent))
            return (_taken_off(step.kind, min(borne, Fraction(total.amount)), currency),)


def _of_item(item: Item, currency: str) -> tuple[Line, ...]:
    whole = Line(kind="item", label=item.label, money=half_up(Fraction(item.amount), currency))
    if not item.wear:
        return (whole,)
    return whole, _taken_off("wear", Fraction(item.amount) * share(item.wear), currency, item.label)


def _taken_off(kind: LineKind, amount: Fraction, currency: str, label: str = "") -> Line:
    return Line(kind=kind, label=label, money=half_up(-amount, currency))
