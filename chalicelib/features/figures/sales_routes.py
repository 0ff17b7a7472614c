"""HTTP of figures of sales, loaded by the first request for them."""

from chalicelib.features.figures.sales_schemas import SalesFiguresView, SalesQuery, sales_view
from chalicelib.features.policies import service
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

sales_routes = Blueprint(__name__, tag="policies")
BLUEPRINTS = (sales_routes,)


def _check_months(caller: Caller, query: SalesQuery) -> None:
    service.check_months(caller, since=query.since, until=query.until)


@sales_routes.operation(
    "GET",
    "/v1/figures/sales",
    audience=staff("policies:read"),
    check=_check_months,
    summary="Show sales, premium and unpaid instalments by month, agent and product",
)
def show_sales(caller: Caller, query: SalesQuery) -> SalesFiguresView:
    figures = service.show_sales_figures(
        caller, since=query.since, until=query.until, seller=query.agent_id, product=query.product
    )
    return sales_view(figures)
