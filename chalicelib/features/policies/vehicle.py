"""Vehicles: check digits of VINs, formats of plates, and the one folded form that finds them."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.folding import fold_code
from chalicelib.base.languages import N_

_LETTERS = {
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    **{"P": 7, "R": 9},
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHECK_DIGIT = 8
_REMAINDERS = 11
#: First characters of VINs whose ninth is a check digit: North America (49 CFR 565) and China (GB 16735). Others give
#: that place a meaning of their own.
_CHECKED = frozenset("12345L")
#: Folded: letters of Russian plates (GOST R 50577) have Latin twins. Cars, trailers, taxis and buses; never number 000.
_PLATE_LETTER = "[abekmhopctyx]"
_RU = "|".join(
    (
        rf"{_PLATE_LETTER}(?!000)[0-9]{{3}}{_PLATE_LETTER}{{2}}[0-9]{{2,3}}",
        rf"{_PLATE_LETTER}{{2}}(?!0000)[0-9]{{4}}[0-9]{{2,3}}",
        rf"{_PLATE_LETTER}{{2}}(?!000)[0-9]{{3}}[0-9]{{2,3}}",
    )
)
_PLATES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {"RU": re.compile(_RU), "ES": re.compile(r"[0-9]{4}[bcdfghjklmnprstvwxyz]{3}")}
)
#: Sentences of warnings, by code.
WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        "vin_check_digit": N_("The 9th character of the VIN is {present}, and should be {right}: compare the VIN."),
        "plate_format": N_("The plate isn't of the usual form, such as {example}: compare it."),
    }
)
_EXAMPLES = {"RU": "А123ВС 777", "ES": "1234 BCD"}


class Warned(NamedTuple):
    """A warning by its code, with the values of its sentence."""

    code: str
    params: Mapping[str, object]


def warnings_of(vin: str | None, plate: str | None, country: str) -> list[Warned]:
    """Return the warnings of a vehicle: nothing is refused, since grey imports and old plates exist."""
    found = [_vin_warning(vin.upper()) if vin else None, _plate_warning(plate, country) if plate else None]
    return [each for each in found if each]


def fold_plate(plate: str) -> str:
    """Return the form by which a plate is found: `а123вс 777` and `A123BC777` are one."""
    return fold_code(plate)


def vin_check_digit(vin: str) -> str:
    """Return the check digit that a VIN in capitals ought to have (ISO 3779)."""
    signs = (_LETTERS[sign] if sign in _LETTERS else int(sign) for sign in vin)
    total = sum(weight * sign for weight, sign in zip(_WEIGHTS, signs, strict=True))
    remainder = total % _REMAINDERS
    return "X" if remainder == _REMAINDERS - 1 else str(remainder)


def _vin_warning(vin: str) -> Warned | None:
    if vin[0] not in _CHECKED or (right := vin_check_digit(vin)) == vin[_CHECK_DIGIT]:
        return None
    return Warned("vin_check_digit", {"present": vin[_CHECK_DIGIT], "right": right})


def _plate_warning(plate: str, country: str) -> Warned | None:
    form = _PLATES.get(country)
    if form is None or form.fullmatch(fold_plate(plate)):
        return None
    return Warned("plate_format", {"example": _EXAMPLES[country]})
