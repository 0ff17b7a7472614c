"""Wrong bodies and queries of the operations of policies."""

from tests.policies.bodies import product, rating
from tests.support.api.wrong_input import Wrong, WrongInput

_TERMS = {"product": "K!", "begins": "31.12.2026"}

WRONG = WrongInput(
    bodies={
        "PATCH /v1/account/policies": Wrong(
            {"version": -1, "products": [product(term_months=0, rating=rating(sum_most="1"))]},
            {"/version", "/products/0/term_months", "/products/0/rating/sum_most"},
        ),
        "PATCH /v1/account/sales": Wrong(
            {"version": -1, "quote_days": 0, "grace_days": None, "sell_unconfirmed_from": "x"},
            {"/version", "/quote_days", "/grace_days", "/sell_unconfirmed_from"},
        ),
        "POST /v1/commission-rates": Wrong(
            {"product": "boat", "since": "2026-12-01", "percent": "101"}, {"/product", "/percent"}
        ),
        "PUT /v1/underlyings/{underlying}/levels/{day}": Wrong({"level": "0", "more": 1}, {"/level", "/more"}),
        "POST /v1/policies": Wrong(
            {**_TERMS, "client_id": "no id!", "premium": {"amount": ""}, "channel": "agent"},
            {"/product", "/begins", "/client_id", "/premium/amount", "/channel"},
        ),
        "PATCH /v1/policies/{policy_id}": Wrong({"version": 0, "vehicle": {"vin": "1"}}, {"/version", "/vehicle/vin"}),
        "POST /v1/policies/{policy_id}/files": Wrong(
            {"name": " ", "content_type": "text/html", "bytes": 0, "sha256": "x"},
            {"/name", "/content_type", "/bytes", "/sha256"},
        ),
        "PATCH /v1/policies/{policy_id}/files/{file_id}": Wrong({"shared": "x", "more": 1}, {"/shared", "/more"}),
        "POST /v1/policies/{policy_id}/received": Wrong(
            {"instalments": [0], "version": 0}, {"/instalments/0", "/version"}
        ),
        "POST /v1/policies/{policy_id}/returned": Wrong({"version": 0, "more": 1}, {"/version", "/more"}),
        "POST /v1/policies/{policy_id}/cancel": Wrong(
            {"effective": "x", "reason": ""}, {"/effective", "/reason", "/version"}
        ),
        "POST /v1/policies/{policy_id}/renew": Wrong({"version": 0, "more": 1}, {"/version", "/more"}),
        "POST /v1/policies/{policy_id}/renewal": Wrong(
            {"version": 0, "options": {"cover": "none"}, "plan": "in_9"},
            {"/version", "/options/cover", "/options/losses", "/options/deductible", "/plan"},
        ),
        "POST /v1/area/{slug}/policies/{policy_id}/cancellation": Wrong(
            {"on": "x", "reason": "r" * 501, "code": "1" * 13}, {"/on", "/reason", "/code"}
        ),
        "POST /v1/area/{slug}/policies/{policy_id}/renewal": Wrong(
            {"options": {"deductible": "N!"}, "plan": "P!"}, {"/options/deductible", "/plan"}
        ),
        "POST /v1/quotes": Wrong({**_TERMS, "client_id": "no id!"}, {"/product", "/begins", "/client_id"}),
        "PATCH /v1/quotes/{quote_id}": Wrong({**_TERMS, "version": 0}, {"/product", "/begins", "/version"}),
        "POST /v1/quotes/{quote_id}/price": Wrong({"version": 0, "more": 1}, {"/version", "/more"}),
        "POST /v1/quotes/{quote_id}/offer": Wrong({"version": 0, "more": 1}, {"/version", "/more"}),
        "POST /v1/quotes/{quote_id}/sell": Wrong({"paid_instalments": -1, "more": 1}, {"/paid_instalments", "/more"}),
        "POST /v1/commissions/close": Wrong({"agent_id": "no id!", "month": "2026-13"}, {"/agent_id", "/month"}),
    },
    never_refused={"GET /p/{token}", *(f"{method} /{page}/{{token}}" for method in ("GET", "POST") for page in "do")},
    queries={
        "GET /v1/commission-rates": ("limit=0&product=!", {"?limit", "?product"}),
        "GET /v1/underlyings/{underlying}/levels": ("from=x&more=1", {"?from", "?more"}),
        "GET /v1/policies": ("limit=0&status=none", {"?limit", "?status"}),
        "GET /v1/area/{slug}/policies/{policy_id}/cancellation": ("on=x&more=1", {"?on", "?more"}),
        "GET /v1/policies/{policy_id}/cancel": ("effective=x&more=1", {"?effective", "?more"}),
        "GET /v1/policies/{policy_id}/history": ("limit=0&more=1", {"?limit", "?more"}),
        "GET /v1/quotes": ("limit=0&client_id=no!", {"?limit", "?client_id"}),
        "GET /v1/commissions": ("month=2026-13&more=1", {"?month", "?more"}),
        "GET /v1/commissions/statement.pdf": ("month=2026-13&more=1", {"?month", "?more"}),
        "GET /v1/commissions/statement.csv": ("month=2026-13&more=1", {"?month", "?more"}),
    },
)
