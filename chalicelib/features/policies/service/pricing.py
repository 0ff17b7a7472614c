"""Pricing the terms of a quote by the rates of that moment."""

from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.money import Money
from chalicelib.features.policies.model import Insured, Price
from chalicelib.features.policies.product_types import Product
from chalicelib.features.policies.rating import Choices
from chalicelib.features.policies.rating import price as rate
from chalicelib.features.policies.rules import REQUIRED, drivers_of, read_typed, wrong_drivers
from chalicelib.features.policies.typed import TypedQuote


def priced(product: Product, insured: Insured) -> tuple[Insured, Price]:
    """Return the terms with the deductible that was chosen, and their price by the rates of now. Raises Invalid."""
    found = Findings()
    found.add([FieldError("/sum_insured", REQUIRED)] if insured.sum_insured is None else ())
    found.add(wrong_drivers(product, insured.options, listed=bool(insured.drivers)))
    choices = choices_of(product, insured)
    rated = found.attempt(lambda: rate(product, choices), otherwise=None)
    found.demand_none()
    assert rated is not None  # noqa: S101 - checked just now
    deductible = rated.deductible.amount if rated.deductible else insured.deductible
    price = Price(
        premium=rated.premium.amount,
        instalments=tuple(each.amount for each in rated.instalments),
        parts={
            "percent": product.rating.percent,
            **{each.factor.code: each.option.factor for each in rated.parts},
            "plan": rated.plan.factor,
        },
        at=now(),
    )
    return insured.model_copy(update={"deductible": deductible, "plan": choices.plan}), price


def choices_of(product: Product, insured: Insured) -> Choices:
    """Return the choices that decide a price; without a sum the least, without a plan the first of the product."""
    sum_insured = insured.sum_insured or product.rating.sum_least
    return Choices(
        sum_insured=Money(amount=sum_insured, currency=insured.currency),
        options=insured.options,
        plan=insured.plan or product.plans[0].code,
    )


def as_typed(product: Product, typed: TypedQuote) -> Insured:
    """Return the choices alone of terms that are wrong elsewhere, so that the choices are checked, too."""
    found = Findings()
    insured = found.attempt(lambda: read_typed(typed.sum_insured, product, "/sum_insured"), otherwise=None)
    return Insured(
        product=product.code,
        begins=typed.begins,
        ends=typed.begins,
        currency=product.currency,
        sum_insured=insured.amount if insured else product.rating.sum_least,
        drivers=drivers_of(typed.drivers),
        options=typed.options,
        plan=typed.plan,
    )
