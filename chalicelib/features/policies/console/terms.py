"""The terms of a policy as facts with labels."""

from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.dates import read_date
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.policies.console.values import amount_of, find_product
from chalicelib.features.policies.model import Insured, Policy
from chalicelib.features.policies.product_types import Product, ProductField


class Term(NamedTuple):
    """A fact of the terms: its label and its value."""

    label: str
    value: str


def terms_of(policy: Policy, language: Language) -> list[Term]:
    """Return the terms of a policy in the order of the page; those without a value are left out."""
    product = find_product(policy.account_id, policy.insured.product)
    said = [
        *_sums(policy, language),
        *_of_object(policy.insured, language),
        *(_of_product(policy.insured, product, language) if product else ()),
    ]
    return [Term(label, value) for label, value in said if value]


def _sums(policy: Policy, language: Language) -> Iterator[tuple[str, str]]:
    insured = policy.insured
    yield text(language, N_("First day in force")), localized.day(language, insured.begins)
    yield text(language, N_("Last day in force")), localized.day(language, policy.last_day)
    if insured.sum_insured is not None:
        yield text(language, N_("Sum insured")), amount_of(policy, insured.sum_insured, language)
    if insured.deductible is not None:
        yield text(language, N_("Deductible")), amount_of(policy, insured.deductible, language)


def _of_object(insured: Insured, language: Language) -> Iterator[tuple[str, str]]:
    yield text(language, N_("Insured object")), insured.subject or ""
    if insured.vehicle is not None:
        vehicle = insured.vehicle
        model = " ".join(filter(None, (vehicle.make, vehicle.model, str(vehicle.year or ""))))
        yield text(language, N_("Insured vehicle")), model
        yield text(language, N_("Number plate of the vehicle")), vehicle.plate or ""
        yield text(language, N_("VIN code")), vehicle.vin or ""
    for driver in insured.drivers:
        born = localized.day(language, driver.birth_date) if driver.birth_date else ""
        yield text(language, N_("Driver")), ", ".join(filter(None, (driver.name, born)))


def _of_product(insured: Insured, product: Product, language: Language) -> Iterator[tuple[str, str]]:
    for field in product.fields:
        yield field.label(language), _value(field, insured.fields.get(field.code), language)
    for factor in product.rating.factors if product.rating else ():
        option = factor.find(insured.options.get(factor.code))
        yield factor.label(language), option.label(language) if option else ""
    plan = next((each for each in product.plans if each.code == insured.plan), None)
    yield text(language, N_("Payment plan")), plan.label(language) if plan else ""


def _value(field: ProductField, value: object, language: Language) -> str:
    """Return the value of a product's own field in the reader's language."""
    if value is None:
        return ""
    if field.kind == "choice":
        chosen = next((each for each in field.choices if each.code == value), None)
        return chosen.label(language) if chosen else str(value)
    if field.kind == "date":
        try:
            return localized.day(language, read_date(str(value)))
        except ValueError:
            return str(value)
    return str(value)
