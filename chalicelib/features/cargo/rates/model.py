"""A rate of a unit of account, as staff have typed it, and the one that holds on a day."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from chalicelib.base.formats import formatted
from chalicelib.base.models import Frozen
from chalicelib.base.money import NOT_A_CURRENCY
from chalicelib.features.claims.decision.carriers import Rate

#: The special drawing right of the IMF, and a day of the Spanish IPREM.
UnitCode = Literal["SDR", "IPREM"]
UNITS: tuple[UnitCode, ...] = get_args(UnitCode)
Value = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=8)]
Currency = Annotated[str, formatted(r"^[A-Z]{3}$", NOT_A_CURRENCY, to_upper=True)]
LONGEST_SOURCE = 200
Source = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_SOURCE)]


class UnitRate(Frozen):
    """The value of a unit of account in a currency from a day on, and its source."""

    unit: UnitCode = Field(examples=["SDR"])
    value: Value = Field(examples=["1.2134"])
    currency: Currency = Field(description="ISO 4217", examples=["EUR"])
    on: date = Field(
        description="The day from which it holds, until the next one of its unit and currency", examples=["2026-06-01"]
    )
    source: Source = Field(examples=["IMF, daily valuation"])

    @property
    def code(self) -> str:
        """Its name among the rates of an account: unit, currency and day."""
        return f"{self.unit}_{self.currency}_{self.on:%Y_%m_%d}".lower()

    @property
    def as_rate(self) -> Rate:
        """The rate as calculations take it."""
        return Rate(value=self.value, currency=self.currency, on=self.on, source=self.source)


def rate_on(rates: Iterable[UnitRate], unit: UnitCode, currency: str, day: date) -> UnitRate | None:
    """Return the latest rate of a unit in a currency on or before a day; None without one."""
    known = [each for each in rates if (each.unit, each.currency) == (unit, currency) and each.on <= day]
    return max(known, key=lambda each: each.on, default=None)


def in_order(rates: Iterable[UnitRate]) -> tuple[UnitRate, ...]:
    """Return rates by unit and currency, the latest of each first."""
    latest_first = sorted(rates, key=lambda each: each.on, reverse=True)
    return tuple(sorted(latest_first, key=lambda each: (UNITS.index(each.unit), each.currency)))
