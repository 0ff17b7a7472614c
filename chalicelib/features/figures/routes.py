"""HTTP of figures, loaded by the first request for them."""

from chalicelib.features.figures.schemas import FiguresQuery, FiguresView, figures_view
from chalicelib.features.photos import service
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope

figure_routes = Blueprint(__name__, tag="photos")
BLUEPRINTS = (figure_routes,)


def _check_figures(query: FiguresQuery) -> None:
    service.check_weeks(since=query.since, until=query.until)


@figure_routes.operation(
    "GET",
    "/v1/figures",
    audience=staff(Scope.ACCOUNT_READ),
    check=_check_figures,
    summary="Show outcomes of photo requests by week, channel, language and device",
)
def show_figures(caller: Caller, query: FiguresQuery) -> FiguresView:
    return figures_view(service.show_figures(caller, since=query.since, until=query.until))
