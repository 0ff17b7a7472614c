"""The terms of a policy or a quote as facts with labels."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.dates import read_date
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.policies.model import Insured, Policy
from chalicelib.features.policies.product_types import Product, ProductField
from chalicelib.features.policies.shown import find_product


class Term(NamedTuple):
    """A fact of the terms: its label and its value."""

    label: str
    value: str


def terms_of(account_id: str, insured: Insured, language: Language, *, last_day: date) -> list[Term]:
    """Return terms of insurance in the order of the page; those without a value are left out."""
    product = find_product(account_id, insured.product)
    said = [
        *_sums(insured, language, last_day),
        *_of_object(insured, language),
        *_of_drivers(insured, language),
        *(_of_product(insured, product, language) if product else ()),
    ]
    return _given(said)


def offered_terms(account_id: str, insured: Insured, language: Language) -> list[Term]:
    """Return terms of insurance without names: for a page that a phone gets which nobody confirmed."""
    unnamed = insured.model_copy(update={"drivers": ()})
    return terms_of(account_id, unnamed, language, last_day=insured.ends)


def object_of(policy: Policy, language: Language) -> list[Term]:
    """Return the facts of the insured thing."""
    return _given(_of_object(policy.insured, language))


def choices_of(policy: Policy, language: Language) -> list[Term]:
    """Return the product's own fields and the chosen options, in the words of the product."""
    product = find_product(policy.account_id, policy.insured.product)
    return _given(_of_product(policy.insured, product, language)) if product else []


def _given(said: Iterable[tuple[str, str]]) -> list[Term]:
    return [Term(label, value) for label, value in said if value]


def _sums(insured: Insured, language: Language, last_day: date) -> Iterator[tuple[str, str]]:
    yield text(language, N_("First day in force")), localized.day(language, insured.begins)
    yield text(language, N_("Last day in force")), localized.day(language, last_day)
    if insured.sum_insured is not None:
        yield text(language, N_("Sum insured")), shown(language, insured.money(insured.sum_insured))
    if insured.deductible is not None:
        yield text(language, N_("Deductible")), shown(language, insured.money(insured.deductible))


def _of_object(insured: Insured, language: Language) -> Iterator[tuple[str, str]]:
    yield text(language, N_("Insured object")), insured.subject or ""
    if insured.vehicle is not None:
        vehicle = insured.vehicle
        model = " ".join(filter(None, (vehicle.make, vehicle.model, str(vehicle.year or ""))))
        yield text(language, N_("Insured vehicle")), model
        yield text(language, N_("Number plate of the vehicle")), vehicle.plate or ""
        yield text(language, N_("VIN code")), vehicle.vin or ""


def _of_drivers(insured: Insured, language: Language) -> Iterator[tuple[str, str]]:
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
