"""HTTP bodies of an account's rates."""

from typing import Annotated

from pydantic import Field

from chalicelib.base.words import NAMED
from chalicelib.features.cargo.rates.model import Source, UnitRate
from chalicelib.features.cargo.settings import MOST_RATES
from chalicelib.http.bodies import Body, View, unchanged


class UnitRateBody(UnitRate):
    """A rate, as somebody gives it."""

    source: Annotated[Source, NAMED] = Field(examples=["IMF, daily valuation"])


class CargoSettingsChange(Body):
    """Changes of the settings of cargo; a list replaces the former one. Estimates follow at once."""

    version: int = Field(ge=0, description="Of the settings that were read; 409 if they are others by now")
    rates: tuple[UnitRateBody, ...] = Field(default_factory=unchanged, max_length=MOST_RATES)

    def given(self) -> tuple[UnitRate, ...] | None:
        """Return the rates as they are stored; None if the change named none."""
        if self.rates is None:
            return None
        return tuple(UnitRate.model_validate(each.model_dump()) for each in self.rates)


class CargoSettingsView(View):
    """The account's settings of cargo."""

    rates: list[UnitRate] = Field(
        description="By unit and currency, the latest first. Until some are saved: the IPREM of 2021 and 2023, no SDR"
    )
    version: int = Field(description="0: none was saved yet")
