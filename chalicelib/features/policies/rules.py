"""Rules for the terms of insurance: everything wrong is told at once, each at its field."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any

from chalicelib.base.dates import read_date
from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.folding import fold_code
from chalicelib.base.formats import pointer
from chalicelib.base.languages import N_
from chalicelib.base.money import Money, WrongMoney, read_money
from chalicelib.base.words import block, line
from chalicelib.features.clients.documents import age
from chalicelib.features.clients.model import Client, ClientKind
from chalicelib.features.policies.investments import wrong_terms
from chalicelib.features.policies.model import Driver, Insured, Vehicle
from chalicelib.features.policies.product_types import Product, ProductField
from chalicelib.features.policies.rating import months_after, usual_end
from chalicelib.features.policies.typed import TypedDriver, TypedInsured, TypedMoney, TypedVehicle

REQUIRED = N_("This field is required.")
#: Years before and after today within which a term begins.
_EARLIEST, _LATEST = 60, 5
#: Months of the longest term: of a life.
_LONGEST = 1200
_LONGEST_TEXT = 500
#: Fields of drivers: a body without its wrong drivers may lack only those.
_OF_DRIVERS = ("/drivers/*/name", "/drivers/*/birth_date", "/drivers/*/licence")
_LONGEST_NUMBER = 40
_NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]+)?")
#: Three letters and ten digits, however they are written.
_OSAGO = re.compile(r"[^\W\d_]{3}[0-9]{10}")


def read_terms(product: Product, typed: TypedInsured, client: Client | None, *, today: date) -> Insured:
    """Return the terms of a quote or a sale, with the drivers that their options need. Raises Invalid."""
    found = Findings()
    insured = found.attempt(lambda: read_insured(product, typed, client, today=today), otherwise=None)
    found.add(wrong_drivers(product, typed.options, listed=bool(typed.drivers)))
    found.demand_none()
    assert insured is not None  # noqa: S101 - checked just now
    return insured


def drivers_of(typed: Iterable[TypedDriver]) -> tuple[Driver, ...]:
    """Return drivers in their stored form."""
    return tuple(Driver.model_validate(each.model_dump()) for each in typed)


def read_insured(product: Product, typed: TypedInsured, client: Client | None, *, today: date) -> Insured:
    """Return the terms of insurance in their stored form. Raises Invalid with everything that is wrong.

    Without a client their age is not checked.
    """
    found = Findings()
    found.add(_wrong_begin(typed.begins, today))
    ends = typed.begins if found.errors else typed.ends or usual_end(product, typed.begins)
    found.add(_wrong_end(typed.begins, ends) if not found.errors else ())
    found.add(_too_young(product, client, typed.begins) if client else ())
    insured = found.attempt(lambda: read_typed(typed.sum_insured, product, "/sum_insured"), otherwise=None)
    deductible = found.attempt(lambda: read_typed(typed.deductible, product, "/deductible"), otherwise=None)
    found.add(wrong_object(product, typed.vehicle, typed.subject))
    fields = found.attempt(lambda: read_fields(product, typed.fields), otherwise=dict[str, Any]())
    found.demand_none()
    return Insured(
        product=product.code,
        begins=typed.begins,
        ends=ends,
        currency=product.currency,
        sum_insured=insured.amount if insured else None,
        deductible=deductible.amount if deductible else None,
        vehicle=read_vehicle(typed.vehicle),
        drivers=drivers_of(typed.drivers),
        subject=line(typed.subject) if typed.subject else None,
        fields=fields,
        options=dict(typed.options),
        plan=typed.plan,
    )


def read_typed(typed: TypedMoney | None, product: Product, at: str) -> Money | None:
    """Return an amount in the currency of a product; None for none. Raises Invalid."""
    if typed is None:
        return None
    currency = typed.currency or product.currency
    if currency != product.currency:
        message = N_("This product is sold in {currency}.")
        raise Invalid([FieldError(f"{at}/currency", message, {"currency": product.currency})])
    try:
        return read_money(typed.amount, currency)
    except WrongMoney as wrong:
        raise Invalid([FieldError(f"{at}/amount", wrong.message, wrong.params)]) from wrong


def read_number(product: Product, number: str) -> str:
    """Return a policy's number as it is kept: as typed, without spaces around it. Raises Invalid."""
    written = line(number)
    if product.number.form == "osago" and not _OSAGO.fullmatch(fold_code(written)):
        raise Invalid([FieldError("/number", N_("Must be 3 letters and 10 digits, such as ХХХ 0123456789."))])
    if not fold_code(written) or len(written) > _LONGEST_NUMBER:
        message = N_("Must be a number of 1 to {max_length} characters, with a letter or a digit.")
        raise Invalid([FieldError("/number", message, {"max_length": _LONGEST_NUMBER})])
    return written


def _wrong_begin(begins: date, today: date) -> Iterator[FieldError]:
    first, last = date(today.year - _EARLIEST, 1, 1), date(today.year + _LATEST, 12, 31)
    if not first <= begins <= last:
        message = N_("Must be a day between {first} and {last}.")
        yield FieldError("/begins", message, {"first": first, "last": last})


def _wrong_end(begins: date, ends: date) -> Iterator[FieldError]:
    if ends < begins:
        yield FieldError("/ends", N_("Must not be before the first day, {begins}."), {"begins": begins})
    elif ends >= months_after(begins, _LONGEST):
        message = N_("Is too far away: a policy lasts {years} years at most.")
        yield FieldError("/ends", message, {"years": _LONGEST // 12})


def _too_young(product: Product, client: Client, begins: date) -> Iterator[FieldError]:
    born, least = client.facts.birth_date, product.minimum_age
    if client.facts.kind is not ClientKind.PERSON or born is None or least is None:
        return
    if age(born, begins) < least:
        message = N_("The policyholder must be {age} years old on the first day, {begins}.")
        yield FieldError("/client_id", message, {"age": least, "begins": begins})


def wrong_object(product: Product, vehicle: TypedVehicle | None, subject: str | None) -> Iterator[FieldError]:
    """Yield the errors of the insured thing: a vehicle, or something else that is said in words."""
    if product.subject == "vehicle":
        if vehicle is None or not (vehicle.vin or vehicle.plate):
            message = N_("Give the VIN or the plate of the vehicle.")
            yield FieldError("/vehicle", message, follows=("/vehicle/vin", "/vehicle/plate"))
        elif vehicle.plate and not fold_code(vehicle.plate):
            yield FieldError("/vehicle/plate", N_("Must have a letter or a digit."))
    elif vehicle is not None:
        yield FieldError("/vehicle", N_("This product insures no vehicle. Leave it out."))
    if product.subject != "vehicle" and not product.fields and not (subject and line(subject)):
        yield FieldError("/subject", N_("Say what is insured: an address, a cargo, a person."))


def wrong_drivers(product: Product, options: Mapping[str, str], *, listed: bool) -> Iterator[FieldError]:
    """Yield the error of terms without a driver whose options let only listed ones drive."""
    chosen = (factor.find(options.get(factor.code)) for factor in product.rating.factors)
    if not listed and any(each.needs_drivers for each in chosen if each is not None):
        message = N_("List at least one driver: by the options chosen, only listed drivers may drive.")
        yield FieldError("/drivers", message, follows=_OF_DRIVERS)


def read_vehicle(typed: TypedVehicle | None) -> Vehicle | None:
    """Return a vehicle in its stored form."""
    if typed is None:
        return None
    given = typed.model_dump()
    return Vehicle(**{name: line(value) if isinstance(value, str) else value for name, value in given.items()})


def read_fields(product: Product, given: Mapping[str, object]) -> dict[str, Any]:
    """Return the values of a product's own fields in their stored form. Raises Invalid with everything wrong."""
    found, read = Findings(), dict[str, Any]()
    known = {each.code: each for each in product.fields}
    for code in given.keys() - known.keys():
        message = N_("This product has no such field; it has: {known}.")
        found.add([FieldError(f"/fields{pointer(code)}", message, {"known": ", ".join(known) or "-"})])
    for code, field in known.items():
        value = given.get(code)
        if value is None or (isinstance(value, str) and not block(value)):
            found.add([FieldError(f"/fields/{code}", REQUIRED)] if field.required else [])
        else:
            read[code] = found.attempt(partial(_read_field, field, value), otherwise="")
    found.add(wrong_terms(product, read))
    found.demand_none()
    return read


def _read_field(field: ProductField, value: object) -> str:
    try:
        return _READERS[field.kind](field, value)
    except (ValueError, TypeError, ArithmeticError) as error:
        known = ", ".join(each.code for each in field.choices)
        raise Invalid([FieldError(f"/fields/{field.code}", _EXPECTED[field.kind], {"known": known})]) from error


def _read_text(_: ProductField, value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise ValueError
    return block(value)


def _read_date(_: ProductField, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return read_date(line(value)).isoformat()


def _read_decimal(_: ProductField, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError
    written = line(str(value)).replace(",", ".")
    if len(written) > _LONGEST_NUMBER or not _NUMBER.fullmatch(written):
        raise ValueError
    return format(Decimal(written), "f")


def _read_choice(field: ProductField, value: object) -> str:
    if value not in {each.code for each in field.choices}:
        raise ValueError
    return str(value)


_READERS: Mapping[str, Callable[[ProductField, object], str]] = MappingProxyType(
    {"text": _read_text, "date": _read_date, "number": _read_decimal, "choice": _read_choice}
)
_EXPECTED = {
    "text": N_("Must be a text of at most 500 characters."),
    "date": N_("Must be a date of the calendar, such as 23.01.1986."),
    "number": N_("Must be a number such as 1250.50."),
    "choice": N_("Choose one of: {known}."),
}
