"""Policies: products, quotes, sales that bind clients to agents, and their commission."""

from chalicelib.base.feature import Feature, GrantableScope, Routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("product_routes", ("/v1/account/policies", "/v1/products")),
        Routes("rate_routes", ("/v1/commission-rates",)),
    ),
    rows=("table.rates",),
    due_tables={"policies": "table.rows:PoliciesRow"},
    settings={"policies": "products:ProductSettings"},
    scopes=(
        GrantableScope(
            name="policies:read", label=N_("See policies and products"), roles=("staff", "viewer", "agent"), place=13
        ),
        GrantableScope(name="rates:write", label=N_("See and set rates of commission"), place=35),
    ),
)
