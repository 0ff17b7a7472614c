"""Conversations: clients' requests to desks, with terms, answers and ratings."""

from chalicelib.base.feature import (
    AreaNav,
    Feature,
    GrantableScope,
    Nav,
    Routes,
    area_api_routes,
    area_routes,
    console_routes,
)
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/tickets",), proxy="/v1/tickets"),
        Routes("settings_routes", ("/v1/account/feedback",)),
        area_api_routes("area_routes", "/tickets"),
        area_routes("area.pages:pages", "/messages"),
        console_routes("console.list_pages:list_pages", at=("/console/tickets",)),
        console_routes("console.ticket_pages:ticket_pages", "/console/tickets/{ticket_id}"),
    ),
    rows=("table.rows",),
    nav=(
        Nav(
            label=N_("Feedback"),
            path="/console/tickets",
            scope="tickets:read",
            below="/console/tickets",
            place=12,
        ),
    ),
    area_nav=(AreaNav(label=N_("Messages"), path="/messages", permission="area:messages", place=60),),
    notices={
        "request_sent": N_("Your message is sent."),
        "request_rated": N_("Thank you for your rating!"),
        "request_answered": N_("The answer is sent."),
        "request_closed": N_("The request is closed."),
        "request_noted": N_("The note is added."),
        "request_taken": N_("You handle this request now."),
        "request_routed": N_("The request is handed over."),
        "request_extended": N_("The term is extended, and the client is told."),
    },
    client_moves="moving:move",
    client_data="person_file:files",
    client_forgets="forgetting:forget",
    client_end="forgetting:delete",
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
