"""Permissions of the operations of cases, stated independently of the code."""

from tests.support.api.permissions import Permissions

PERMISSIONS = Permissions(
    who_may={
        "POST /v1/cases": "cases:write",
        "GET /v1/cases": "cases:read",
        "PATCH /v1/cases/{case_id}": "cases:write",
        "POST /v1/cases/{case_id}/convert": "cases:write",
        "PUT /v1/cases/{case_id}/handler": "cases:write",
        "GET /v1/handlers": "cases:write",
        "GET /v1/clients/{client_id}/cases": "cases:read",
        "GET /v1/policies/{policy_id}/cases": "cases:read",
        "GET /console": "console cases:read",
        "GET /console/cases/{case_id}": "console cases:read",
        "GET /console/unread": "console cases:read",
        "POST /console/read": "console cases:read",
        "POST /console/cases/{case_id}/take": "console cases:write",
        "POST /console/cases/{case_id}/hand-over": "console cases:write",
        "GET /console/cases/{case_id}/convert": "console cases:write",
        "POST /console/cases/{case_id}/convert": "console cases:write",
    },
    unknown={"case_id": "case_01J9Z6X0000000000000000000"},
    scopes={"cases:read": {"staff", "viewer"}, "cases:write": {"staff"}},
    bodies={
        "POST /v1/cases/{case_id}/convert": {"process": "kasko"},
        "PUT /v1/cases/{case_id}/handler": {"user_id": None},
    },
)
