"""Conversations: clients' requests to desks, with terms, answers and ratings."""

from chalicelib.base.feature import Feature, GrantableScope, Routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/tickets",), proxy="/v1/tickets"),
        Routes("settings_routes", ("/v1/account/feedback",)),
    ),
    rows=("table.rows",),
    settings={"feedback": "settings:FeedbackSettings"},
    messages={"ticket_desk": "couriers:TO_DESK", "ticket_told": "couriers:TO_CLIENT"},
    staff_notices={
        "ticket_arrived": "notices:ARRIVED",
        "ticket_replied": "notices:REPLIED",
        "ticket_warned": "notices:WARNED",
        "ticket_overdue": "notices:OVERDUE",
    },
    due={"ticket": "service.alarming:due"},
    due_tables={"chat": "table.rows:ChatRow"},
    events="contract:EVENTS",
    scopes=(
        GrantableScope(name="tickets:read", label=N_("See clients' requests"), roles=("staff", "viewer"), place=12),
        GrantableScope(name="tickets:write", label=N_("Answer clients' requests"), roles=("staff",), place=22),
    ),
)
