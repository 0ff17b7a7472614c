"""Policies: products, quotes, sales that bind clients to agents, and their commission."""

from chalicelib.base.feature import Feature

FEATURE = Feature(
    package=__package__,
    due_tables={"policies": "table.rows:PoliciesRow"},
    settings={"policies": "products:ProductSettings"},
)
