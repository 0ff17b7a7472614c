"""Numbers as people type them in forms of money."""

from decimal import Decimal

from chalicelib.base.languages import DECIMAL, Language


def typed_number(typed: str) -> str:
    """Return a number as programs write it: `12,5 %` is 12.5."""
    return "".join(typed.split()).removesuffix("%").replace(",", ".")


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
