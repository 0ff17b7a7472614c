"""Every route of clients as a viewer, the agent of the base, another agent, another tenant and nobody call it."""

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.features.clients import table
from tests.clients.bodies import PERSON, added, named, other_agent
from tests.clients.files import HEADINGS, ROW, csv_bytes
from tests.clients.imports import checked, open_queue
from tests.clients.permissions import PERMISSIONS
from tests.clients.personal_data import write_text
from tests.support.api.client import NOTHING, Api
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.api.permissions import OWNER

CLIENT, IMPORT = "/v1/clients/{client_id}", "/v1/client-imports/{import_id}"
#: By route, in the order of the calls: statuses for a viewer, the agent of the base, another agent, and an
#: administrator of another tenant. Things behind an id are 404 for both others.
ROUTES: Mapping[str, tuple[int, int, int, int]] = {
    "GET /v1/clients": (200, 200, 200, 200),
    "POST /v1/clients": (403, 201, 201, 201),
    "POST /v1/clients/delete": (403, 200, 200, 200),
    "GET /v1/client-figures": (200, 200, 200, 200),
    "GET /v1/client-documents": (200, 200, 200, 200),
    "GET /v1/clients/export.csv": (403, 302, 302, 302),
    "POST /v1/clients/export.csv": (403, 302, 302, 302),
    "POST /v1/client-imports": (403, 201, 201, 201),
    "GET /v1/client-erasures": (403, 403, 403, 200),
    "GET /v1/account/clients": (200, 403, 403, 200),
    "PATCH /v1/account/clients": (403, 403, 403, 200),
    f"GET {CLIENT}": (200, 200, 404, 404),
    f"GET {CLIENT}/history": (200, 200, 404, 404),
    f"GET {CLIENT}/duplicates": (200, 200, 404, 404),
    f"GET {CLIENT}/consents": (200, 200, 404, 404),
    f"GET {CLIENT}/cases": (200, 403, 403, 404),
    f"GET {CLIENT}/phone": (200, 200, 404, 404),
    f"POST {CLIENT}/reveal": (403, 200, 404, 404),
    f"POST {CLIENT}/phone": (403, 202, 404, 404),
    f"POST {CLIENT}/phone/check": (403, 422, 404, 404),
    f"POST {CLIENT}/consents": (403, 201, 404, 404),
    f"PATCH {CLIENT}/consents": (403, 200, 404, 404),
    f"POST {CLIENT}/export.zip": (403, 201, 404, 404),
    f"POST {CLIENT}/not-same": (403, 403, 403, 404),
    f"POST {CLIENT}/erasure": (403, 403, 403, 404),
    f"POST {CLIENT}/rebind": (403, 403, 403, 404),
    f"POST {CLIENT}/merge": (403, 200, 404, 404),
    f"PATCH {CLIENT}": (403, 200, 404, 404),  # merged by now, without a change of facts
    f"GET {IMPORT}": (403, 200, 404, 404),
    f"GET {IMPORT}/errors.csv": (403, 302, 404, 404),
    f"PATCH {IMPORT}": (403, 200, 404, 404),
    f"POST {IMPORT}/run": (403, 409, 404, 404),  # its file is being checked again
}
PAGES = [
    operation
    for operation, need in PERMISSIONS.who_may.items()
    if need.startswith("console ") and ("{client_id}" in operation or "{import_id}" in operation)
]


@pytest.fixture
def ids(api: People, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the ids of two clients of the agent, of a consent and of an import."""
    open_queue(monkeypatch)
    write_text(api.account.id)
    client, second = added(api.agent, PERSON), added(api.agent, named("Гевердава Иван"))
    given = {"purpose": "personal_data", "channel": "paper"}
    consent = api.agent.post(f"/v1/clients/{client}/consents", given).expect(201)
    preview = checked(api.agent, csv_bytes(HEADINGS, ROW))
    return {"client_id": client, "second_id": second, "consent_id": consent["id"], "import_id": preview["id"]}


def bodies(ids: Mapping[str, str]) -> dict[str, Any]:
    """Return bodies with which the agent's calls succeed, by route."""
    reason = {"reason": "проверка"}
    return {
        "POST /v1/clients": named("Новый Иван"),
        "POST /v1/clients/delete": {"ids": ["cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"]},
        "POST /v1/clients/export.csv": reason,
        "POST /v1/client-imports": {"file_name": "clients.csv", "bytes": 1, "sha256": "0" * 64},
        f"POST {CLIENT}/reveal": reason,
        f"POST {CLIENT}/phone/check": {"code": "000000"},
        f"POST {CLIENT}/consents": {"purpose": "personal_data", "channel": "web"},
        f"PATCH {CLIENT}/consents": {"id": ids["consent_id"], "withdrawn": True},
        f"POST {CLIENT}/export.zip": reason,
        f"POST {CLIENT}/not-same": {"client_id": ids["second_id"], **reason},
        f"POST {CLIENT}/erasure": reason,
        f"POST {CLIENT}/rebind": {"agent_id": None, **reason},
        f"POST {CLIENT}/merge": {"from": [ids["second_id"]], "version": 1},
        f"PATCH {CLIENT}": {"version": 1, "comment": "x"},
        "PATCH /v1/account/clients": {"version": 0},
        f"PATCH {IMPORT}": {"options": {"no_patronymic": True}},
    }


def statuses(caller: Api, ids: Mapping[str, str]) -> dict[str, int]:
    """Call every route; return the statuses."""
    said, found = bodies(ids), {}
    for route in ROUTES:
        method, path = route.split(" ")
        body = NOTHING if method == "GET" else said.get(route, {})
        found[route] = caller.call(method, path.format_map(ids), body=body).status
    return found


def expected(place: int) -> dict[str, int]:
    return {route: said[place] for route, said in ROUTES.items()}


def test_case_60_each_route_answers_each_caller_as_tabled(api: People, ids: dict[str, str]) -> None:
    assert statuses(api.nobody, ids) == dict.fromkeys(ROUTES, 401)
    assert statuses(api.viewer, ids) == expected(0)
    assert statuses(other_agent(api), ids) == expected(2)
    assert statuses(api.stranger, ids) == expected(3)
    kept = table.get_client(api.account.id, ids["client_id"])
    assert kept is not None
    assert kept.version == 1
    assert table.list_reveals(api.account.id, ids["client_id"]) == []

    assert statuses(api.agent, ids) == expected(1)


def test_case_60_the_table_has_every_route_of_clients() -> None:
    needs = PERMISSIONS.who_may.items()
    own = {operation for operation, need in needs if not need.startswith("console ") and need != OWNER}

    assert set(ROUTES) == {*own, f"GET {CLIENT}/cases"}


def test_case_60_another_agent_finds_no_page_behind_an_id(api: People, ids: dict[str, str]) -> None:
    desk, wrong = at_desk(other_agent(api)), {}
    for operation in PAGES:
        method, path = operation.split(" ")
        visit = desk.get if method == "GET" else desk.post
        theirs, missing = visit(path.format_map(ids)), visit(path.format_map({**ids, **PERMISSIONS.unknown}))
        refused = 403 if PERMISSIONS.who_may[operation].endswith(":manage") else 404
        if (theirs.status, seen(theirs)) != (refused, seen(missing)):
            wrong[operation] = theirs.status

    assert PAGES
    assert wrong == {}
