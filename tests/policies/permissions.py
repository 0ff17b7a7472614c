"""Permissions of the operations of policies, stated independently of the code."""

from tests.support.api.permissions import Permissions

PERMISSIONS = Permissions(
    who_may={
        "GET /v1/account/policies": "account:read",
        "PATCH /v1/account/policies": "account:write",
        "GET /v1/products": "policies:read",
    },
    scopes={"policies:read": {"staff", "viewer", "agent"}},
    bodies={"PATCH /v1/account/policies": {"version": 0}},
)
