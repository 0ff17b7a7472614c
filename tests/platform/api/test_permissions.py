"""Permissions of every operation: it is in the table below, or a test fails."""

import json
from collections.abc import Mapping

import pytest

import app
from chalicelib.base.clock import now
from chalicelib.features.webhooks import service
from chalicelib.http.blueprint import OPERATIONS, Blueprint, Operation
from chalicelib.identity import keys as api_keys
from chalicelib.identity.audiences import PUBLIC
from chalicelib.identity.model import Caller, Role, Scope
from chalicelib.identity.principals import StaffMember
from chalicelib.identity.scopes import all_scopes
from tests.support.api.client import NOTHING, Api, as_key
from tests.support.api.people import People
from tests.support.api.steps import asked, blocked, photo_sent

ANYONE = "anyone"
OWNER = "owner"
#: By operation: ANYONE, OWNER (the token in the path is the permission), or the permission that it needs.
WHO_MAY: Mapping[str, str] = {
    "POST /v1/sessions": ANYONE,
    "POST /v1/sessions/refresh": ANYONE,
    "GET /v1/account": "account:read",
    "PATCH /v1/account": "account:write",
    "POST /v1/cases": "cases:write",
    "GET /v1/cases": "cases:read",
    "GET /v1/cases/{case_id}": "cases:read",
    "PATCH /v1/cases/{case_id}": "cases:write",
    "POST /v1/cases/{case_id}/convert": "cases:write",
    "PUT /v1/cases/{case_id}/handler": "cases:write",
    "GET /v1/handlers": "cases:write",
    "GET /v1/cases/{case_id}/photo-requests": "cases:read",
    "GET /v1/cases/{case_id}/attachments": "cases:read",
    "GET /v1/cases/{case_id}/attachments.zip": "cases:read",
    "POST /v1/photo-requests": "requests:write",
    "GET /v1/photo-requests/{request_id}": "cases:read",
    "POST /v1/photo-requests/{request_id}/resend": "requests:write",
    "POST /v1/photo-requests/{request_id}/revoke": "requests:write",
    "POST /v1/photo-requests/{request_id}/extend": "requests:write",
    "DELETE /v1/attachments/{attachment_id}": "attachments:delete",
    "PUT /v1/attachments/{attachment_id}/verdict": "cases:write",
    "DELETE /v1/attachments/{attachment_id}/verdict": "cases:write",
    "GET /v1/figures": "account:read",
    "POST /v1/webhook-endpoints": "account:write",
    "GET /v1/webhook-endpoints": "account:read",
    "GET /v1/webhook-endpoints/{endpoint_id}": "account:read",
    "PATCH /v1/webhook-endpoints/{endpoint_id}": "account:write",
    "DELETE /v1/webhook-endpoints/{endpoint_id}": "account:write",
    "POST /v1/webhook-endpoints/{endpoint_id}/rotate-secret": "account:write",
    "POST /v1/webhook-endpoints/{endpoint_id}/test": "account:write",
    "POST /v1/webhook-endpoints/{endpoint_id}/replay": "account:write",
    "GET /v1/webhook-endpoints/{endpoint_id}/deliveries": "account:read",
    "POST /v1/webhook-endpoints/{endpoint_id}/deliveries/{delivery_id}/replay": "account:write",
    "POST /v1/hooks/photo-requests/dry-run": "requests:write",
    "POST /v1/api-keys": "account:write",
    "GET /v1/api-keys/{key_id}": "account:read",
    "PATCH /v1/api-keys/{key_id}": "account:write",
    "POST /v1/api-keys/{key_id}/rotate-secret": "account:write",
    # by its signature (tests/webhooks/api/test_signed_calls.py)
    "POST /v1/hooks/photo-requests": "signed requests:write",
    "GET /v1/suppressions": "account:read",
    "DELETE /v1/suppressions/{suppression_id}": "account:write",
    "GET /{place}": ANYONE,
    "GET /r/{token}": OWNER,
    "GET /r/{token}/qr.svg": OWNER,
    "GET /r/{token}/state": OWNER,
    "POST /r/{token}/opened": OWNER,
    "POST /r/{token}/uploads": OWNER,
    "DELETE /r/{token}/uploads/{photo_id}": OWNER,
    "POST /r/{token}/submit": OWNER,
    "POST /r/{token}/plain": OWNER,
    "GET /r/{token}/plain/{photo_id}": OWNER,
    "GET /c": ANYONE,
    "POST /c": ANYONE,
    "GET /v1/openapi.json": ANYONE,
    "GET /a/{account_id}/logo/{digest}": ANYONE,
    "GET /v1/asyncapi.json": ANYONE,
    "GET /v1/events.schema.json": ANYONE,
    "GET /docs": ANYONE,
    # the console: by its session's cookie alone (tests/platform/console/test_who_may.py)
    "GET /console/sign-in": ANYONE,
    "POST /console/sign-in": ANYONE,
    "POST /console/sign-out": ANYONE,
    "GET /console/password": ANYONE,
    "POST /console/password": ANYONE,
    "POST /console/language": ANYONE,
    "GET /console/assets/{name}": ANYONE,
    "GET /console/{unknown}": ANYONE,
    "POST /console/{unknown}": ANYONE,
    "GET /console/new": "console requests:write",
    "POST /console/new": "console requests:write",
    "POST /console/new/preview": "console requests:write",
    "GET /console/requests/{request_id}": "console cases:read",
    "GET /console/figures": "console account:read",
    "GET /console/figures.csv": "console account:read",
    # cases
    "GET /console": "console cases:read",
    "GET /console/cases/{case_id}": "console cases:read",
    "GET /console/unread": "console cases:read",
    "POST /console/read": "console cases:read",
    "POST /console/cases/{case_id}/take": "console cases:write",
    "POST /console/cases/{case_id}/hand-over": "console cases:write",
    "GET /console/cases/{case_id}/convert": "console cases:write",
    "POST /console/cases/{case_id}/convert": "console cases:write",
    "GET /console/cases/{case_id}/attachments.zip": "console cases:read",
    "GET /console/cases/{case_id}/photos": "console cases:read",
    "GET /console/cases/{case_id}/photos/{attachment_id}/preview": "console cases:read",
    "GET /console/cases/{case_id}/photos/{attachment_id}/original": "console cases:read",
    "GET /console/review": "console cases:read",
    "GET /console/cases/{case_id}/photos/{attachment_id}/verdict": "console cases:write",
    "POST /console/cases/{case_id}/photos/{attachment_id}/verdict": "console cases:write",
    "GET /console/cases/{case_id}/photos/{attachment_id}/delete": "console attachments:delete",
    "POST /console/cases/{case_id}/photos/{attachment_id}/delete": "console attachments:delete",
    "POST /console/requests/{request_id}/resend": "console requests:write",
    "POST /console/requests/{request_id}/extend": "console requests:write",
    "GET /console/requests/{request_id}/revoke": "console requests:write",
    "POST /console/requests/{request_id}/revoke": "console requests:write",
    # people, keys, passwords
    "GET /console/forgotten": ANYONE,
    "POST /console/forgotten": ANYONE,
    "GET /console/forgotten/code": ANYONE,
    "POST /console/forgotten/code": ANYONE,
    "GET /console/me": "console account:read",
    "POST /console/me/password": "console account:read",
    "POST /console/me/emails": "console account:read",
    "POST /console/me/sign-out": "console account:read",
    # the second factor (tests/staff/console/test_second_factor.py)
    "GET /console/sign-in/code": ANYONE,
    "POST /console/sign-in/code": ANYONE,
    "GET /console/sign-in/recovery": ANYONE,
    "POST /console/sign-in/recovery": ANYONE,
    "GET /console/me/factor": "console account:read",
    "POST /console/me/factor": "console account:read",
    "POST /console/me/factor/start": "console account:read",
    "GET /console/me/factor/codes": "console account:read",
    "POST /console/me/factor/codes": "console account:read",
    "GET /console/me/factor/off": "console account:read",
    "POST /console/me/factor/off": "console account:read",
    "GET /console/settings/people/second-factor": "console account:write",
    "POST /console/settings/people/second-factor": "console account:write",
    "GET /console/settings/people/{user_id}/reset-factor": "console account:write",
    "POST /console/settings/people/{user_id}/reset-factor": "console account:write",
    "GET /console/settings/people": "console account:write",
    "GET /console/settings/people/invite": "console account:write",
    "POST /console/settings/people/invite": "console account:write",
    "GET /console/settings/people/{user_id}": "console account:write",
    "POST /console/settings/people/{user_id}": "console account:write",
    "POST /console/settings/people/{user_id}/invite": "console account:write",
    "GET /console/settings/people/{user_id}/disable": "console account:write",
    "POST /console/settings/people/{user_id}/disable": "console account:write",
    "POST /console/settings/people/{user_id}/enable": "console account:write",
    "GET /console/settings/keys": "console account:write",
    "GET /console/settings/keys/new": "console account:write",
    "POST /console/settings/keys/new": "console account:write",
    "GET /console/settings/keys/{key_id}": "console account:write",
    "GET /console/settings/keys/{key_id}/revoke": "console account:write",
    "POST /console/settings/keys/{key_id}/revoke": "console account:write",
    "GET /console/settings/blocked": "console account:write",
    "GET /console/settings/blocked/{suppression_id}/lift": "console account:write",
    "POST /console/settings/blocked/{suppression_id}/lift": "console account:write",
    # settings
    "GET /console/settings": "console account:write",
    "GET /console/settings/organisation": "console account:write",
    "POST /console/settings/organisation": "console account:write",
    "GET /console/settings/appearance": "console account:write",
    "POST /console/settings/appearance": "console account:write",
    "GET /console/settings/sms": "console account:write",
    "POST /console/settings/sms": "console account:write",
    "GET /console/settings/appearance/logo/{upload_id}": "console account:write",
    "POST /console/settings/appearance/logo/{upload_id}": "console account:write",
    "GET /console/settings/appearance/remove-logo": "console account:write",
    "POST /console/settings/appearance/remove-logo": "console account:write",
    "GET /console/settings/appearance/preview/page": "console account:write",
    "GET /console/settings/appearance/preview/email": "console account:write",
    "GET /console/settings/categories": "console account:write",
    "GET /console/settings/categories/new-category": "console account:write",
    "POST /console/settings/categories/new-category": "console account:write",
    "GET /console/settings/categories/{code}": "console account:write",
    "POST /console/settings/categories/{code}": "console account:write",
    "GET /console/settings/categories/{code}/remove": "console account:write",
    "POST /console/settings/categories/{code}/remove": "console account:write",
    "GET /console/settings/templates": "console account:write",
    "GET /console/settings/templates/new-template": "console account:write",
    "POST /console/settings/templates/new-template": "console account:write",
    "GET /console/settings/templates/{code}": "console account:write",
    "POST /console/settings/templates/{code}": "console account:write",
    "GET /console/settings/templates/{code}/remove": "console account:write",
    "POST /console/settings/templates/{code}/remove": "console account:write",
    "GET /console/settings/processes": "console account:write",
    "GET /console/settings/processes/new-process": "console account:write",
    "POST /console/settings/processes/new-process": "console account:write",
    "GET /console/settings/processes/{code}": "console account:write",
    "POST /console/settings/processes/{code}": "console account:write",
    "GET /console/settings/processes/{code}/remove": "console account:write",
    "POST /console/settings/processes/{code}/remove": "console account:write",
    "GET /console/settings/webhooks": "console account:write",
    "GET /console/settings/webhooks/new": "console account:write",
    "POST /console/settings/webhooks/new": "console account:write",
    "GET /console/settings/webhooks/{endpoint_id}": "console account:write",
    "GET /console/settings/webhooks/{endpoint_id}/change": "console account:write",
    "POST /console/settings/webhooks/{endpoint_id}/change": "console account:write",
    "POST /console/settings/webhooks/{endpoint_id}/enable": "console account:write",
    "GET /console/settings/webhooks/{endpoint_id}/remove": "console account:write",
    "POST /console/settings/webhooks/{endpoint_id}/remove": "console account:write",
    "GET /console/settings/webhooks/{endpoint_id}/rotate-secret": "console account:write",
    "POST /console/settings/webhooks/{endpoint_id}/rotate-secret": "console account:write",
    "POST /console/settings/webhooks/{endpoint_id}/test": "console account:write",
    "GET /console/settings/webhooks/{endpoint_id}/deliveries": "console account:write",
    "POST /console/settings/webhooks/{endpoint_id}/deliveries/{delivery_id}/replay": "console account:write",
    "GET /console/settings/webhooks/{endpoint_id}/replay": "console account:write",
    "POST /console/settings/webhooks/{endpoint_id}/replay": "console account:write",
}
MAY = {
    "viewer": {"account:read", "cases:read"},
    "staff": {"account:read", "cases:read", "cases:write", "requests:write"},
    "admin": {"account:read", "account:write", "attachments:delete", "cases:read", "cases:write", "requests:write"},
}
CONSOLE = {name: need.removeprefix("console ") for name, need in WHO_MAY.items() if need.startswith("console ")}
SIGNED = {name for name, need in WHO_MAY.items() if need.startswith("signed ")}
NEEDING = [name for name, need in WHO_MAY.items() if need not in {ANYONE, OWNER} and name not in {*CONSOLE, *SIGNED}]
UNKNOWN = {
    "unknown": "none/at/all",
    "case_id": "case_01J9Z6X0000000000000000000",
    "request_id": "req_01J9Z6X0000000000000000000",
    "attachment_id": "pho_01J9Z6X0000000000000000000",
    "user_id": "5f2d6b8e-0000-4000-8000-000000000000",
    "key_id": "key_01J9Z6X0000000000000000000",
    "upload_id": "logo_01J9Z6X0000000000000000000",
    "code": "no_such_code",
    "endpoint_id": "whe_01J9Z6X0000000000000000000",
    "delivery_id": "evt_01J9Z6X0000000000000000000",
    "suppression_id": f"email-{'0' * 64}",
}


def name(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def call(by: Api, operation: str, ids: Mapping[str, str] = UNKNOWN) -> int:
    method, path = operation.split(" ")
    return by.call(method, path.format_map(ids), body={} if method in {"POST", "PATCH", "PUT"} else NOTHING).status


def test_every_operation_says_who_may_call_it() -> None:
    assert {name(operation): declared(operation) for operation in OPERATIONS} == dict(WHO_MAY)


def declared(operation: Operation) -> str:
    audience = operation.audience
    if audience.scope is None:
        return OWNER if audience.name == "owner" else ANYONE
    kind = {"console": "console ", "hook": "signed "}.get(audience.name, "")
    return f"{kind}{audience.scope}"


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
    request = asked(api.staff, case={"reference": "КАСКО-1"}, channels=[])
    photo_sent(request)
    items = api.staff.get(f"/v1/cases/{request['case_id']}/attachments").expect(200)["items"]
    endpoint = service.add_endpoint(admin_of(api), url="https://8.8.8.8/", events=("photo.filed",), description="")
    delivery = service.send_test(admin_of(api), endpoint.id)
    key, _ = api_keys.add_api_key(account_id=api.account.id, name="Theirs", scopes=frozenset({Scope.CASES_READ}))
    theirs = {
        "case_id": request["case_id"],
        "request_id": request["id"],
        "attachment_id": items[0]["id"],
        "endpoint_id": endpoint.id,
        "delivery_id": delivery.id,
        "key_id": key.id,
        "suppression_id": blocked(api.account.id),
    }
    bodies = {
        "POST /v1/cases/{case_id}/convert": {"process": "kasko"},
        "PUT /v1/cases/{case_id}/handler": {"user_id": None},
        "POST /v1/photo-requests/{request_id}/extend": {"days": 1},
        "PUT /v1/attachments/{attachment_id}/verdict": {"usable": True},
        "POST /v1/webhook-endpoints/{endpoint_id}/replay": {"since": now().isoformat()},
    }
    concerned = [operation for operation in NEEDING if "{" in operation]

    for operation in concerned:
        method, path = operation.split(" ")
        body = bodies.get(operation, {}) if method in {"POST", "PATCH", "PUT"} else NOTHING
        foreign = api.stranger.call(method, path.format_map(theirs), body=body)
        missing = api.stranger.call(method, path.format_map(UNKNOWN), body=body)
        assert (foreign.status, foreign.text) == (404, missing.text), operation
        assert foreign.headers == missing.headers
    assert len(concerned) == 26
    assert len(api.staff.get("/v1/suppressions").json["items"]) == 1
    assert len(api.staff.get(f"/v1/cases/{request['case_id']}/attachments").json["items"]) == 1


def admin_of(api: People) -> Caller:
    return Caller(account_id=api.account.id, principal=StaffMember("test"), role=Role.ADMIN, scopes=all_scopes())


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
