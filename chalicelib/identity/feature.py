"""Identity: people, API keys, sessions, second factors, audiences and scopes."""

from chalicelib.base.feature import Feature

FEATURE = Feature(
    package=__package__,
    rows=("table", "table.factors", "table.area_rows", "table.area_notices"),
    principals={"person": "area.model:AreaMember"},
)
