"""HTTP of figures of the client area, loaded by the first request for them."""

from chalicelib.features.figures.cabinet_reading import show_figures
from chalicelib.features.figures.cabinet_schemas import AreaFiguresQuery, AreaFiguresView, area_view
from chalicelib.features.policies.service import check_months
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope

cabinet_routes = Blueprint(__name__, tag="cabinet")
BLUEPRINTS = (cabinet_routes,)


def _check_months(caller: Caller, query: AreaFiguresQuery) -> None:
    check_months(caller, since=query.since, until=query.until)


@cabinet_routes.operation(
    "GET",
    "/v1/figures/cabinet",
    audience=staff(Scope.ACCOUNT_READ),
    check=_check_months,
    summary="Show the share of registered clients, and payments in one press, by month",
)
def show_area_figures(caller: Caller, query: AreaFiguresQuery) -> AreaFiguresView:
    return area_view(show_figures(caller, since=query.since, until=query.until))
