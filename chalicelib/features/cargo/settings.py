"""Settings of cargo: the rates by which liability of carriers is estimated."""

from datetime import date
from decimal import Decimal
from functools import cache

from pydantic import Field

from chalicelib.base.models import Frozen
from chalicelib.features.cargo.rates.model import UnitRate
from chalicelib.tenancy import sections

MOST_RATES = 400


class CargoSettings(Frozen):
    """The account's rates of units of account."""

    #: None: the usual ones. Why not these as the default: a default isn't stored, and a later release may change it.
    own: tuple[UnitRate, ...] | None = Field(default=None, max_length=MOST_RATES)

    @property
    def rates(self) -> tuple[UnitRate, ...]:
        """The rates that are known; no SDR until somebody types one."""
        return _usual() if self.own is None else self.own


def cargo_settings(account_id: str) -> CargoSettings:
    """Return the settings of an account, as they were at most a minute ago."""
    return sections.load(account_id, CargoSettings)


@cache
def _usual() -> tuple[UnitRate, ...]:
    """Return rates of budget laws. That of the SDR changes daily, and so staff type it."""
    return (_iprem("18.83", 2021, "Ley 11/2020"), _iprem("20.00", 2023, "Ley 31/2022, D. A. 90.ª"))


def _iprem(value: str, year: int, law: str) -> UnitRate:
    return UnitRate(unit="IPREM", value=Decimal(value), currency="EUR", on=date(year, 1, 1), source=law)
