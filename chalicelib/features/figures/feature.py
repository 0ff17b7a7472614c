"""Figures: rates and times of photo requests, sales of policies, claims, clients' requests, the client area.

Photos counts them (features/photos/figures.py), in the transactions of the requests. Policies counts sales
(features/policies/sales_figures.py), in those of the policies; conversations counts clients' requests
(features/conversations/figures.py), claims their stages (features/claims/figures.py). Cabinet counts registered clients
(features/cabinet/figures.py), payments the ways of paying (features/payments/figures.py).
"""

from chalicelib.base.feature import Feature, Nav, Routes, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", (), at=("/v1/figures",)),
        Routes("sales_routes", ("/v1/figures/sales",)),
        Routes("claim_routes", ("/v1/figures/claims",)),
        Routes("ticket_routes", ("/v1/figures/tickets",)),
        Routes("cabinet_routes", ("/v1/figures/cabinet",)),
        console_routes("console.pages:figures_pages", at=("/console/figures", "/console/figures.csv")),
        console_routes("console.sales_pages:sales_pages", "/console/figures/sales", "/console/figures/sales.csv"),
        console_routes("console.ticket_pages:ticket_pages", "/console/figures/tickets", "/console/figures/tickets.csv"),
        console_routes("console.claim_pages:claim_pages", "/console/figures/claims", "/console/figures/claims.csv"),
        console_routes(
            "console.cabinet_pages:cabinet_pages", "/console/figures/cabinet", "/console/figures/cabinet.csv"
        ),
    ),
    nav=(Nav(label=N_("Figures"), path="/console/figures", scope="account:read", place=80),),
    styles=("figures.css",),
)
