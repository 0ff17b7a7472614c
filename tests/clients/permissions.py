"""Permissions of the operations of clients, stated independently of the code."""

from collections.abc import Mapping

from chalicelib.features.clients import table
from tests.clients.bodies import PERSON, added
from tests.clients.personal_data import write_text
from tests.support.api.people import People
from tests.support.api.permissions import OWNER, Permissions


def _owned(api: People) -> dict[str, str]:
    new_file = {"file_name": "clients.csv", "bytes": 1, "sha256": "0" * 64}
    import_id = api.key.post("/v1/client-imports", new_file).expect(201)["id"]
    write_text(api.account.id)
    client_id = added(api.key, PERSON)
    given = api.key.post(f"/v1/clients/{client_id}/consents", {"purpose": "personal_data", "channel": "paper"})
    consent_id = given.expect(201)["id"]
    return {"client_id": client_id, "import_id": import_id, "consent_id": consent_id}


def _is_kept(api: People, ids: Mapping[str, str]) -> bool:
    client = table.get_client(api.account.id, ids["client_id"])
    return client is not None and client.version == 1


PERMISSIONS = Permissions(
    who_may={
        "GET /v1/clients": "clients:read",
        "POST /v1/clients": "clients:write",
        "POST /v1/clients/delete": "clients:write",
        "GET /v1/clients/{client_id}": "clients:read",
        "PATCH /v1/clients/{client_id}": "clients:write",
        "POST /v1/clients/{client_id}/reveal": "clients:reveal",
        "GET /v1/clients/{client_id}/phone": "clients:read",
        "POST /v1/clients/{client_id}/phone": "clients:write",
        "POST /v1/clients/{client_id}/phone/check": "clients:write",
        "GET /v1/clients/{client_id}/history": "clients:read",
        "GET /v1/clients/{client_id}/duplicates": "clients:read",
        "POST /v1/clients/{client_id}/merge": "clients:write",
        "POST /v1/clients/{client_id}/not-same": "clients:manage",
        "POST /v1/clients/{client_id}/rebind": "clients:manage",
        "GET /console/clients/rebind": "console clients:manage",
        "POST /console/clients/rebind": "console clients:manage",
        "GET /console/clients/{client_id}/rebind": "console clients:manage",
        "POST /console/clients/{client_id}/rebind": "console clients:manage",
        "GET /c/{token}": OWNER,
        "POST /c/{token}": OWNER,
        "GET /console/clients/{client_id}/contest": "console clients:manage",
        "POST /console/clients/{client_id}/contest": "console clients:manage",
        "GET /console/clients/{client_id}/merge": "console clients:write",
        "POST /console/clients/{client_id}/merge": "console clients:write",
        "GET /console/clients/{client_id}/not-same": "console clients:manage",
        "POST /console/clients/{client_id}/not-same": "console clients:manage",
        "GET /v1/client-figures": "clients:read",
        "GET /v1/client-documents": "clients:read",
        "GET /v1/clients/export.csv": "clients:write",
        "POST /v1/clients/export.csv": "clients:reveal",
        "POST /v1/client-imports": "clients:write",
        "GET /v1/client-imports/{import_id}": "clients:write",
        "PATCH /v1/client-imports/{import_id}": "clients:write",
        "POST /v1/client-imports/{import_id}/run": "clients:write",
        "GET /v1/client-imports/{import_id}/errors.csv": "clients:write",
        "POST /v1/clients/{client_id}/consents": "clients:write",
        "GET /v1/clients/{client_id}/consents": "clients:read",
        "PATCH /v1/clients/{client_id}/consents": "clients:write",
        "POST /v1/clients/{client_id}/export.zip": "clients:reveal",
        "POST /v1/clients/{client_id}/erasure": "clients:manage",
        "GET /v1/client-erasures": "clients:manage",
        "GET /v1/account/clients": "account:read",
        "PATCH /v1/account/clients": "account:write",
        "GET /console/clients": "console clients:read",
        "POST /console/clients/delete": "console clients:write",
        "GET /console/clients/import": "console clients:write",
        "GET /console/clients/import/{import_id}": "console clients:write",
        "POST /console/clients/import/{import_id}": "console clients:write",
        "POST /console/clients/import/{import_id}/run": "console clients:write",
        "GET /console/clients/import/{import_id}/errors.csv": "console clients:write",
        "GET /console/clients/export.csv": "console clients:write",
        "POST /console/clients/export.csv": "console clients:reveal",
        "GET /console/clients/new": "console clients:write",
        "POST /console/clients/new": "console clients:write",
        "GET /console/clients/{client_id}": "console clients:read",
        "GET /console/clients/{client_id}/edit": "console clients:write",
        "POST /console/clients/{client_id}/edit": "console clients:write",
        "GET /console/clients/{client_id}/phone": "console clients:write",
        "POST /console/clients/{client_id}/phone": "console clients:write",
        "POST /console/clients/{client_id}/phone/check": "console clients:write",
        "GET /console/clients/{client_id}/document": "console clients:reveal",
        "POST /console/clients/{client_id}/document": "console clients:reveal",
        "GET /console/clients/{client_id}/consents": "console clients:write",
        "POST /console/clients/{client_id}/consents": "console clients:write",
        "GET /console/clients/{client_id}/consents/{consent_id}/withdraw": "console clients:write",
        "POST /console/clients/{client_id}/consents/{consent_id}/withdraw": "console clients:write",
        "GET /console/clients/{client_id}/export": "console clients:reveal",
        "POST /console/clients/{client_id}/export": "console clients:reveal",
        "GET /console/clients/{client_id}/erasure": "console clients:manage",
        "POST /console/clients/{client_id}/erasure": "console clients:manage",
        "GET /console/settings/clients": "console account:write",
        "POST /console/settings/clients": "console account:write",
        "GET /console/settings/clients/texts/{text_code}": "console account:write",
        "POST /console/settings/clients/texts/{text_code}": "console account:write",
    },
    scopes={
        "clients:read": {"staff", "viewer", "agent"},
        "clients:write": {"staff", "agent"},
        "clients:reveal": {"staff", "agent"},
        "clients:manage": set(),
    },
    unknown={
        "client_id": "cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HA",
        "import_id": "imp_01JQ8ZK3N5V7W9X2Y4B6D8F0HA",
        "consent_id": "con_01JQ8ZK3N5V7W9X2Y4B6D8F0HA",
        "text_code": "personal_data-xx",
    },
    bodies={
        "PATCH /v1/clients/{client_id}": {"version": 1, "comment": "x"},
        "POST /v1/clients/{client_id}/reveal": {"reason": "x"},
        "POST /v1/clients/{client_id}/phone/check": {"code": "123456"},
        "POST /v1/clients/{client_id}/merge": {"from": ["cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HB"], "version": 1},
        "POST /v1/clients/{client_id}/not-same": {"client_id": "cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HB", "reason": "x"},
        "POST /v1/clients/{client_id}/rebind": {"agent_id": None, "reason": "x"},
        "PATCH /v1/client-imports/{import_id}": {"options": {"no_patronymic": True}},
        "POST /v1/clients/{client_id}/consents": {"purpose": "advertising", "channel": "web"},
        "POST /v1/clients/{client_id}/export.zip": {"reason": "x"},
        "PATCH /v1/clients/{client_id}/consents": {"id": "con_01JQ8ZK3N5V7W9X2Y4B6D8F0HA", "withdrawn": True},
        "POST /v1/clients/{client_id}/erasure": {"reason": "x"},
        "PATCH /v1/account/clients": {"version": 0},
    },
    owned=_owned,
    is_kept=_is_kept,
)
