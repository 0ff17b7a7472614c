"""Figures: rates and times of photo requests, sales of policies, claims, clients' requests, the client area.

Photos counts them (features/photos/figures.py), in the transactions of the requests. Policies counts sales
(features/policies/sales_figures.py), in those of the policies; conversations counts clients' requests
(features/conversations/figures.py) and first answers about claims (features/conversations/answer_figures.py), claims
their stages (features/claims/figures.py) and documents (features/claims/documents/figures.py). Cabinet counts
registered clients (features/cabinet/figures.py), payments the ways of paying (features/payments/figures.py).
"""

from chalicelib.base.feature import Feature, Nav, Routes, console_routes
from chalicelib.base.languages import N_

_API = "/v1/figures"
FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", (), at=(_API,), proxy=_API),
        Routes("sales_routes", (f"{_API}/sales",), proxy=_API),
        Routes("claim_routes", (f"{_API}/claims",), proxy=_API),
        Routes("document_routes", (f"{_API}/documents",), proxy=_API),
        Routes("conversation_routes", (f"{_API}/conversations",), proxy=_API),
        Routes("ticket_routes", (f"{_API}/tickets",), proxy=_API),
        Routes("cabinet_routes", (f"{_API}/cabinet",), proxy=_API),
        console_routes("console.pages:figures_pages", at=("/console/figures", "/console/figures.csv")),
        console_routes("console.sales_pages:sales_pages", "/console/figures/sales", "/console/figures/sales.csv"),
        console_routes("console.ticket_pages:ticket_pages", "/console/figures/tickets", "/console/figures/tickets.csv"),
        console_routes("console.claim_pages:claim_pages", "/console/figures/claims", "/console/figures/claims.csv"),
        console_routes(
            "console.document_pages:document_pages", "/console/figures/documents", "/console/figures/documents.csv"
        ),
        console_routes(
            "console.conversation_pages:conversation_pages",
            "/console/figures/conversations",
            "/console/figures/conversations.csv",
        ),
        console_routes(
            "console.cabinet_pages:cabinet_pages", "/console/figures/cabinet", "/console/figures/cabinet.csv"
        ),
    ),
    nav=(Nav(label=N_("Figures"), path="/console/figures", scope="account:read", place=80),),
    styles=("figures.css",),
)
