"""Visits: an appraiser's visit to the vehicle of a case."""

from chalicelib.base.feature import (
    AreaCard,
    AreaNav,
    Feature,
    GrantableScope,
    Nav,
    PageTab,
    Routes,
    Section,
    area_routes,
)

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/visits",)),
        Routes("console.pages", ("/console/visits",), described=False),
        Routes("console.kinds", ("/console/settings/visits",), described=False),
        area_routes("area.pages:pages", "/visits"),
    ),
    rows=("table",),
    messages={"visit_reminder": "service:REMINDER"},
    staff_notices={"visit_missed": "service:MISSED"},
    reports="service:take_report",
    due={"sample_visit": "service:remind"},
    events="contract:EVENTS",
    scopes=(
        GrantableScope(name="visits:plan", label="Plan visits", roles=("staff",), place=45),
        GrantableScope(name="visits:read", label="See visits", roles=("staff", "viewer", "agent"), place=46),
    ),
    principals={"appraiser": "audience:Appraiser"},
    timeline="console.pages:WRITERS",
    client_data="service:held",
    case_tabs=(
        PageTab(
            code="visits",
            label="Visits",
            template="visits_tab.html",
            values="console.pages:visits_tab",
            counter="console.pages:count_visits",
            scope="visits:read",
        ),
    ),
    nav=(Nav(label="Visits", path="/console/visits", scope="visits:read", place=5),),
    area_nav=(AreaNav(label="Visits", path="/visits", permission="area:claims", place=20),),
    area_cards=(AreaCard(template="area_visits_card.html", values="area.pages:card", permission="area:claims"),),
    sections=(Section(code="visits", label="Visits"),),
    assets=("visits.js",),
    styles=("visits.css",),
    settings={"visits": "settings:VisitSettings"},
    notices={
        "visit_planned": "The visit is planned.",
        "kind_removed": "The kind is deleted.",
        "kind_gone": "It was deleted already.",
    },
    reindex={"visits": "service:reindex"},
    functions={"plan_visits": "service:plan_visits"},
)
