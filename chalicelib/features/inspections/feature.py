"""Inspections before insuring: clients are asked for photos of the vehicles of quotes."""

from chalicelib.base.feature import Feature, GrantableScope, PagePart, Routes, Section, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/quotes/{quote_id}/photos",), proxy="/v1/quotes"),
        Routes("settings_routes", ("/v1/account/inspections",)),
        console_routes("console.pages:inspection_pages", "/console/quotes/{quote_id}/photos"),
        console_routes("console.settings_pages:settings_pages", "/console/settings/inspections"),
    ),
    rows=("table",),
    quote_parts=(
        PagePart(template="quote_photos.html", values="console.quote_part:photos_of_quote", scope="policies:read"),
    ),
    scopes=(
        GrantableScope(
            name="inspections:write",
            label=N_("Ask clients for photos of the vehicles of quotes"),
            roles=("staff", "agent"),
            place=24,
        ),
    ),
    settings={"inspections": "settings:InspectionSettings"},
    sections=(Section(code="inspections", label=N_("Inspections"), place=69),),
    notices={
        "photos_asked": N_("The client is asked for photos of the vehicle."),
        "inspections_saved": N_("The choices for inspections are saved."),
    },
)
