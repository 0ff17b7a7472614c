"""The account: its settings in the API and in the console."""

from chalicelib.base.feature import Feature, Routes

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/account", "/v1/sessions")),
        Routes("console.blueprints", ("/console",), described=False),
    ),
)
