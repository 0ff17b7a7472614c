"""Permissions of the operations of figures, stated independently of the code."""

from tests.support.api.permissions import Permissions

PERMISSIONS = Permissions(
    who_may={
        "GET /v1/figures": "account:read",
        "GET /v1/figures/sales": "policies:read",
        "GET /v1/figures/cabinet": "account:read",
        "GET /console/figures/cabinet": "console account:read",
        "GET /console/figures/cabinet.csv": "console account:read",
        "GET /v1/figures/claims": "claims:read",
        "GET /console/figures/claims": "console claims:read",
        "GET /console/figures/claims.csv": "console claims:read",
        "GET /v1/figures/documents": "claims:read",
        "GET /console/figures/documents": "console claims:read",
        "GET /console/figures/documents.csv": "console claims:read",
        "GET /v1/figures/conversations": "claims:read",
        "GET /console/figures/conversations": "console claims:read",
        "GET /console/figures/conversations.csv": "console claims:read",
        "GET /v1/figures/tickets": "tickets:read",
        "GET /console/figures/tickets": "console tickets:read",
        "GET /console/figures/tickets.csv": "console tickets:read",
        "GET /console/figures/sales": "console policies:read",
        "GET /console/figures/sales.csv": "console policies:read",
        "GET /console/figures": "console account:read",
        "GET /console/figures.csv": "console account:read",
    },
)
