"""Permissions of every operation: a feature states them in tests/<feature>/permissions.py, or a test fails."""

import json
from collections.abc import Mapping

import pytest

import app
from chalicelib.http.blueprint import OPERATIONS, Blueprint, Operation
from chalicelib.identity import keys as api_keys
from chalicelib.identity.audiences import PUBLIC
from tests.support.api.client import NOTHING, Api, as_key
from tests.support.api.people import People
from tests.support.api.permissions import (
    ANYONE,
    EVERYBODY,
    OWNER,
    are_kept,
    bodies,
    owned,
    parts,
    scopes_by_role,
    unknown,
    who_may,
)

WHO_MAY, MAY, UNKNOWN = who_may(), scopes_by_role(), unknown()
CONSOLE = {name: need.removeprefix("console ") for name, need in WHO_MAY.items() if need.startswith("console ")}
SIGNED = {name for name, need in WHO_MAY.items() if need.startswith("signed ")}
AREA = {name for name, need in WHO_MAY.items() if need.startswith("area ")}
NEEDING = [
    name for name, need in WHO_MAY.items() if need not in {ANYONE, OWNER} and name not in {*CONSOLE, *SIGNED, *AREA}
]


def name(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def call(by: Api, operation: str, ids: Mapping[str, str] = UNKNOWN) -> int:
    method, path = operation.split(" ")
    return by.call(method, path.format_map(ids), body={} if method in {"POST", "PATCH", "PUT"} else NOTHING).status


def test_every_operation_says_who_may_call_it() -> None:
    assert {name(operation): declared(operation) for operation in OPERATIONS} == dict(WHO_MAY)


def declared(operation: Operation) -> str:
    audience = operation.audience
    kind = {"console": "console ", "hook": "signed ", "area": "area "}.get(audience.name, "")
    if audience.scope is None and kind != "console ":
        return OWNER if audience.name == "owner" else ANYONE
    return f"{kind}{audience.scope or EVERYBODY}"


def test_every_route_of_the_app_is_an_operation() -> None:
    routes = {f"{method} {path}" for path, methods in app.app.routes.items() for method in methods}
    heads = {route for route in routes if route.startswith("HEAD ")}

    assert routes - heads == set(WHO_MAY)
    assert {head.replace("HEAD ", "GET ", 1) for head in heads} < routes  # GET's answer, to callers who may GET


def test_head_is_refused_to_whom_get_is(api: People) -> None:
    for path in ("/console", "/console/settings/people"):
        answers = [api.nobody.call(method, path) for method in ("GET", "HEAD")]
        assert [answer.status for answer in answers] == [303, 303]
        assert {answer.headers["location"] for answer in answers} == {answers[0].headers["location"]}


def test_an_operation_without_an_audience_fails_at_import() -> None:
    with pytest.raises(TypeError, match="audience"):
        Blueprint("probe").operation("GET", "/probe", summary="Who may?")  # type: ignore[call-arg]
    assert PUBLIC.scope is None


@pytest.mark.parametrize("operation", NEEDING)
def test_nobody_may_call_what_needs_a_permission(api: People, operation: str) -> None:
    assert call(api.nobody, operation) == 401


@pytest.mark.parametrize("role", MAY)
def test_roles_may_do_what_they_are_for_and_nothing_else(api: People, role: str) -> None:
    refused = {operation for operation in NEEDING if call(getattr(api, role), operation) == 403}

    assert refused == {operation for operation in NEEDING if WHO_MAY[operation] not in MAY[role]}


@pytest.mark.parametrize("scope", sorted(MAY["admin"]))
def test_keys_may_do_what_their_scopes_say_and_nothing_else(api: People, scope: str) -> None:
    _, secret = api_keys.add_api_key(account_id=api.account.id, name="Narrow", scopes=frozenset({scope}))

    refused = {operation for operation in NEEDING if call(as_key(secret), operation) == 403}

    assert refused == {operation for operation in NEEDING if WHO_MAY[operation] != scope}


def test_refusals_name_the_permission(api: People) -> None:
    answer = api.viewer.post("/v1/cases", {}, headers={"Accept-Language": "ru"})

    assert answer.expect(403)["type"] == "urn:osmotr:problem:forbidden"
    assert "cases:write" in answer.json["detail"]


def test_another_tenants_ids_are_answered_like_ids_that_nobody_has(api: People) -> None:
    theirs = owned(api)
    concerned = [operation for operation in NEEDING if "{" in operation]

    for operation in concerned:
        method, path = operation.split(" ")
        body = bodies().get(operation, {}) if method in {"POST", "PATCH", "PUT"} else NOTHING
        foreign = api.stranger.call(method, path.format_map(theirs), body=body)
        missing = api.stranger.call(method, path.format_map(UNKNOWN), body=body)
        assert (foreign.status, foreign.text) == (404, missing.text), operation
        assert foreign.headers == missing.headers
    assert concerned
    assert are_kept(api, theirs)


def test_the_own_administrator_finds_what_strangers_do_not(api: People) -> None:
    ours = owned(api)
    shown = [operation for operation in NEEDING if "{" in operation and operation.startswith("GET")]

    assert [operation for operation in shown if call(api.admin, operation, ours) in {403, 404}] == []
    assert are_kept(api, ours)


def test_no_two_features_state_the_permission_of_one_operation() -> None:
    for feature, part in parts().items():
        elsewhere = {name for each, other in parts().items() if each != feature for name in other.who_may}
        assert not elsewhere & part.who_may.keys()


def test_another_tenants_case_takes_no_photo_request(api: People) -> None:
    case = api.staff.post("/v1/cases", {}).expect(201)

    answer = api.stranger.post("/v1/photo-requests", {"case_id": case["id"]})
    missing = api.stranger.post("/v1/photo-requests", {"case_id": UNKNOWN["case_id"]})

    assert (answer.status, answer.text) == (404, missing.text)


@pytest.mark.parametrize("length", [201, 3000])
def test_overlong_ids_are_not_found(api: People, length: int) -> None:
    for operation in (operation for operation in NEEDING if "{" in operation and operation.startswith("GET")):
        path = operation.split(" ")[1]
        answer = api.staff.get(path.format_map(dict.fromkeys(UNKNOWN, "x" * length)))
        assert answer.status == 404, operation
    assert json.loads(api.nobody.get(f"/r/{'x' * length}/state").text)["status"] == 404
