"""Photos: requests and messages to owners, the owner's page, uploads and their filing, reviews and archives."""

from chalicelib.base.feature import Feature, GrantableScope, Nav, PageAction, PageTab, Routes, Section, console_routes
from chalicelib.base.languages import N_

_CASE = "/v1/cases/{case_id}"
_PHOTOS = "/console/cases/{case_id}/photos"
_PHOTO = f"{_PHOTOS}/{{attachment_id}}"
_REQUEST = "/console/requests/{request_id}"
_APPEARANCE = "/console/settings/appearance"

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("owner.blueprints", ("/r", "/c", "/a"), at_once=True),
        Routes(
            "routes",
            (
                *(f"{_CASE}/{each}" for each in ("photo-requests", "attachments", "attachments.zip")),
                "/v1/photo-requests",
                "/v1/attachments",
            ),
            at=(_CASE,),
        ),
        Routes("review_routes", ("/v1/attachments",)),
        console_routes("console.ask:ask_pages", "/console/new"),
        console_routes("console.made:made_pages", at=(_REQUEST,)),
        console_routes(
            "console.photos:photo_pages",
            *(f"{_PHOTO}/{each}" for each in ("preview", "original", "delete")),
            at=(_PHOTOS,),
        ),
        console_routes("console.reviewing:review_pages", "/console/review", at=(f"{_PHOTO}/verdict",)),
        console_routes(
            "console.follow_ups:follow_up_pages", *(f"{_REQUEST}/{each}" for each in ("resend", "extend", "revoke"))
        ),
        console_routes("console.archive:archive_pages", "/console/cases/{case_id}/attachments.zip"),
        console_routes("console.appearance:appearance_pages", at=(_APPEARANCE,)),
        console_routes("console.appearance_logo:logo_pages", f"{_APPEARANCE}/logo", f"{_APPEARANCE}/remove-logo"),
        console_routes("console.appearance_previews:preview_pages", f"{_APPEARANCE}/preview"),
    ),
    archives={"photos": "service.photo_archives:content"},
    rows=("table", "table.archives", "table.client_requests", "table.compared", "table.figures"),
    events="contract:EVENTS",
    messages={"photo_request": "couriers:PHOTO_REQUEST"},
    reports="service.outcomes:track",
    due={"upload": "service.overdue:handle_upload", "request": "service.overdue:handle_request"},
    principals={"owner": "principals:LinkOwner"},
    scopes=(
        GrantableScope(
            name="requests:write",
            label=N_("Ask owners for photos; repeat, extend and withdraw requests"),
            roles=("staff",),
            place=30,
        ),
        GrantableScope(name="attachments:delete", label=N_("Delete photos for good"), place=40),
    ),
    timeline="console.timeline:WRITERS",
    case_tabs=(
        PageTab(
            code="attachments",
            label=N_("Attachments"),
            template="case_attachments.html",
            values="console.case_tabs:attachments_tab",
            counter="console.case_tabs:count_attachments",
            scripts=("case.js",),
            place=10,
        ),
        PageTab(
            code="requests",
            label=N_("Requests"),
            template="case_requests.html",
            values="console.case_tabs:requests_tab",
            counter="console.case_tabs:count_requests",
            place=20,
        ),
    ),
    client_actions=(
        PageAction(label=N_("Ask for photos"), path="/console/new?client=", scope="requests:write", place=20),
    ),
    client_tabs=(
        PageTab(
            code="requests",
            label=N_("Photo requests"),
            template="client_requests.html",
            values="console.client_requests:requests_tab",
            scope="cases:read",
            place=30,
        ),
    ),
    policy_actions=(PageAction(label=N_("New case"), path="/console/new?policy=", scope="requests:write"),),
    client_moves="table.client_requests:move",
    client_data="person_file:files",
    functions={
        "file_photos": "events:file_photos",
        "make_archives": "archive_events:make_archives",
        "reconcile_photos": "comparison_events:reconcile_photos",
    },
    nav=(Nav(label=N_("New request"), path="/console/new", scope="requests:write", place=20),),
    sections=(Section(code="appearance", label=N_("Appearance"), place=20),),
    notices={
        "asked": N_("The request is made."),
        "reviewed": N_("The verdict is saved."),
        "photo_deleted": N_("The photo is deleted."),
        "resent": N_("The request is being sent again."),
        "extended": N_("There are more days to send the photos now."),
        "withdrawn": N_("The request is withdrawn."),
        "logo_removed": N_("The logo is removed. Owners see the name in its place within half a minute."),
    },
    assets=("ask.js", "case.js", "made.js"),
    styles=("review.css",),
)
