"""Figures: how many photos came, from how many requests, and how fast."""

from chalicelib.base.feature import Feature, Routes

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/figures",)),
        Routes("console.blueprints", ("/console",), described=False),
    ),
)
