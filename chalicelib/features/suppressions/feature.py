"""Suppressions: addresses that get no messages, and how a block is lifted."""

from chalicelib.base.feature import Feature, Routes

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/suppressions",)),
        Routes("console.blueprints", ("/console",), described=False),
    ),
)
