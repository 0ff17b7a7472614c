"""Rates of commission: a percentage of a product from a day on."""

from datetime import date
from decimal import Decimal

from pydantic import AwareDatetime

from chalicelib.base.models import Frozen


class Setting(Frozen):
    """A percentage that was set: by whom, and when."""

    percent: Decimal
    at: AwareDatetime
    by: str


class Rate(Frozen):
    """The rate of a product from a day on, until the day of the next one."""

    product: str
    #: None: of all agents who have none of their own.
    agent_id: str | None = None
    since: date
    present: Setting
    #: The percentages before, the latest last.
    former: tuple[Setting, ...] = ()
    version: int = 1
