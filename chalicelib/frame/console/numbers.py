"""Numbers as people type them in forms of money."""

from decimal import Decimal

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import DECIMAL, N_, Language

_WHOLE = N_("Write a whole number from {least} to {most}.")
#: More than any number of a form has.
_DIGITS = 12


def typed_number(typed: str) -> str:
    """Return a number as programs write it: `12,5 %` is 12.5."""
    return "".join(typed.split()).removesuffix("%").replace(",", ".")


def whole_number(typed: str, bounds: tuple[int, int], *, at: str) -> int:
    """Return a typed whole number, in groups of digits or not. Raises Invalid at a pointer unless it is within bounds.

    `bounds`: the least and the greatest number.
    """
    digits, (least, most) = "".join(typed.split()), bounds
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else None
    if number is None or not least <= number <= most:
        raise Invalid([FieldError(at, _WHOLE, {"least": least, "most": most})])
    return number


def plain(number: Decimal) -> str:
    """Return a number without zeros at its end, for a form."""
    return format(number.normalize(), "f")


def written(language: Language, number: Decimal) -> str:
    """Write a number as the language does, without zeros at its end: `1,05`."""
    return plain(number).replace(".", DECIMAL[language])


def percent(language: Language, number: Decimal) -> str:
    """Write a percentage as the language does."""
    shown = written(language, number)
    return f"{shown}%" if language == "en" else f"{shown}\u00a0%"
