"""Claims: stages, documents that they need, decisions and deadlines."""

from chalicelib.base.feature import Feature, GrantableScope, Routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/claims",), proxy="/v1/claims"),
        Routes("move_routes", ("/v1/claims/{claim_id}",), proxy="/v1/claims"),
    ),
    rows=("table.rows",),
    case_converted="service:follow_conversion",
    case_changed="service:follow_change",
    working_days="deadlines.working:working_days",
    events="contract:EVENTS",
    settings={"claims": "settings:ClaimSettings"},
    scopes=(
        GrantableScope(name="claims:read", label=N_("See claims"), roles=("staff", "viewer"), place=11),
        GrantableScope(name="claims:write", label=N_("Handle claims"), roles=("staff",), place=21),
    ),
)
