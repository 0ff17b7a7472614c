"""The frame: shared parts of all features' pages, and addresses that no page has."""

from chalicelib.base.feature import Feature, Routes, console_routes

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("astray", ("/",), at_once=True, described=False),
        console_routes("console.unknown:unknown_pages", "/console"),
    ),
    settings={"area": "area.settings:AreaSettings"},
    assets=("menu.js", "copying.js", "docs.css"),
    styles=("console.css", "settings.css"),
)
