"""HTTP of figures of documents, loaded by the first request for them."""

from chalicelib.features.claims.documents.counting import show_document_figures
from chalicelib.features.figures.document_schemas import DocumentFiguresQuery, DocumentFiguresView, documents_view
from chalicelib.features.policies.service import check_months
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

document_routes = Blueprint(__name__, tag="claims")
BLUEPRINTS = (document_routes,)


def _check_months(caller: Caller, query: DocumentFiguresQuery) -> None:
    check_months(caller, since=query.since, until=query.until)


@document_routes.operation(
    "GET",
    "/v1/figures/documents",
    audience=staff("claims:read"),
    check=_check_months,
    summary="Show documents of claims: received, accepted, and refused by reason, by month, process and document",
)
def show_claim_document_figures(caller: Caller, query: DocumentFiguresQuery) -> DocumentFiguresView:
    return documents_view(show_document_figures(caller, since=query.since, until=query.until, process=query.process))
