"""Permissions of the operations of policies, stated independently of the code."""

from tests.support.api.permissions import Permissions

PERMISSIONS = Permissions(
    who_may={
        "GET /v1/account/policies": "account:read",
        "PATCH /v1/account/policies": "account:write",
        "GET /v1/products": "policies:read",
        "GET /v1/commission-rates": "rates:write",
        "POST /v1/commission-rates": "rates:write",
    },
    scopes={"policies:read": {"staff", "viewer", "agent"}, "rates:write": set()},
    bodies={"PATCH /v1/account/policies": {"version": 0}},
)
