"""HTTP of figures of sales: queries and views."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.base.formats import Code, Identifier
from chalicelib.features.policies.commission_schemas import MONTH
from chalicelib.features.policies.sales_figures import SalesGroup, SalesTally
from chalicelib.features.policies.service import SalesFigures
from chalicelib.http.bodies import Body, View
from chalicelib.http.money import MoneyView, money_view


class SalesQuery(Body):
    """The chosen months, sellers and products. Without months the last twelve, 36 at most."""

    since: Annotated[str, MONTH] | None = Field(default=None, alias="from", examples=["2026-01"])
    until: Annotated[str, MONTH] | None = Field(default=None, alias="to", examples=["2026-12"])
    agent_id: Identifier | None = Field(default=None, description="The agent who sold, or `house`")
    product: Code | None = Field(default=None, description="Code of a product")


class SalesCounted(View):
    """Figures of sales in a currency."""

    sales: int = Field(description="Policies sold; those that were sold elsewhere are not counted")
    written: MoneyView = Field(description="The premium of these policies")
    received: MoneyView = Field(description="Premium that was paid in these months, refunds not taken off")
    refunded: MoneyView = Field(description="Premium that was paid back in these months")
    due: int = Field(description="Instalments that fall due in these months, by today, and are not paid")
    due_sum: MoneyView
    late: int = Field(description="Those in `due` that are beyond the days of grace")
    late_sum: MoneyView


class SalesGroupFigures(SalesCounted):
    """The figures of a month, seller, product and currency; summed up, the groups are all sales once."""

    month: str = Field(description="In the account's time zone", examples=["2026-12"])
    agent_id: str | None = Field(description="The agent who sold; null: the house")
    product: str
    currency: str


class SalesTotal(SalesCounted):
    """The groups of a currency, added up."""

    currency: str


class SalesFiguresView(View):
    """The figures of the insurer's own sales. Agents see their own."""

    first_month: str
    last_month: str
    as_of: date = Field(description="The day of `due` and `late`")
    totals: list[SalesTotal]
    groups: list[SalesGroupFigures]


def sales_view(figures: SalesFigures) -> SalesFiguresView:
    """Return figures of sales as an answer shows them."""
    return SalesFiguresView(
        first_month=figures.first,
        last_month=figures.last,
        as_of=figures.today,
        totals=[SalesTotal(currency=each, **_counted(figures.total(each))) for each in figures.currencies],
        groups=[
            _group(group, tally)
            for currency in figures.currencies
            for group, tally in figures.split(lambda group: group, currency).items()
        ],
    )


def _group(group: SalesGroup, tally: SalesTally) -> SalesGroupFigures:
    return SalesGroupFigures(
        month=group.month,
        agent_id=None if group.seller == "house" else group.seller,
        product=group.product,
        currency=group.currency,
        **_counted(tally),
    )


def _counted(tally: SalesTally) -> dict[str, Any]:
    return {name: value if isinstance(value, int) else money_view(value) for name, value in tally._asdict().items()}
