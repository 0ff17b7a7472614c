"""Permissions of the operations of claims, stated independently of the code."""

from tests.claims.cases import claimed
from tests.support.api.people import People
from tests.support.api.permissions import Permissions


def _owned(api: People) -> dict[str, str]:
    return {"claim_id": claimed(api.admin)}


PERMISSIONS = Permissions(
    who_may={
        "GET /v1/claims": "claims:read",
        "GET /v1/claims/{claim_id}": "claims:read",
        "GET /v1/claims/{claim_id}/history": "claims:read",
    },
    unknown={"claim_id": "claim_01J9Z6X0000000000000000000"},
    scopes={"claims:read": {"staff", "viewer"}, "claims:write": {"staff"}},
    owned=_owned,
)
