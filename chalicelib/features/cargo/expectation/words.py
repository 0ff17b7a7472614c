"""Words of expectations: their parts, their bounds, the facts that are missing."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import DECIMAL, N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.cargo.expectation.laws import LAWS
from chalicelib.features.cargo.expectation.model import (
    Basis,
    Expectation,
    FromCarrier,
    Lacks,
    LimitFound,
    Owed,
    PartKind,
)
from chalicelib.features.cargo.rates.words import unit_said
from chalicelib.features.claims.decision.words import LineShown, lines_of
from chalicelib.frame.console.numbers import written

PARTS: Mapping[PartKind, str] = MappingProxyType(
    {
        PartKind.GOODS: N_("Lost or damaged goods"),
        PartKind.CHARGES: N_("Part of the carriage charges"),
        PartKind.DELAY: N_("Damage by the delay"),
    }
)
_BASES: Mapping[Basis, str] = MappingProxyType(
    {
        Basis.LOSS: N_("the whole loss"),
        Basis.LIMIT: N_("the limit of the law"),
        Basis.DECLARED: N_("the value declared to the carrier"),
        Basis.CHARGES: N_("the carriage charges at most"),
        Basis.UNLIMITED: N_("no limit: wilful misconduct"),
    }
)
LACKS: Mapping[Lacks, str] = MappingProxyType(
    {
        Lacks.LAW: N_("route and mode of the transport"),
        Lacks.LOSS: N_("the loss in money"),
        Lacks.AFFECTED_WEIGHT: N_("the gross weight of the goods that are lost or damaged"),
        Lacks.WEIGHT: N_("the gross weight of the whole consignment"),
        Lacks.AFFECTED_PACKAGES: N_("the number of packages that are lost or damaged"),
        Lacks.VALUE: N_("the value of the whole consignment"),
        Lacks.CHARGES: N_("the carriage charges"),
        Lacks.RATE: N_("the rate of the unit in which the law sets its limit; we enter it"),
        Lacks.POLICY: N_("the policy"),
        Lacks.CURRENCY: N_("all amounts in one currency"),
        Lacks.CONTRACT: N_("the limit of the carrier's contract; ask your handler"),
    }
)
#: More than weights times limits have.
_MOST_DIGITS = 12


class PartShown(NamedTuple):
    """A part of the compensation in words: its amount, its bound and its article."""

    label: str
    amount: str
    why: str


class ExpectationShown(NamedTuple):
    """An expectation in words. Empty texts and lists: nothing of that kind."""

    day: str
    law: str
    parts: tuple[PartShown, ...]
    total: str
    limit: str
    rate: str
    #: Facts without which the carrier's part is not computed, and those that would add to it.
    lacks: tuple[str, ...]
    would_add: tuple[str, ...]
    lines: tuple[LineShown, ...]
    insured: str
    insurer_lacks: tuple[str, ...]


def in_words(found: Expectation, language: Language) -> ExpectationShown:
    """Return an expectation for a page: amounts, articles, rates, and the facts that it lacks."""
    carrier, calculation = found.carrier, found.insurer.calculation
    return ExpectationShown(
        day=localized.day(language, found.on),
        law=name_of(carrier.law),
        parts=tuple(_part(each, language) for each in carrier.parts),
        total=shown(language, carrier.total) if carrier.total else "",
        limit=_limit(carrier.limit, language) if carrier.limit else "",
        rate=_rate(carrier, language),
        lacks=_named(carrier.lacks, language),
        would_add=_named(carrier.would_add, language),
        lines=lines_of(calculation, language) if calculation else (),
        insured=shown(language, calculation.total) if calculation else "",
        insurer_lacks=_named(found.insurer.lacks, language),
    )


def name_of(law: str | None) -> str:
    """Return the name of a law; empty for one without rules here."""
    known = LAWS.get(law or "")
    return known.name if known else ""


def exactly(number: Fraction, language: Language) -> str:
    """Write a number with all its digits; one without an end gets a fraction: 33 1/3."""
    digits = next((each for each in range(_MOST_DIGITS) if (number * 10**each).denominator == 1), None)
    if digits is not None:
        return f"{Decimal((number * 10**digits).numerator).scaleb(-digits):f}".replace(".", DECIMAL[language])
    whole, part = divmod(number.numerator, number.denominator)
    return f"{whole} {part}/{number.denominator}" if whole else f"{part}/{number.denominator}"


def _part(part: Owed, language: Language) -> PartShown:
    why = part.article if part.kind is PartKind.CHARGES else f"{text(language, _BASES[part.basis])} · {part.article}"
    return PartShown(text(language, PARTS[part.kind]), shown(language, part.money), why)


def _limit(limit: LimitFound, language: Language) -> str:
    units = f"{exactly(limit.units, language)} {unit_said(limit.unit, language)}"
    return f"{units} = {shown(language, limit.money)}" if limit.money else units


def _rate(carrier: FromCarrier, language: Language) -> str:
    rate = carrier.limit.rate if carrier.limit else None
    if rate is None:
        return ""
    return text(
        language,
        N_("Estimate at the rate of {day}: 1 {unit} = {value} {currency} ({source})."),
        day=localized.day(language, rate.on),
        unit=unit_said(rate.unit, language),
        value=written(language, rate.value),
        currency=rate.currency,
        source=rate.source,
    )


def _named(lacks: tuple[Lacks, ...], language: Language) -> tuple[str, ...]:
    return tuple(text(language, LACKS[each]) for each in lacks)
