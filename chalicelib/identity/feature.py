"""Identity: people, API keys, sessions."""

from chalicelib.base.feature import Feature

FEATURE = Feature(package=__package__, rows=("table", "table.factors"))
