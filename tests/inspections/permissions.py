"""Permissions of the operations of inspections, stated independently of the code."""

from tests.support.api.permissions import Permissions

PERMISSIONS = Permissions(
    who_may={
        "GET /v1/quotes/{quote_id}/photos": "policies:read",
        "POST /v1/quotes/{quote_id}/photos": "inspections:write",
        "GET /v1/account/inspections": "account:read",
        "PATCH /v1/account/inspections": "account:write",
        "POST /console/quotes/{quote_id}/photos": "console inspections:write",
        "GET /console/settings/inspections": "console account:write",
        "POST /console/settings/inspections": "console account:write",
    },
    scopes={"inspections:write": {"staff", "agent"}},
    bodies={"PATCH /v1/account/inspections": {"version": 0}},
)
