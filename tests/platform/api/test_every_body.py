"""Each operation with a wrong body or query: one answer has the errors of its types and of the account."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from app import app
from chalicelib.base.ids import new_id
from chalicelib.http.blueprint import OPERATIONS
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.api.steps import announced, asked, token_of
from tests.webhooks import hooks

public = hooks.public
pytestmark = pytest.mark.usefixtures("public")
LABELS = {"en": "Label"}
PROCESS = {
    "code": "osago",
    "labels": LABELS,
    "fields": [{"code": "paid", "labels": LABELS, "type": "number"}, {"code": "met", "labels": LABELS, "type": "date"}],
}
ENDPOINT = {"url": "https://insurer.example/hooks", "events": ["case.created"]}


class Wrong(NamedTuple):
    """A body that its types refuse in one place and its use case in another; and these places."""

    body: Mapping[str, Any]
    pointers: set[str]
    status: int = 422


#: By operation. For a body without a rule beyond its types, two fields that these refuse.
BODIES: dict[str, Wrong] = {
    "POST /v1/sessions": Wrong({"email": "nobody", "password": ""}, {"/email", "/password"}),
    "POST /v1/sessions/refresh": Wrong({"refresh_token": "", "token": 1}, {"/refresh_token", "/token"}),
    "PATCH /v1/account": Wrong(
        {
            "name": "",
            "languages": ["ru", "ru"],
            "support_phones": [{"number": "+7 916 1", "note": "n" * 81}],
            "categories": [
                {"code": "wheels", "labels": {}, "min": 5, "max": 2},
                {"labels": LABELS, "min": 4, "max": 3},
                {"code": "wheels", "labels": LABELS},
                5,
            ],
            "processes": [
                {"code": "osago", "labels": {"en": ""}, "fields": [*PROCESS["fields"], *PROCESS["fields"]]},
                {"code": "osago"},
            ],
            "templates": [
                # it may be of a category whose code could not be read
                {"name": "", "categories": [{"code": "none"}, {"code": "damage"}, {"min": 1}]},
                {"code": "two", "name": "Two", "categories": []},
                {"code": "two", "name": "Two"},
            ],
            "quotas": {"per_day": 10**6, "per_phone_per_day": -1, "countries": ["zzz", "XX"]},
        },
        {
            "/name",
            "/languages/1",
            "/support_phones/0/number",
            "/support_phones/0/note",
            "/categories/0/labels",
            "/categories/0/max",
            "/categories/1/code",
            "/categories/1/max",
            "/categories/2",
            "/categories/3",
            "/processes/0/labels/en",
            "/processes/0/fields/2",
            "/processes/0/fields/3",
            "/processes/1/labels",
            "/processes/1",
            "/templates/0/code",
            "/templates/0/name",
            "/templates/0/categories/2/code",
            "/templates/1/categories",
            "/templates/2/categories",
            "/templates/2",
            "/quotas/per_day",
            "/quotas/per_phone_per_day",
            "/quotas/countries/0",
            "/quotas/countries/1",
        },
    ),
    "POST /v1/cases": Wrong(
        {"process": "none", "vehicle": {"vin": "1"}, "owner": {"phone": "+7 916 1"}},
        {"/process", "/vehicle/vin", "/owner/phone"},
    ),
    "PATCH /v1/cases/{case_id}": Wrong(
        {"client_id": "no id!", "owner": {"phone": "+7 916 1"}}, {"/client_id", "/owner/phone"}
    ),
    "POST /v1/cases/{case_id}/convert": Wrong(
        {"process": "osago", "fields": {"paid": "much", "met": [], "none": 1}, "why": ""},
        {"/fields/paid", "/fields/met", "/fields/none", "/why"},
    ),
    "PUT /v1/cases/{case_id}/handler": Wrong(
        {"user_id": "user:nobody", "instead_of": "no id!", "why": ""}, {"/user_id", "/instead_of", "/why"}
    ),
    "PUT /v1/attachments/{attachment_id}/verdict": Wrong(
        {"usable": True, "reason": "dark", "text": "x" * 201, "why": ""}, {"/reason", "/text", "/why"}
    ),
    "POST /v1/photo-requests": Wrong(
        {"phone": "12", "categories": ["none", {"code": "nil", "min": 0}, {"min": 2}], "template": "none"},
        {"/phone", "/categories/0", "/categories/1", "/categories/1/min", "/categories/2/code", "/template"},
    ),
    "POST /v1/photo-requests/{request_id}/resend": Wrong({"channels": ["fax", "sms"]}, {"/channels/0", "/phone"}),
    "POST /v1/photo-requests/{request_id}/extend": Wrong({"days": 30, "hours": 1}, {"/days", "/hours"}),
    "POST /r/{token}/uploads": Wrong(
        {**announced(b"photo"), "sha256": "none", "category": "vin", "content_type": "text/html", "bytes": 10**9},
        {"/sha256", "/category", "/content_type", "/bytes"},
    ),
    "POST /v1/hooks/photo-requests/dry-run": Wrong(
        {"body": 5, "key_id": "no id!", "mapping": {"fields": {"a": "none"}, "constants": 5}},
        {"/body", "/key_id", "/mapping/fields/a", "/mapping/constants"},
    ),
    "POST /v1/api-keys": Wrong({"name": " ", "scopes": ["none"]}, {"/name", "/scopes/0"}),
    "PATCH /v1/api-keys/{key_id}": Wrong(
        {"mapping": {"fields": {"a": "none", "b": 5}}, "name": 1},
        {"/mapping/fields/a", "/mapping/fields/b", "/name"},
    ),
    "POST /v1/api-keys/{key_id}/rotate-secret": Wrong(
        {"former_lives_hours": -1, "hours": 1}, {"/former_lives_hours", "/hours"}
    ),
    "POST /v1/webhook-endpoints": Wrong({"url": "http://insurer.example", "events": ["none"]}, {"/url", "/events/0"}),
    "PATCH /v1/webhook-endpoints/{endpoint_id}": Wrong(
        {"url": "http://insurer.example", "enabled": "yes"}, {"/url", "/enabled"}
    ),
    "POST /v1/webhook-endpoints/{endpoint_id}/rotate-secret": Wrong(
        {"former_lives_hours": 999, "hours": 1}, {"/former_lives_hours", "/hours"}
    ),
    "POST /v1/webhook-endpoints/{endpoint_id}/replay": Wrong(
        {"since": "2020-01-01T00:00:00Z", "until": 1}, {"/since", "/until"}
    ),
}
#: By operation, parameters that its types and its use case refuse, each by a `?name` of its own.
QUERIES: dict[str, tuple[str, set[str]]] = {
    "GET /v1/cases": (
        "limit=none&cursor=!&status=none&process=No&q=&to_review=perhaps&what=1",
        {"?limit", "?cursor", "?status", "?process", "?q", "?to_review", "?what"},
    ),
    "GET /v1/figures": ("from=2020-02-01&to=2026-01-01&what=1", {"?from", "?what"}),
    "GET /v1/cases/{case_id}/attachments": (
        "limit=0&cursor=cmVx&group=none&category=No",
        {"?limit", "?cursor", "?group", "?category"},
    ),
    "GET /v1/suppressions": ("limit=101&cursor=", {"?limit", "?cursor"}),
    "GET /v1/webhook-endpoints/{endpoint_id}/deliveries": ("limit=1.5&cursor=%20&x", {"?limit", "?cursor", "?x"}),
}
#: Operations whose body is in an insurer's own words (tests/webhooks/api/test_signed_calls.py).
SIGNED = "POST /v1/hooks/photo-requests"


#: No report of a browser on its device is refused.
OPENED = "POST /r/{token}/opened"


@pytest.fixture
def paths(api: People) -> Mapping[str, str]:
    """Return the values for the places of paths."""
    api.admin.patch("/v1/account", {"processes": [PROCESS]}).expect(200)
    request = asked(api.staff, expires_in_days=30)
    api.staff.post(f"/v1/photo-requests/{request['id']}/extend", {"days": 30}).expect(200)
    return {
        "case_id": request["case_id"],
        "request_id": request["id"],
        "token": token_of(request),
        "attachment_id": new_id("pho"),  # errors of a verdict are told before its photo is looked for
        "key_id": api.admin.post("/v1/api-keys", {"name": "Key", "scopes": ["cases:read"]}).expect(201)["id"],
        "endpoint_id": api.admin.post("/v1/webhook-endpoints", {**ENDPOINT, "url": hooks.URL}).expect(201)["id"],
    }


def by(api: People, path: str) -> Api:
    return api.nobody if path.startswith("/r/") else api.admin


@pytest.mark.parametrize("operation", BODIES)
def test_a_body_is_told_all_that_is_wrong_with_it(api: People, paths: Mapping[str, str], operation: str) -> None:
    method, _, path = operation.partition(" ")
    wrong = BODIES[operation]

    answer = by(api, path).call(method, path.format_map(paths), body=wrong.body)

    assert answer.status == wrong.status, answer.text
    assert set(answer.pointers) == wrong.pointers


@pytest.mark.parametrize("operation", BODIES)
def test_a_wrong_header_hides_nothing_of_the_body(api: People, paths: Mapping[str, str], operation: str) -> None:
    method, _, path = operation.partition(" ")
    twice = '{"%s": 1, "%s": 2}' % (("zz",) * 2)

    answer = by(api, path).call(
        method, path.format_map(paths), raw=twice, headers={"Idempotency-Key": "k" * 201, "Accept-Language": "en"}
    )

    answer.expect(422)
    assert "/zz" in answer.pointers
    assert ("#Idempotency-Key" in answer.pointers) == idempotent(operation)


@pytest.mark.parametrize("operation", QUERIES)
def test_a_query_is_told_all_that_is_wrong_with_it(api: People, paths: Mapping[str, str], operation: str) -> None:
    path = operation.removeprefix("GET ")
    query, wrong = QUERIES[operation]

    answer = by(api, path).get(f"{path.format_map(paths)}?{query}")

    answer.expect(422)
    assert set(answer.pointers) == wrong


def test_no_operation_is_forgotten() -> None:
    assert operations_with("body") == BODIES.keys() | {SIGNED, OPENED}
    assert operations_with("query") == QUERIES.keys() | PAGES


def idempotent(operation: str) -> bool:
    return next(bool(each.idempotent) for each in OPERATIONS if f"{each.method} {each.path}" == operation)


def operations_with(parameter: str) -> set[str]:
    app.load_all()
    return {
        f"{each.method} {each.path}"
        for each in OPERATIONS
        if each.presentation.described and parameter in each.parameters
    }


#: Pages for owners: nothing that their addresses carry along is refused.
PAGES = {
    "GET /r/{token}",
    "GET /r/{token}/state",
    "POST /c",
    "POST /r/{token}/plain",
    "GET /r/{token}/plain/{photo_id}",
    "GET /c",
}
