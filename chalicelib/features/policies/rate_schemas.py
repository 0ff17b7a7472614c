"""HTTP bodies of rates of commission."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from chalicelib.base.formats import Code, Identifier
from chalicelib.features.policies.product_types import Percent
from chalicelib.features.policies.rate_model import Rate, Setting
from chalicelib.features.policies.rates import NewRate
from chalicelib.http.bodies import Body, View
from chalicelib.http.paging import PageQuery


class RateBody(Body):
    """A rate of commission from a day on."""

    product: Code = Field(examples=["kasko"])
    agent_id: Identifier | None = Field(
        default=None,
        description="Null: of all agents who have no rate of their own",
        examples=["01JQ8ZK3N5V7W9X2Y4B6D8F0HA"],
    )
    since: date = Field(description="The first day of sales that it holds for")
    percent: Percent = Field(description="Of the premium that is paid", examples=["15"])

    def new(self) -> NewRate:
        """Return the rate to set."""
        return NewRate(self.product, self.agent_id, self.since, self.percent)


class RateListQuery(PageQuery):
    """The page of a list of rates, perhaps of one product."""

    product: Code | None = None


class SettingView(View):
    """A percentage that was set."""

    percent: Decimal
    at: datetime
    by: str


class RateView(View):
    """A rate of commission from a day on, until the next one of the same product and agent."""

    product: str
    agent_id: str | None = Field(description="Null: of all agents who have no rate of their own")
    since: date
    percent: Decimal
    set_at: datetime
    set_by: str
    former: list[SettingView] = Field(description="What it was before, the latest last")


class RateList(View):
    """A page of rates by product, agent and day, those of all agents first."""

    items: list[RateView]
    next_cursor: str | None


def view_of(rate: Rate) -> RateView:
    """Return a rate with its present percentage unfolded."""
    return RateView(
        product=rate.product,
        agent_id=rate.agent_id,
        since=rate.since,
        percent=rate.present.percent,
        set_at=rate.present.at,
        set_by=rate.present.by,
        former=[_setting(each) for each in rate.former],
    )


def _setting(setting: Setting) -> SettingView:
    return SettingView(percent=setting.percent, at=setting.at, by=setting.by)
