"""HTTP of figures of requests, loaded by the first request for them."""

from chalicelib.features.conversations.service import counting
from chalicelib.features.figures.ticket_schemas import TicketFiguresQuery, TicketFiguresView, tickets_view
from chalicelib.features.policies.service import check_months
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

ticket_routes = Blueprint(__name__, tag="conversations")
BLUEPRINTS = (ticket_routes,)


def _check_months(caller: Caller, query: TicketFiguresQuery) -> None:
    check_months(caller, since=query.since, until=query.until)


@ticket_routes.operation(
    "GET",
    "/v1/figures/tickets",
    audience=staff("tickets:read"),
    check=_check_months,
    summary="Show requests, answers in time and ratings by month, desk and topic",
)
def show_ticket_figures(caller: Caller, query: TicketFiguresQuery) -> TicketFiguresView:
    return tickets_view(
        counting.show_figures(caller, since=query.since, until=query.until, desk=query.desk, topic=query.topic)
    )
