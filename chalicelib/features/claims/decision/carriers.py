"""The most that carriers pay by law, in units of account: pure arithmetic on rates that staff have typed.

A limit in units is never rounded; a line in money is, half up and once. Without a rate nothing is computed.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.models import Frozen
from chalicelib.base.money import Money
from chalicelib.features.claims.decision.exact import half_up


class Rate(Frozen):
    """The rate of a unit of account on a day (1 SDR in EUR, a day's IPREM), and its source."""

    value: Decimal
    currency: str
    on: date
    source: str


class Carried(NamedTuple):
    """The goods that a limit is of: their gross weight, their packages."""

    kg: Decimal
    packages: int = 0


class CarrierLimit(NamedTuple):
    """The limit of a law from a day on, in its unit: of a kilogram, of a package. The higher one holds."""

    since: date
    per_kg: Fraction
    per_package: Fraction = Fraction(0)


#: By law of transport, the limits since some day, the latest first: CMR art. 23.3 and Ley 15/2009 art. 57.1 (a third of
#: a day's IPREM); Montreal art. 22.3 as revised; Hague-Visby art. IV.5.
LIMITS: Mapping[str, tuple[CarrierLimit, ...]] = MappingProxyType(
    {
        "cmr": (CarrierLimit(date.min, Fraction("8.33")),),
        "lcttm": (CarrierLimit(date.min, Fraction(1, 3)),),
        "montreal": (CarrierLimit(date(2024, 12, 28), Fraction(26)), CarrierLimit(date.min, Fraction(22))),
        "hague_visby": (CarrierLimit(date.min, Fraction(2), Fraction("666.67")),),
    }
)


def units(law: str, goods: Carried, on: date) -> Fraction | None:
    """Return the limit for some goods in units of account; None for a law without one here."""
    found = next((each for each in LIMITS.get(law, ()) if each.since <= on), None)
    if found is None:
        return None
    return max(found.per_kg * Fraction(goods.kg), found.per_package * goods.packages)


def limited(loss: Decimal, limit: Fraction | None, rate: Rate | None) -> Money | None:
    """Return the part of a loss that a carrier pays; None without a rate or a limit: never 0."""
    if limit is None or rate is None:
        return None
    return half_up(min(Fraction(loss), limit * Fraction(rate.value)), rate.currency)


def charges_of(charges: Money, lost: Decimal, whole: Decimal) -> Money:
    """Return the part of the charges of carriage that goods lost have, by weight (CMR art. 23.4)."""
    return half_up(Fraction(charges.amount) * Fraction(lost) / Fraction(whole), charges.currency)


def for_delay(loss: Money, charges: Money) -> Money:
    """Return the compensation of a delay: the charges at most (CMR art. 23.5)."""
    return min(loss, charges, key=lambda each: each.amount)
