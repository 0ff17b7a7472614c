"""HTTP of figures of claims, loaded by the first request for them."""

from chalicelib.features.claims import counting
from chalicelib.features.figures.claim_schemas import ClaimFiguresQuery, ClaimFiguresView, claims_view
from chalicelib.features.policies.service import check_months
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

claim_routes = Blueprint(__name__, tag="claims")
BLUEPRINTS = (claim_routes,)


def _check_months(caller: Caller, query: ClaimFiguresQuery) -> None:
    check_months(caller, since=query.since, until=query.until)


@claim_routes.operation(
    "GET",
    "/v1/figures/claims",
    audience=staff("claims:read"),
    check=_check_months,
    summary="Show claims that came to and left each stage, and their days in it, by month and process",
)
def show_claim_figures(caller: Caller, query: ClaimFiguresQuery) -> ClaimFiguresView:
    figures = counting.show_figures(caller, since=query.since, until=query.until, process=query.process)
    return claims_view(figures)
