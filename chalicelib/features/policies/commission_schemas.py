"""HTTP answers of commission."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.base.formats import Identifier, formatted
from chalicelib.base.languages import N_
from chalicelib.features.policies.model import Channel
from chalicelib.http.bodies import Body, View
from chalicelib.http.money import MoneyView

MONTH = formatted(r"^[0-9]{4}-(0[1-9]|1[0-2])$", N_("Must be a month such as 2026-12."))


class StatementQuery(BaseModel):
    """The agent and the month of a statement."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    agent_id: Identifier | None = Field(default=None, description="Whose statement; agents see their own only")
    month: Annotated[str, MONTH] | None = Field(
        default=None, description="Left out: the present one", examples=["2026-12"]
    )


class CloseBody(Body):
    """The agent and the month that are closed."""

    agent_id: Identifier = Field(examples=["01JQ8ZK3N5V7W9X2Y4B6D8F0HA"])
    month: Annotated[str, MONTH] = Field(examples=["2026-11"])


class LineView(View):
    """A line of commission."""

    id: str
    at: datetime
    policy_id: str
    number: str
    product: str
    client: str
    channel: Channel
    base: MoneyView = Field(description="The premium paid so far, refunds taken off")
    percent: str = Field(description="The rate on the day of the sale", examples=["15"])
    amount: MoneyView = Field(description="The commission on the base, less that of earlier lines; may be negative")
    reason: str = Field(description="`sale`, `payment` or `refund`")


class StatementView(View):
    """An agent's commission of a month."""

    agent_id: str
    month: str
    lines: list[LineView]
    totals: list[MoneyView]
    closed_at: datetime | None = Field(description="Closed: no line is added to it any more")
