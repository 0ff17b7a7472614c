"""Permissions of the operations of suppressions, stated independently of the code."""

from tests.support.api.permissions import Permissions
from tests.support.api.steps import blocked

PERMISSIONS = Permissions(
    who_may={
        "GET /v1/suppressions": "account:read",
        "DELETE /v1/suppressions/{suppression_id}": "account:write",
        "GET /console/settings/blocked": "console account:write",
        "GET /console/settings/blocked/{suppression_id}/lift": "console account:write",
        "POST /console/settings/blocked/{suppression_id}/lift": "console account:write",
    },
    unknown={"suppression_id": "email-0000000000000000000000000000000000000000000000000000000000000000"},
    owned=lambda api: {"suppression_id": blocked(api.account.id)},
    is_kept=lambda api, _: len(api.staff.get("/v1/suppressions").json["items"]) == 1,
)
