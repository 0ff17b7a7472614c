"""Photos: requests to owners, the owner's page, uploads and their filing, reviews and archives."""

from chalicelib.base.feature import CaseTab, Feature, Routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("owner.blueprints", ("/r", "/c", "/a"), at_once=True),
        Routes("routes", ("/v1/cases", "/v1/photo-requests", "/v1/attachments")),
        Routes("review_routes", ("/v1/attachments",)),
        Routes("console.blueprints", ("/console",), described=False),
    ),
    rows=("table", "table.archives", "table.compared", "table.figures", "table.locators"),
    events="contract:EVENTS",
    messages={"photo_request": "couriers:PHOTO_REQUEST"},
    reports="service.outcomes:track",
    due={"upload": "service.overdue:handle_upload", "request": "service.overdue:handle_request"},
    timeline="console.timeline:WRITERS",
    case_tabs=(
        CaseTab(
            code="attachments",
            label=N_("Attachments"),
            template="case_attachments.html",
            values="console.case_tabs:attachments_tab",
            count="console.case_tabs:count_attachments",
            scripts=("case.js",),
            place=10,
        ),
        CaseTab(
            code="requests",
            label=N_("Requests"),
            template="case_requests.html",
            values="console.case_tabs:requests_tab",
            count="console.case_tabs:count_requests",
            place=20,
        ),
    ),
    functions={
        "file_photos": "events:file_photos",
        "make_archives": "events:make_archives",
        "reconcile_photos": "events:reconcile_photos",
    },
)
