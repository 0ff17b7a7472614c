"""Permissions of the operations of claims' evidence, stated independently of the code."""

from tests.support.api.permissions import ANYONE, Permissions

PERMISSIONS = Permissions(
    who_may={
        "GET /v1/claims/{claim_id}/evidence.zip": "claims:read",
        "GET /console/claims/{claim_id}/evidence.zip": "console claims:read",
        "GET /v1/claims/evidence-keys": ANYONE,
    },
)
