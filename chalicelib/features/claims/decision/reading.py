"""Decisions as people and programs type them, read with all errors at once."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.money import Money, WrongMoney, read_amount, read_money
from chalicelib.features.claims.decision.calculating import (
    Calculation,
    Deductible,
    Item,
    Limit,
    Proportion,
    Step,
    calculate,
)
from chalicelib.features.claims.stages import PAID, Outcome

#: The currency by which amounts are read until theirs is right: with cents, as most.
_SOME_CURRENCY = "EUR"
#: The value of a field that is wrong.
_SOME = Decimal(1)
_MOST_PERCENT = Decimal(100)
_PERCENTAGE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")
_OUTCOME = N_("Choose the outcome.")
_NO_REPAIR = N_("This process has no repair: choose another outcome.")
_WHAT = N_("Write what this item pays for.")
_MORE_THAN_NOTHING = N_("Must be more than 0.")
_WRONG_PERCENT = N_("Must be a percentage from 0 to 100, such as 12.5.")
_AMOUNT_OR_PERCENT = N_("Write an amount, or a percentage; with both, the amount is the least that is deducted.")
_WHY = N_("Write the reason: the client reads it.")
_NO_LINES = N_("A refusal has no calculation: leave the lines out.")
_LINES = N_("Write at least one item: the sum is computed from them.")
_NOTHING_LEFT = N_("By these lines nothing is paid. Correct them, or choose the refusal.")


class TypedStep(NamedTuple):
    """A line of a calculation as it was typed. Fields of other kinds of lines are empty."""

    kind: str
    label: str = ""
    amount: str = ""
    wear: str = ""
    percent: str = ""
    sum_insured: str = ""
    value: str = ""


class TypedDecision(NamedTuple):
    """A decision as it was typed."""

    outcome: Outcome | None
    currency: str = ""
    steps: Sequence[TypedStep] = ()
    reason: str = ""


class ReadDecision(NamedTuple):
    """A decision whose fields are right."""

    outcome: Outcome
    steps: tuple[Step, ...]
    calculation: Calculation | None
    reason: str

    @property
    def total(self) -> Money | None:
        """The sum of its calculation."""
        return self.calculation.total if self.calculation else None


def read_decision(typed: TypedDecision, *, repairs: bool) -> ReadDecision:
    """Return a decision with its calculation. Raises Invalid with all that is wrong.

    `repairs`: the process has a stage for repairs.
    """
    found = Findings()
    currency = found.attempt(lambda: _currency(typed), otherwise=_SOME_CURRENCY)
    steps = tuple(
        _READERS[each.kind](each, currency, f"/lines/{place}", found) for place, each in enumerate(typed.steps)
    )
    found.add(_wrong_outcome(typed, repairs=repairs))
    found.demand_none()
    calculation = calculate(steps, currency) if steps else None
    if typed.outcome in PAID and calculation is not None and not calculation.total.amount:
        found.add([FieldError("/lines", _NOTHING_LEFT)])
    found.demand_none()
    assert typed.outcome is not None  # noqa: S101 - checked just now
    return ReadDecision(typed.outcome, steps, calculation, typed.reason)


def _currency(typed: TypedDecision) -> str:
    if not typed.steps and not typed.currency:
        return _SOME_CURRENCY
    try:
        return read_money("0", typed.currency).currency
    except WrongMoney as error:
        raise Invalid([FieldError("/currency", error.message, error.params)]) from error


def _wrong_outcome(typed: TypedDecision, *, repairs: bool) -> Iterator[FieldError]:
    if typed.outcome is None:
        yield FieldError("/outcome", _OUTCOME)
    elif typed.outcome is Outcome.REPAIR and not repairs:
        yield FieldError("/outcome", _NO_REPAIR)
    elif typed.outcome is Outcome.REFUSED and typed.steps:
        yield FieldError("/lines", _NO_LINES)
    elif typed.outcome in PAID and not any(each.kind == "item" for each in typed.steps):
        yield FieldError("/lines", _LINES)
    if typed.outcome in {Outcome.REFUSED, Outcome.PARTIAL} and not typed.reason:
        yield FieldError("/reason", _WHY)


def _item(typed: TypedStep, currency: str, at: str, found: Findings) -> Step:
    found.add(() if typed.label else [FieldError(f"{at}/label", _WHAT)])
    amount = found.attempt(lambda: _amount(typed.amount, currency, f"{at}/amount"), otherwise=_SOME)
    wear = found.attempt(lambda: _percent(typed.wear, f"{at}/wear"), otherwise=_SOME)
    return Item(label=typed.label or "-", amount=amount, wear=wear)


def _proportion(typed: TypedStep, currency: str, at: str, found: Findings) -> Step:
    insured = found.attempt(lambda: _positive(typed.sum_insured, currency, f"{at}/sum_insured"), otherwise=_SOME)
    value = found.attempt(lambda: _positive(typed.value, currency, f"{at}/value"), otherwise=_SOME)
    return Proportion(sum_insured=insured, value=value)


def _limit(typed: TypedStep, currency: str, at: str, found: Findings) -> Step:
    return Limit(amount=found.attempt(lambda: _amount(typed.amount, currency, f"{at}/amount"), otherwise=_SOME))


def _deductible(typed: TypedStep, currency: str, at: str, found: Findings) -> Step:
    found.add(() if typed.amount or typed.percent else [FieldError(f"{at}/amount", _AMOUNT_OR_PERCENT)])
    least = found.attempt(lambda: _amount(typed.amount or "0", currency, f"{at}/amount"), otherwise=_SOME)
    percent = found.attempt(lambda: _percent(typed.percent, f"{at}/percent"), otherwise=_SOME)
    return Deductible(amount=least, percent=percent)


#: By kind of a line, its reader. Of a wrong line it returns some other: nothing is computed from it.
_READERS: Mapping[str, Callable[[TypedStep, str, str, Findings], Step]] = MappingProxyType(
    {"item": _item, "proportion": _proportion, "limit": _limit, "deductible": _deductible}
)
STEP_KINDS = tuple(_READERS)


def _amount(typed: str, currency: str, at: str) -> Decimal:
    try:
        return read_amount(typed, currency)
    except WrongMoney as error:
        raise Invalid([FieldError(at, error.message, error.params)]) from error


def _positive(typed: str, currency: str, at: str) -> Decimal:
    amount = _amount(typed, currency, at)
    if not amount:
        raise Invalid([FieldError(at, _MORE_THAN_NOTHING)])
    return amount


def _percent(typed: str, at: str) -> Decimal:
    if not typed:
        return Decimal(0)
    if not _PERCENTAGE.fullmatch(typed) or Decimal(typed) > _MOST_PERCENT:
        raise Invalid([FieldError(at, _WRONG_PERCENT)])
    return Decimal(typed)
