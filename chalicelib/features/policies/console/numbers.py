"""Numbers as people type them in forms of money."""

from decimal import Decimal

from chalicelib.base.languages import DECIMAL, Language


def typed_number(typed: str) -> str:
    """Return a number as programs write it: `12,5 %` is 12.5."""
    return "".join(typed.split()).removesuffix("%").replace(",", ".")


def plain(number: Decimal) -> str:
    """Return a number without zeros at its end, for a form."""
    return format(number.normalize(), "f")


def percent(language: Language, number: Decimal) -> str:
    """Write a percentage as the language does."""
    written = plain(number).replace(".", DECIMAL[language])
    return f"{written}%" if language == "en" else f"{written}\u00a0%"
