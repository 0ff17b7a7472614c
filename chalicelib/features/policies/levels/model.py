"""The level of an underlying on a day, with its former values."""

from datetime import date
from decimal import Decimal

from pydantic import AwareDatetime

from chalicelib.base.models import Frozen


class Quoted(Frozen):
    """A level that was told: its value, by whom, and when."""

    value: Decimal
    at: AwareDatetime
    by: str


class DayLevel(Frozen):
    """The level of an underlying on a day. `version` rises with every correction."""

    underlying: str
    day: date
    present: Quoted
    #: The values before, the latest last.
    former: tuple[Quoted, ...] = ()
    version: int = 1


class Latest(Frozen):
    """The latest day of an underlying that has a level."""

    underlying: str
    day: date
    value: Decimal
