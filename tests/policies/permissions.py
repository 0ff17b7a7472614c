"""Permissions of the operations of policies, stated independently of the code."""

from collections.abc import Mapping
from datetime import date

from chalicelib.features.policies import table
from chalicelib.features.policies.table.levels import get_level
from chalicelib.features.printing import service as printing
from tests.clients.bodies import added, named
from tests.policies.investments import DAY, name_underlying
from tests.policies.papers import PDF, announced, uploaded
from tests.policies.sales import policy, quote, sold
from tests.support.api.people import People
from tests.support.api.permissions import OWNER, Permissions

_INSURED = {name: each for name, each in policy("").items() if name not in {"client_id", "premium"}}


def _owned(api: People) -> dict[str, str]:
    client_id = added(api.key, named("Сидоров Пётр"))
    quoted = api.key.post("/v1/quotes", quote(client_id)).expect(201)["id"]
    policy_id = sold(api.key, client_id, paid_instalments=1)["id"]
    document_id = printing.list_documents(api.account.id, policy_id)[0].id
    file_id = uploaded(api.key, policy_id, PDF, shared=True)["id"]
    name_underlying(api, "own_index")
    api.key.put(f"/v1/underlyings/own_index/levels/{DAY}", {"level": "1000"}).expect(200)
    levels = {"underlying": "own_index", "day": DAY}
    return {**levels, "policy_id": policy_id, "quote_id": quoted, "document_id": document_id, "file_id": file_id}


def _is_kept(api: People, ids: Mapping[str, str]) -> bool:
    found = table.get_policy(api.account.id, ids["policy_id"])
    level = get_level(api.account.id, ids["underlying"], date.fromisoformat(ids["day"]))
    return found is not None and found.version == 1 and level is not None and level.version == 1


_MINE = "area area:policies"

PERMISSIONS = Permissions(
    who_may={
        "GET /v1/account/policies": "account:read",
        "PATCH /v1/account/policies": "account:write",
        "GET /v1/account/sales": "account:read",
        "PATCH /v1/account/sales": "account:write",
        "GET /console/settings/sales": "console account:write",
        "POST /console/settings/sales": "console account:write",
        "GET /v1/products": "policies:read",
        "GET /v1/underlyings": "policies:read",
        "GET /v1/underlyings/{underlying}/levels": "policies:read",
        "PUT /v1/underlyings/{underlying}/levels/{day}": "levels:write",
        "DELETE /v1/underlyings/{underlying}/levels/{day}": "levels:write",
        "GET /console/settings/underlyings": "console levels:write",
        "POST /console/settings/underlyings": "console levels:write",
        "POST /console/settings/underlyings/remove": "console levels:write",
        "GET /v1/commission-rates": "rates:write",
        "POST /v1/commission-rates": "rates:write",
        "GET /v1/policies": "policies:read",
        "POST /v1/policies": "policies:write",
        "GET /v1/policies/{policy_id}": "policies:read",
        "PATCH /v1/policies/{policy_id}": "policies:write",
        "GET /v1/policies/{policy_id}/history": "policies:read",
        "GET /v1/policies/{policy_id}/life": "policies:read",
        "GET /v1/policies/{policy_id}/documents": "policies:read",
        "GET /v1/policies/{policy_id}/documents/{document_id}": "policies:read",
        "GET /v1/commissions/statement.pdf": "commissions:read",
        "GET /console/commissions/statement.pdf": "console commissions:read",
        "POST /console/commissions/statement": "console commissions:read",
        "GET /console/policies/{policy_id}/documents/{document_id}": "console policies:read",
        "POST /console/policies/{policy_id}/documents": "console policies:write",
        "POST /console/policies/{policy_id}/payment-link": "console payments:write",
        "POST /v1/policies/{policy_id}/received": "policies:write",
        "POST /v1/policies/{policy_id}/returned": "policies:write",
        "GET /v1/policies/{policy_id}/cancel": "policies:read",
        "POST /v1/policies/{policy_id}/cancel": "policies:write",
        "POST /v1/policies/{policy_id}/renew": "policies:write",
        "GET /v1/policies/{policy_id}/renewal": "policies:read",
        "POST /v1/policies/{policy_id}/renewal": "policies:write",
        "GET /v1/policies/{policy_id}/files": "policies:read",
        "POST /v1/policies/{policy_id}/files": "policies:write",
        "GET /v1/policies/{policy_id}/files/{file_id}": "policies:read",
        "GET /v1/policies/{policy_id}/files/{file_id}/content": "policies:read",
        "PATCH /v1/policies/{policy_id}/files/{file_id}": "policies:write",
        "DELETE /v1/policies/{policy_id}/files/{file_id}": "policies:write",
        "POST /console/policies/{policy_id}/files/{file_id}/shared": "console policies:write",
        "GET /v1/area/{slug}/policies/{policy_id}/files/{file_id}": _MINE,
        "GET /area/{slug}/policies/{policy_id}/files/{file_id}": _MINE,
        "GET /console/policies/{policy_id}/files/new": "console policies:write",
        "POST /console/policies/{policy_id}/files/new": "console policies:write",
        "GET /console/policies/{policy_id}/files/{file_id}": "console policies:read",
        "GET /console/policies/{policy_id}/files/{file_id}/content": "console policies:read",
        "POST /console/policies/{policy_id}/files/{file_id}/remove": "console policies:write",
        "GET /p/{token}": OWNER,
        "GET /d/{token}": OWNER,
        "POST /d/{token}": OWNER,
        "GET /o/{token}": OWNER,
        "POST /o/{token}": OWNER,
        "GET /console/policies": "console policies:read",
        "GET /console/quotes": "console policies:read",
        "GET /console/quotes/new": "console policies:write",
        "POST /console/quotes/new": "console policies:write",
        "GET /console/quotes/{quote_id}": "console policies:read",
        "POST /console/quotes/{quote_id}/offer": "console policies:write",
        "POST /console/quotes/{quote_id}/sell": "console policies:write",
        "GET /console/commissions": "console commissions:read",
        "GET /console/commissions/statement.csv": "console commissions:read",
        "POST /console/commissions/close": "console commissions:manage",
        "GET /console/policies/{policy_id}": "console policies:read",
        "POST /console/policies/{policy_id}/received": "console policies:write",
        "POST /console/policies/{policy_id}/returned": "console policies:write",
        "GET /console/policies/{policy_id}/cancel": "console policies:write",
        "POST /console/policies/{policy_id}/cancel": "console policies:write",
        "GET /v1/quotes": "policies:read",
        "POST /v1/quotes": "policies:write",
        "GET /v1/quotes/{quote_id}": "policies:read",
        "PATCH /v1/quotes/{quote_id}": "policies:write",
        "POST /v1/quotes/{quote_id}/price": "policies:write",
        "POST /v1/quotes/{quote_id}/offer": "policies:write",
        "POST /v1/quotes/{quote_id}/sell": "policies:write",
        "GET /v1/commissions": "commissions:read",
        "GET /v1/commissions/statement.csv": "commissions:read",
        "POST /v1/commissions/close": "commissions:manage",
        "GET /console/settings/products": "console account:write",
        "GET /console/settings/products/new-product": "console account:write",
        "POST /console/settings/products/new-product": "console account:write",
        "GET /console/settings/products/{code}": "console account:write",
        "POST /console/settings/products/{code}": "console account:write",
        "GET /console/settings/products/{code}/remove": "console account:write",
        "POST /console/settings/products/{code}/remove": "console account:write",
        "GET /console/settings/rates": "console rates:write",
        "POST /console/settings/rates": "console rates:write",
        "GET /v1/area/{slug}/policies": _MINE,
        "GET /v1/area/{slug}/policies/{policy_id}": _MINE,
        "GET /v1/area/{slug}/policies/{policy_id}/documents/{document_id}": _MINE,
        "GET /v1/area/{slug}/policies/{policy_id}/renewal": _MINE,
        "POST /v1/area/{slug}/policies/{policy_id}/renewal": _MINE,
        "GET /v1/area/{slug}/policies/{policy_id}/cancellation": _MINE,
        "POST /v1/area/{slug}/policies/{policy_id}/cancellation": _MINE,
        "GET /area/{slug}/policies/{policy_id}/cancel": _MINE,
        "POST /area/{slug}/policies/{policy_id}/cancel": _MINE,
        "GET /area/{slug}/policies/{policy_id}/renewal": _MINE,
        "POST /area/{slug}/policies/{policy_id}/renewal": _MINE,
        "GET /area/{slug}/policies": _MINE,
        "GET /area/{slug}/policies/{policy_id}": _MINE,
        "GET /area/{slug}/policies/{policy_id}/documents/{document_id}": _MINE,
    },
    scopes={
        "policies:read": {"staff", "viewer", "agent"},
        "policies:write": {"staff", "agent"},
        "commissions:read": {"agent"},
        "commissions:manage": set(),
        "rates:write": set(),
        "levels:write": set(),
    },
    unknown={
        "policy_id": "pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA",
        "quote_id": "quo_01JQ8ZK3N5V7W9X2Y4B6D8F0HA",
        "document_id": "doc_01JQ8ZK3N5V7W9X2Y4B6D8F0HA",
        "file_id": "fil_01JQ8ZK3N5V7W9X2Y4B6D8F0HA",
        "underlying": "nobodys_index",
        "day": DAY,
    },
    bodies={
        "PATCH /v1/account/policies": {"version": 0},
        "PATCH /v1/account/sales": {"version": 0},
        "PUT /v1/underlyings/{underlying}/levels/{day}": {"level": "1138.95345"},
        "PATCH /v1/policies/{policy_id}": {"version": 1, "subject": "x"},
        "POST /v1/policies/{policy_id}/files": announced(PDF),
        "PATCH /v1/policies/{policy_id}/files/{file_id}": {"shared": True},
        "POST /v1/area/{slug}/policies/{policy_id}/cancellation": {"on": "2099-01-01"},
        "POST /v1/policies/{policy_id}/received": {"version": 1, "instalments": [1]},
        "POST /v1/policies/{policy_id}/returned": {"version": 1},
        "POST /v1/policies/{policy_id}/cancel": {"version": 1, "effective": "2026-12-01", "reason": "x"},
        "PATCH /v1/quotes/{quote_id}": {"version": 1, **_INSURED},
    },
    owned=_owned,
    is_kept=_is_kept,
)
