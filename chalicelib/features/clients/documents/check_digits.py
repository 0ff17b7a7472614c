"""Check digits of numbers, each by the rule of its register."""

from typing import TYPE_CHECKING, NamedTuple

from chalicelib.base.languages import N_

if TYPE_CHECKING:
    from collections.abc import Callable

#: Check digits of SNILS came with the number after this (Pension Fund of Russia).
_LAST_UNCHECKED_SNILS = 1_001_998
_MISTYPED = N_("This number fails its own check: compare each character with the document.")
_LETTER = N_("The letter doesn't fit the digits: {letter} would. Compare both with the document.")


class Fault(NamedTuple):
    """A correction, a msgid, with the values of its places."""

    message: str
    params: dict[str, object]


def fault_of(rule: str, number: str) -> Fault | None:
    """Return the correction of a number in canonical form that breaks a rule; None if it keeps the rule.

    `rule`: country and name, such as `es.dni`: one of the own rules here, else a module of python-stdnum.
    """
    if not rule or (_OWN.get(rule) or _library(rule))(number):
        return None
    letter = _control_letter(rule, number)
    return Fault(_LETTER, {"letter": letter}) if letter else Fault(_MISTYPED, {})


def _library(rule: str) -> "Callable[[str], bool]":
    import stdnum  # noqa: PLC0415 - heavy

    module = stdnum.get_cc_module(*rule.split("."))
    if module is None:
        raise LookupError(f"no rule {rule!r}")
    return module.is_valid


def _control_letter(rule: str, number: str) -> str:
    """Return the right letter of a Spanish DNI or NIE; empty for others."""
    from stdnum.es import dni, nie  # noqa: PLC0415 - heavy

    module = {"es.dni": dni, "es.nie": nie}.get(rule)
    return module.calc_check_digit(number[:-1]) if module else ""


def _snils(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:9], range(9, 0, -1), strict=True))
    return int(number[:9]) <= _LAST_UNCHECKED_SNILS or total % 101 % 100 == int(number[9:])


def _ec_cedula(number: str) -> bool:
    """Return True if the last digit is right.

    Why not python-stdnum's rule: it demands a third digit under 7, which the registry doesn't keep to.
    """
    from stdnum import luhn  # noqa: PLC0415 - heavy

    return luhn.is_valid(number)


def _uy_ci(number: str) -> bool:
    digits = map(int, number.zfill(8))
    return sum(digit * weight for digit, weight in zip(digits, (2, 9, 8, 7, 6, 3, 4, 1), strict=True)) % 10 == 0


def _br_cpf(number: str) -> bool:
    """Return True if the check digits are right. A digit repeated 11 times passes the sum and was never issued."""
    return len(set(number)) > 1 and _library("br.cpf")(number)


_OWN: "dict[str, Callable[[str], bool]]" = {
    "ru.snils": _snils,
    "ec.ci": _ec_cedula,
    "uy.ci": _uy_ci,
    "br.cpf": _br_cpf,
}
