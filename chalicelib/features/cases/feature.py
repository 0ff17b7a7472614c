"""Cases: the file of a loss, its handler, its timeline and the inbox."""

from chalicelib.base.feature import Feature, GrantableScope, Nav, PageTab, Routes, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/cases", "/v1/handlers")),
        Routes("client_routes", ("/v1/clients/{client_id}/cases",)),
        Routes("policy_routes", ("/v1/policies/{policy_id}/cases",), proxy="/v1/policies"),
        console_routes("console.inbox_pages:inbox_pages", at=("/console",)),
        console_routes("console.pages:case_pages", at=("/console/cases/{case_id}", "/console/cases/{case_id}/convert")),
        console_routes(
            "console.handling_pages:handling_pages",
            at=("/console/cases/{case_id}/take", "/console/cases/{case_id}/hand-over"),
        ),
        console_routes("console.unread:unread_pages", "/console/unread", "/console/read"),
    ),
    rows=("table",),
    events="contract:EVENTS",
    scopes=(
        GrantableScope(
            name="cases:read", label=N_("See cases, requests and photos"), roles=("staff", "viewer"), place=10
        ),
        GrantableScope(name="cases:write", label=N_("Open, change and convert cases"), roles=("staff",), place=20),
    ),
    timeline="console.timeline:WRITERS",
    case_tabs=(
        PageTab(
            code="history",
            label=N_("History"),
            template="case_history.html",
            values="console.case_page:timeline_tab",
            place=90,
        ),
    ),
    client_tabs=(
        PageTab(
            code="cases",
            label=N_("Cases"),
            template="cases_tab.html",
            values="console.cases_tabs:cases_of_client",
            counter="console.cases_tabs:count_cases",
            scope="cases:read",
            place=20,
        ),
    ),
    policy_tabs=(
        PageTab(
            code="cases",
            label=N_("Cases"),
            template="cases_tab.html",
            values="console.cases_tabs:cases_of_policy",
            scope="cases:read",
            place=50,
        ),
    ),
    client_moves="merging:move_cases",
    client_data="person_file:files",
    nav=(Nav(label=N_("Cases"), path="/console", scope="cases:read", extra="_menu_unread.html", place=10),),
    notices={
        "converted": N_("The case is converted."),
        "taken": N_("You handle this case now."),
        "all_read": N_("All cases are marked as read."),
        "handed_over": N_("The case is handed over."),
    },
    styles=("cases.css",),
    reindex={"cases": "reindexing:reindex_all"},
)
