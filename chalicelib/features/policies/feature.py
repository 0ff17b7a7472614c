"""Policies: products, quotes, sales that bind clients to agents, and their commission."""

from chalicelib.base.feature import Feature, GrantableScope, Routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("product_routes", ("/v1/account/policies", "/v1/products")),
        Routes("rate_routes", ("/v1/commission-rates",)),
        Routes("routes", ("/v1/policies",), proxy="/v1/policies"),
        Routes("quote_routes", ("/v1/quotes",), proxy="/v1/quotes"),
        Routes("renewal_routes", ("/v1/policies/{policy_id}/renew",), proxy="/v1/policies"),
        Routes("commission_routes", ("/v1/commissions",), proxy="/v1/commissions"),
    ),
    rows=("table.rows", "table.intentions", "table.rates"),
    due={"quote": "service.quoting:end_due"},
    due_tables={"policies": "table.rows:PoliciesRow"},
    events="contract:EVENTS",
    settings={"policies": "products:ProductSettings", "sales": "settings:SaleSettings"},
    scopes=(
        GrantableScope(
            name="policies:read", label=N_("See policies and products"), roles=("staff", "viewer", "agent"), place=13
        ),
        GrantableScope(
            name="policies:write", label=N_("Make quotes, sell and cancel policies"), roles=("staff", "agent"), place=23
        ),
        GrantableScope(name="commissions:read", label=N_("See commission"), roles=("agent",), place=14),
        GrantableScope(name="commissions:manage", label=N_("Close months of commission"), place=34),
        GrantableScope(name="rates:write", label=N_("See and set rates of commission"), place=35),
    ),
)
