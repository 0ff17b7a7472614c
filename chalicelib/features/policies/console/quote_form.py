"""The form of a quote: its fields by the product, and its body for the API."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from pydantic import ConfigDict

from chalicelib.base import localized
from chalicelib.base.dates import read_date
from chalicelib.base.errors import FieldError
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.policies.model import Insured
from chalicelib.features.policies.product_types import Factor, Product, ProductField
from chalicelib.frame.console.fields import Fields, Id
from chalicelib.frame.console.numbers import typed_money, written, written_in_full

#: Names of the product's own fields and of its factors begin so.
_FIELD, _OPTION = "f_", "o_"
#: By pointer into the API's body, the form's field, in the order of the page.
_PLACES: Mapping[str, str] = {
    "/client_id": "begins",
    "/product": "begins",
    "/begins": "begins",
    "/ends": "ends",
    "/vehicle": "vin",
    "/vehicle/vin": "vin",
    "/vehicle/plate": "plate",
    "/vehicle/make": "make",
    "/vehicle/model": "model",
    "/vehicle/year": "year",
    "/drivers": "drivers",
    "/subject": "subject",
    "/sum_insured": "sum_insured",
    "/sum_insured/amount": "sum_insured",
    "/plan": "plan",
}
#: By the form's field, its label.
_LABELS: Mapping[str, str] = {
    "begins": N_("First day in force"),
    "ends": N_("Last day in force"),
    "plate": N_("Number plate of the vehicle"),
    "vin": N_("VIN code"),
    "make": N_("Make"),
    "model": N_("Model"),
    "year": N_("Year of manufacture"),
    "drivers": N_("Drivers"),
    "subject": N_("Insured object"),
    "sum_insured": N_("Sum insured"),
    "plan": N_("Payment plan"),
}
_AMOUNT = re.compile(r"[0-9]+([.][0-9]+)?")
_VEHICLE = ("vin", "plate", "make", "model", "year")


class QuoteForm(Fields):
    """A quote as typed; fields of the product are extra ones. `once` names the intention."""

    model_config = ConfigDict(extra="allow")

    once: str = ""
    client_id: Id = ""
    product: Id = ""
    predecessor_id: Id = ""
    begins: str = ""
    ends: str = ""
    vin: str = ""
    plate: str = ""
    make: str = ""
    model: str = ""
    year: str = ""
    drivers: str = ""
    subject: str = ""
    sum_insured: str = ""
    plan: str = ""

    def typed(self, name: str) -> str:
        """Return the value of a field, also of an extra one."""
        value = getattr(self, name, "")
        return value if isinstance(value, str) else ""


class Asked(NamedTuple):
    """A field of the product, or a factor of its price, as the page asks for it."""

    name: str
    label: str
    value: str
    #: By code, the choices; empty: a text.
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True


def empty_quote(product: Product, client_id: str, today: date, language: Language) -> QuoteForm:
    """Return the form of a new quote that begins tomorrow, with the first option of each factor."""
    begins = date.fromordinal(today.toordinal() + 1)
    options = {f"{_OPTION}{each.code}": each.options[0].code for each in product.rating.factors}
    least, most = product.rating.sum_least, product.rating.sum_most
    return QuoteForm(
        once=new_id("quo"),
        client_id=client_id,
        product=product.code,
        begins=localized.day(language, begins),
        plan=product.plans[0].code,
        sum_insured=written(language, least) if least == most else "",
        **options,
    )


def quote_again(product: Product, insured: Insured, client_id: str, language: Language) -> QuoteForm:
    """Return the form of a new quote with the terms of another one."""
    vehicle = insured.vehicle
    extra = {
        **{f"{_FIELD}{code}": str(value) for code, value in insured.fields.items()},
        **{f"{_OPTION}{code}": option for code, option in insured.options.items()},
    }
    return QuoteForm(
        once=new_id("quo"),
        client_id=client_id,
        product=product.code,
        begins=localized.day(language, insured.begins),
        ends=localized.day(language, insured.ends),
        **{name: str(getattr(vehicle, name) or "") for name in _VEHICLE} if vehicle else {},
        drivers="\n".join(each.name for each in insured.drivers),
        subject=insured.subject or "",
        sum_insured=_sum(insured, language),
        plan=insured.plan or product.plans[0].code,
        **extra,
    )


def _sum(insured: Insured, language: Language) -> str:
    """Return the sum insured with all digits of its currency."""
    return "" if insured.sum_insured is None else written_in_full(language, insured.sum_insured)


def fields_asked(product: Product, form: QuoteForm, language: Language) -> list[Asked]:
    """Return the product's own fields as the page asks for them."""
    return [_field(each, form, language) for each in product.fields]


def factors_asked(product: Product, form: QuoteForm, language: Language) -> list[Asked]:
    """Return the factors of the price as the page asks for them."""
    return [_factor(each, form, language) for each in product.rating.factors]


def places_of(product: Product) -> dict[str, str]:
    """Return the form's fields by pointer, those of the product included."""
    fields = {f"/fields/{each.code}": f"{_FIELD}{each.code}" for each in product.fields}
    options = {f"/options/{each.code}": f"{_OPTION}{each.code}" for each in product.rating.factors}
    return {**_PLACES, **fields, **options}


def labels_of(product: Product, language: Language) -> dict[str, str]:
    """Return the labels of the form's fields, those of the product included."""
    fields = {f"{_FIELD}{each.code}": each.label(language) for each in product.fields}
    options = {f"{_OPTION}{each.code}": each.label(language) for each in product.rating.factors}
    return {**{name: text(language, label) for name, label in _LABELS.items()}, **fields, **options}


def told_of(product: Product, form: QuoteForm, language: Language) -> tuple[dict[str, Any], list[FieldError]]:
    """Return the body of the API as typed, and the errors of dates and of the sum. `language`: of the page."""
    wrong: list[FieldError] = []
    told: dict[str, Any] = {
        "client_id": form.client_id,
        "product": product.code,
        "predecessor_id": form.predecessor_id or None,
        "begins": _date(form.begins, "/begins", wrong),
        "ends": _date(form.ends, "/ends", wrong),
        "sum_insured": _sum_typed(typed_money(form.sum_insured, product.currency, language), wrong),
        "plan": form.plan or None,
        "fields": _of_product(form, _FIELD, [each.code for each in product.fields]),
        "options": _of_product(form, _OPTION, [each.code for each in product.rating.factors]),
        "subject": form.subject.strip() or None,
    }
    if product.subject == "vehicle":
        told["vehicle"] = {name: form.typed(name).strip() or None for name in _VEHICLE}
        told["drivers"] = [{"name": each.strip()} for each in form.drivers.splitlines() if each.strip()]
    return {name: value for name, value in told.items() if value is not None}, wrong


def _of_product(form: QuoteForm, prefix: str, codes: list[str]) -> dict[str, str]:
    typed = {code: form.typed(f"{prefix}{code}").strip() for code in codes}
    return {code: value for code, value in typed.items() if value}


def _field(field: ProductField, form: QuoteForm, language: Language) -> Asked:
    name = f"{_FIELD}{field.code}"
    choices = tuple((each.code, each.label(language)) for each in field.choices)
    return Asked(name, field.label(language), form.typed(name), choices, field.required)


def _factor(factor: Factor, form: QuoteForm, language: Language) -> Asked:
    name = f"{_OPTION}{factor.code}"
    choices = tuple((each.code, each.label(language)) for each in factor.options)
    return Asked(name, factor.label(language), form.typed(name), choices)


def _sum_typed(amount: str, wrong: list[FieldError]) -> dict[str, str] | None:
    """Return an amount as the API takes it."""
    if not amount:
        return None
    if not _AMOUNT.fullmatch(amount):
        wrong.append(FieldError("/sum_insured", N_("Write the sum in digits, such as 48320.50.")))
        return None
    return {"amount": amount}


def _date(written: str, pointer: str, wrong: list[FieldError]) -> str | None:
    if not written.strip():
        return None
    try:
        return read_date(written).isoformat()
    except ValueError as error:
        wrong.append(FieldError(pointer, str(error)))
        return None
