"""Prices: the sum insured times the base rate times the factors chosen, rounded once."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import NamedTuple

from pydantic import Field

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.formats import pointer
from chalicelib.base.languages import N_
from chalicelib.base.models import Frozen
from chalicelib.base.money import Money, money, split
from chalicelib.features.policies.exact import half_even, share
from chalicelib.features.policies.product_types import Factor, FactorKind, Labelled, Option, Plan, Product

_CHOOSE = N_("Choose one of: {known}.")
_MONTHS = 12


class Choices(Frozen):
    """The choices of a quote that decide its price."""

    sum_insured: Money
    #: By code of a factor, the code of its option.
    options: dict[str, str] = Field(default_factory=dict)
    plan: str


class Part(NamedTuple):
    """A factor of a price, and the option that was chosen of it."""

    factor: Factor
    option: Option


class Price(NamedTuple):
    """A premium, its instalments in order, and the factors it was made of."""

    premium: Money
    instalments: tuple[Money, ...]
    parts: tuple[Part, ...]
    plan: Plan

    @property
    def deductible(self) -> Money | None:
        """The deductible that was chosen; None without one."""
        chosen = (each.option.amount for each in self.parts if each.factor.kind == "deductible")
        amount = next(chosen, None)
        return money(amount, self.premium.currency) if amount else None

    def chosen(self, kind: FactorKind) -> Option | None:
        """Return the option of the first factor of a kind, such as the cover."""
        return next((each.option for each in self.parts if each.factor.kind == kind), None)


class Alternative(NamedTuple):
    """Another option of a factor: its price, and the amount that it saves, negative for a dearer one."""

    option: Option
    price: Price
    saves: Money


def price(product: Product, choices: Choices, *, at: str = "") -> Price:
    """Return the price of a product by its present rates. Raises Invalid, with all errors below the pointer `at`."""
    found = Findings()
    found.add(_wrong_choices(product, choices, at=at))
    found.demand_none()
    plan = product.find_plan(choices.plan)
    parts = tuple(_parts(product, choices.options))
    assert plan is not None  # noqa: S101 - was checked just now
    premium = half_even(_exact(product, choices.sum_insured.amount, parts, plan), product.currency)
    return Price(premium, split(premium, plan.instalments), parts, plan)


def check_choices(product: Product, choices: Choices, *, at: str = "") -> None:
    """Raise Invalid with all errors of choices, below the pointer `at`."""
    found = Findings()
    found.add(_wrong_choices(product, choices, at=at))
    found.demand_none()


def alternatives(product: Product, choices: Choices, factor: str) -> tuple[Alternative, ...]:
    """Return the price of each option of a factor, all else as chosen, and the savings against the present choice."""
    present = price(product, choices)
    options = next((each.options for each in product.rating.factors if each.code == factor), ())
    prices = [(each, price(product, _with_option(choices, factor, each.code))) for each in options]
    return tuple(Alternative(option, other, present.premium - other.premium) for option, other in prices)


def months_after(day: date, months: int) -> date:
    """Return the day so many months later; the last of the month if that has no such day."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def usual_end(product: Product, begins: date) -> date:
    """Return the last day in force of the usual term: a year from 1 December ends on 30 November."""
    return months_after(begins, product.term_months) - timedelta(days=1)


def due_dates(begins: date, ends: date, instalments: int) -> tuple[date, ...]:
    """Return the days by which instalments are due, spread over the term: the first on the day it begins.

    Terms of whole months are parted by months, others by days.
    """
    after = ends + timedelta(days=1)
    months = (after.year - begins.year) * _MONTHS + after.month - begins.month
    if months % instalments == 0 and months_after(begins, months) == after:
        return tuple(months_after(begins, months // instalments * place) for place in range(instalments))
    days = (after - begins).days
    return tuple(begins + timedelta(days=days * place // instalments) for place in range(instalments))


def _exact(product: Product, insured: Decimal, parts: tuple[Part, ...], plan: Plan) -> Fraction:
    """Return the exact premium. The minimum holds before the factor of the plan, since paying later costs more."""
    factors = prod((Fraction(each.option.factor) for each in parts), start=Fraction(1))
    premium = Fraction(insured) * share(product.rating.percent) * factors
    return max(premium, Fraction(product.rating.minimum_premium)) * Fraction(plan.factor)


def _parts(product: Product, options: Mapping[str, str]) -> Iterator[Part]:
    for factor in product.rating.factors:
        option = factor.find(options.get(factor.code))
        if option is not None:
            yield Part(factor, option)


def _with_option(choices: Choices, factor: str, option: str) -> Choices:
    return choices.model_copy(update={"options": {**choices.options, factor: option}})


def _wrong_choices(product: Product, choices: Choices, *, at: str) -> Iterator[FieldError]:
    yield from _wrong_sum(product, choices.sum_insured, at=f"{at}/sum_insured")
    factors = {each.code: each for each in product.rating.factors}
    for code in choices.options.keys() - factors.keys():
        message = N_("This product has no such factor; it has: {known}.")
        yield FieldError(f"{at}/options{pointer(code)}", message, {"known": ", ".join(factors) or "-"})
    for code, factor in factors.items():
        if factor.find(choices.options.get(code)) is None:
            yield FieldError(f"{at}/options/{code}", _CHOOSE, {"known": _codes(factor.options)})
    if product.find_plan(choices.plan) is None:
        yield FieldError(f"{at}/plan", _CHOOSE, {"known": _codes(product.plans)})


def _wrong_sum(product: Product, insured: Money, *, at: str) -> Iterator[FieldError]:
    rating = product.rating
    if insured.currency != product.currency:
        message = N_("This product is insured in {currency}.")
        yield FieldError(f"{at}/currency", message, {"currency": product.currency})
    elif not rating.sum_least <= insured.amount <= rating.sum_most:
        least, most = money(rating.sum_least, product.currency), money(rating.sum_most, product.currency)
        is_fixed = least == most
        message = N_("This product is insured for {least} to {most} {currency}.")
        message = N_("This product is insured for {least} {currency}.") if is_fixed else message
        bounds = {"least": _plain(least), "most": _plain(most), "currency": product.currency}
        yield FieldError(f"{at}/amount", message, bounds)


def _plain(amount: Money) -> int | str:
    """Return a whole amount as a number, which sentences group by thousands."""
    return int(amount.amount) if amount.amount == int(amount.amount) else str(amount.amount)


def _codes(labelled: tuple[Labelled, ...]) -> str:
    return ", ".join(each.code for each in labelled)
