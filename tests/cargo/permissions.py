"""Permissions of the operations of cargo, stated independently of the code."""

from tests.support.api.permissions import ANYONE, Permissions

_RATES = "/console/settings/cargo"

PERMISSIONS = Permissions(
    who_may={
        "POST /v1/claims": "claims:write",
        "GET /console/claims/announce": "console claims:write",
        "POST /console/claims/announce": "console claims:write",
        "POST /v1/area/{slug}/claims/announced": "area area:claims",
        "GET /area/{slug}/claims/announce": "area area:claims",
        "POST /area/{slug}/claims/announce": "area area:claims",
        "GET /v1/claims/{claim_id}/assessment": "claims:read",
        "GET /area/{slug}/claims/{claim_id}/expectation": "area area:claims",
        "GET /v1/area/{slug}/claims/{claim_id}/expectation": "area area:claims",
        "GET /area/{slug}/help": ANYONE,
        "GET /v1/claims/{claim_id}/letters": "claims:read",
        "GET /v1/claims/{claim_id}/letters/{letter}": "claims:read",
        "POST /v1/claims/{claim_id}/letters/{letter}/sent": "claims:write",
        "GET /console/claims/{claim_id}/letters/{letter}": "console claims:read",
        "POST /console/claims/{claim_id}/letters/{letter}/sent": "console claims:write",
        "GET /v1/area/{slug}/claims/{claim_id}/letters": "area area:claims",
        "GET /v1/area/{slug}/claims/{claim_id}/letters/{letter}": "area area:claims",
        "POST /v1/area/{slug}/claims/{claim_id}/letters/{letter}/sent": "area area:claims",
        "GET /area/{slug}/claims/{claim_id}/letters": "area area:claims",
        "GET /area/{slug}/claims/{claim_id}/letters/{letter}": "area area:claims",
        "POST /area/{slug}/claims/{claim_id}/letters/{letter}/sent": "area area:claims",
        "GET /v1/area/{slug}/claims/{claim_id}/photo-requests": "area area:claims",
        "POST /v1/area/{slug}/claims/{claim_id}/photo-requests": "area area:claims",
        "GET /area/{slug}/claims/{claim_id}/photo-requests": "area area:claims",
        "POST /area/{slug}/claims/{claim_id}/photo-requests": "area area:claims",
        "GET /v1/account/cargo": "account:read",
        "PATCH /v1/account/cargo": "account:write",
        f"GET {_RATES}": "console account:write",
        f"GET {_RATES}/new-rate": "console account:write",
        f"POST {_RATES}/new-rate": "console account:write",
        f"GET {_RATES}/{{code}}": "console account:write",
        f"POST {_RATES}/{{code}}": "console account:write",
        f"GET {_RATES}/{{code}}/remove": "console account:write",
        f"POST {_RATES}/{{code}}/remove": "console account:write",
    },
    unknown={"letter": "none"},
    owned=lambda _: {"letter": "claim"},
    bodies={
        "POST /v1/claims/{claim_id}/letters/{letter}/sent": {"version": 1, "day": "2026-04-09"},
        "POST /v1/area/{slug}/claims/{claim_id}/letters/{letter}/sent": {"version": 1, "day": "2026-04-09"},
        "POST /v1/area/{slug}/claims/{claim_id}/photo-requests": {"phone": "+7 916 765-43-21"},
        "POST /v1/claims": {"client_id": "cli_01J9Z6X0000000000000000000"},
        "PATCH /v1/account/cargo": {"version": 0},
    },
)
