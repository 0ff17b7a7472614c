"""Cases: the file of a loss, its handler, its timeline and the inbox."""

from chalicelib.base.feature import Feature, Routes

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/cases", "/v1/handlers")),
        Routes("console.blueprints", ("/console",), described=False),
    ),
    rows=("table",),
    timeline="console.timeline:WRITERS",
)
