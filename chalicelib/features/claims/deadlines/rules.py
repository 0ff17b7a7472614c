"""Rules of deadlines, as data: the fact that a deadline counts from, its number of days, the law, the effect."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.formats import Code
from chalicelib.base.models import Frozen
from chalicelib.base.words import ONE_LINE
from chalicelib.features.policies.product_types import Labelled

#: A value of a fact. A moment counts as the day that it is at the claim's place.
FactValue = date | datetime | str | bool | None
Facts = Mapping[str, FactValue]
Kind = Literal["calendar", "no_holidays", "no_sundays", "working", "months", "years", "hours"]
Who = Literal["client", "staff", "nobody"]
Effect = Literal["none", "bars", "turns_proof", "may_refuse", "penalty", "interest", "lost"]

MOST_COUNT = 1000
MOST_CONDITIONS = 10
MOST_VALUES = 20
_Value = Annotated[str, StringConstraints(max_length=60), ONE_LINE]
_Values = Annotated[tuple[_Value, ...], Field(max_length=MOST_VALUES)]
#: By fact, the values of a condition: `true` and `false` of yes or no, empty of an unknown fact, `*` of any known one.
Conditions = Annotated[dict[Code, _Values], Field(max_length=MOST_CONDITIONS)]


class Suspension(Frozen):
    """A time that a deadline does not run in: the days from one fact to another are added to it."""

    start: Code = Field(examples=["claimed_at"])
    end: Code = Field(examples=["refused_at"])


class DeadlineRule(Labelled):
    """A deadline of a process."""

    after: Code = Field(
        examples=["complete_at"],
        description="The fact it counts from, or the code of the deadline whose last day it is",
    )
    count: int = Field(ge=0, le=MOST_COUNT, examples=[20])
    kind: Kind = "calendar"
    law: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = Field(
        default="", examples=["40-ФЗ, ст. 12, п. 21"]
    )
    effect: Effect = "none"
    who: Who = Field(default="staff", description="The side that must act")
    met_by: tuple[Code, ...] = Field(
        default=(), max_length=MOST_CONDITIONS, examples=[["decided_at"]], description="Facts that meet it"
    )
    when: Conditions = Field(default_factory=dict, examples=[{"own_workshop": ["true"]}])
    unless: Conditions = Field(default_factory=dict, examples=[{"kind": ["theft"]}])
    suspended: Suspension | None = None

    def applies(self, facts: Facts) -> bool:
        """Return True if a claim with these facts has the deadline."""
        return holds(facts, self.when, self.unless)


def holds(facts: Facts, when: Conditions, unless: Conditions) -> bool:
    """Return True if all conditions of `when` hold, and none of `unless`."""
    return has_all(facts, when) and not any(has_value(facts.get(name), values) for name, values in unless.items())


def has_all(facts: Facts, conditions: Conditions) -> bool:
    """Return True if all conditions hold; without one they do."""
    return all(has_value(facts.get(name), values) for name, values in conditions.items())


def has_value(value: FactValue, values: tuple[str, ...]) -> bool:
    """Return True if a fact has one of the values of a condition."""
    return _written(value) in values or ("*" in values and value is not None)


def _written(value: FactValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
