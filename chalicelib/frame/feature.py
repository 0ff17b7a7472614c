"""The frame: shared parts of all features' pages, and addresses that no page has."""

from chalicelib.base.feature import Feature, Routes, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("astray", ("/",), at_once=True, described=False),
        console_routes("console.unknown:unknown_pages", "/console"),
        Routes("area.unknown:unknown_pages", ("/area",), proxy="/area", described=False),
    ),
    settings={"area": "area.settings:AreaSettings"},
    notices={"area_session_ended": N_("The session has ended. Sign in again.")},
    assets=("menu.js", "copying.js", "docs.css"),
    styles=("console.css", "settings.css"),
)
