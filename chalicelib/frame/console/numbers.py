"""Numbers as people type them in forms of money."""

import re
from decimal import Decimal

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import DECIMAL, N_, Language
from chalicelib.base.money import GROUPS, exponent

_WHOLE = N_("Write a whole number from {least} to {most}.")
#: More than any number of a form has.
_DIGITS = 12
#: Digits in groups of three, parted by points or by commas, before the other sign: `3.600,00`, `3,600.00`, `1.234.567`.
_GROUPED = re.compile(
    r"-?[0-9]{1,3}(?:(?:[.][0-9]{3}){2,}|(?:,[0-9]{3}){2,}|(?:[.][0-9]{3})+,[0-9]+|(?:,[0-9]{3})+[.][0-9]+)"
)
#: Digits of a group; as many behind the point of some currencies.
_IN_A_GROUP = 3
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")


def typed_number(typed: str) -> str:
    """Return a number as programs write it: `12,5 %` is 12.5, `3.600,5` and `3,600.5` are 3600.5."""
    compact = "".join(typed.split()).removesuffix("%")
    if _GROUPED.fullmatch(compact):
        whole = max(compact.rfind("."), compact.rfind(","))
        if "." in compact and "," in compact:  # the last sign parts the fraction
            return re.sub("[.,]", "", compact[:whole]) + "." + compact[whole + 1 :]
        return re.sub("[.,]", "", compact)
    return compact.replace(",", ".")


def typed_quantity(typed: str, language: Language) -> str:
    """Return a weight as programs write it. `1.240` on a Spanish page is 1240, as `1,240` is on an English one."""
    compact = "".join(typed.split())
    if _THOUSANDS.fullmatch(compact) and GROUPS[language] in compact:
        return compact.replace(GROUPS[language], "")
    return typed_number(typed)


def typed_money(typed: str, currency: str, language: Language) -> str:
    """Return an amount of a currency as programs write it. Three digits behind a sign are a group: `3.600` is 3600.

    Only currencies with three digits behind the point are read as the page's language writes them: `1.234` KWD is 1234
    on a Spanish page, and 1.234 on others.
    """
    if exponent(currency) < _IN_A_GROUP:
        return typed_amount(typed)
    return typed_quantity(typed, language)


def typed_amount(typed: str) -> str:
    """Return an amount without a currency as programs write it. Three digits behind a sign are a group."""
    compact = "".join(typed.split())
    return re.sub("[.,]", "", compact) if _THOUSANDS.fullmatch(compact) else typed_number(compact)


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


def written_in_full(language: Language, amount: Decimal) -> str:
    """Write an amount with all its digits as the language does, for a form: `3600,50`."""
    return format(amount, "f").replace(".", DECIMAL[language])


def percent(language: Language, number: Decimal) -> str:
    """Write a percentage as the language does."""
    shown = written(language, number)
    return f"{shown}%" if language == "en" else f"{shown}\u00a0%"
