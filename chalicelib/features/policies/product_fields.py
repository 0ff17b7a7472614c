"""Values that a sale checks by its product: own fields, the number of the policy, the age of the policyholder."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.folding import fold_code
from chalicelib.base.formats import pointer
from chalicelib.base.languages import N_
from chalicelib.base.words import block, line
from chalicelib.features.clients.documents import age
from chalicelib.features.policies.product_types import Numbering, Product, ProductField

MOST_TEXT = 500
LONGEST_NUMBER = 40
#: Twenty digits before and after the point at most.
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")
#: Folded: three letters, of which Cyrillic ones that look alike have become Latin, and ten digits.
_OSAGO = re.compile(r"[^\W\d_]{3}[0-9]{10}")
_REQUIRED = N_("This field is required.")
_EXPECTED = {
    "text": N_("Must be a text of at most 500 characters."),
    "date": N_("Must be a date such as 2026-01-31."),
    "number": N_("Must be a number such as 1250.50."),
    "choice": N_("Choose one of: {known}."),
}


def checked_fields(product: Product, values: Mapping[str, Any], *, at: str = "/fields") -> dict[str, str]:
    """Return the values of a product's own fields as they are stored. Raises Invalid with every wrong one."""
    found = Findings()
    known = {each.code: each for each in product.fields}
    message, named = N_("This product has no such field; it has: {known}."), {"known": ", ".join(known) or "-"}
    found.add(FieldError(f"{at}{pointer(code)}", message, named) for code in values if code not in known)
    checked: dict[str, str] = {}
    for code, field in known.items():
        with found:
            value = _read(field, values.get(code), at=f"{at}/{code}")
            if value is not None:
                checked[code] = value
    found.demand_none()
    return checked


def read_number(numbering: Numbering, written: str, *, at: str = "/number") -> str:
    """Return the number of a policy as it is kept: as typed, in one line. Raises Invalid at the field."""
    number = line(written)
    if numbering.form == "osago" and not _OSAGO.fullmatch(fold_number(number)):
        raise Invalid([FieldError(at, N_("Must be 3 letters and 10 digits, such as ХХХ 0123456789."))])
    if not fold_number(number) or len(number) > LONGEST_NUMBER:
        raise Invalid([FieldError(at, N_("Must be a number of at most 40 characters, with a letter or a digit."))])
    return number


def fold_number(number: str) -> str:
    """Return the form by which numbers are unique: `ХХХ 0123456789` in Cyrillic and in Latin is one."""
    return fold_code(number)


def demand_age(product: Product, birth_date: date | None, on: date, *, at: str) -> None:
    """Raise Invalid if a policyholder is too young for a product on a day. Companies have no birth date."""
    least = product.minimum_age
    if least is not None and birth_date is not None and age(birth_date, on) < least:
        message = N_("The policyholder is too young for this product: the least age is {least}.")
        raise Invalid([FieldError(at, message, {"least": least})])


def _read(field: ProductField, value: object, *, at: str) -> str | None:
    if value is None or (isinstance(value, str) and not line(value)):
        if field.required:
            raise Invalid([FieldError(at, _REQUIRED)])
        return None
    try:
        return _READERS[field.kind](field, value)
    except (ValueError, TypeError, InvalidOperation):
        params = {"known": ", ".join(each.code for each in field.choices)} if field.kind == "choice" else {}
        raise Invalid([FieldError(at, _EXPECTED[field.kind], params)]) from None


def _text(_field: ProductField, value: object) -> str:
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise ValueError
    return block(value)


def _date(_field: ProductField, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return date.fromisoformat(line(value)).isoformat()


def _number(_field: ProductField, value: object) -> str:
    written = line(str(value))
    if isinstance(value, bool) or not _NUMBER.fullmatch(written):
        raise ValueError
    return format(Decimal(written), "f")


def _choice(field: ProductField, value: object) -> str:
    if value not in {each.code for each in field.choices}:
        raise ValueError
    return str(value)


_READERS = {"text": _text, "date": _date, "number": _number, "choice": _choice}
