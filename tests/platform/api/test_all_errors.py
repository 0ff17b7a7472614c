"""All errors of a body are reported at once: those of its types and those of the account."""

from typing import Any

import pytest

from chalicelib.base.languages import LANGUAGES
from tests.support.api.people import People

REQUESTS = "/v1/photo-requests"
WRONG_BODIES: dict[str, tuple[str, str, Any, set[str]]] = {
    "types and account": (
        "POST",
        REQUESTS,
        {"phone": "12", "categories": ["zzz"]},
        {"/phone", "/categories/0"},
    ),
    "every check of the account": (
        "POST",
        REQUESTS,
        {
            "phone": "+7 916 1",
            "channels": ["sms", "email"],
            "language": "es",
            "categories": ["zzz", "vin", "yyy"],
            "template": "none",
            "expires_in_days": 1,
            "remind_after_hours": 24,
            "case": {"process": "none"},
        },
        {
            "/phone",
            "/email",
            "/categories/0",
            "/categories/2",
            "/template",
            "/remind_after_hours",
            "/case/process",
        },
    ),
    "in a new case": (
        "POST",
        REQUESTS,
        {"case": {"vehicle": {"vin": "short"}, "owner": {"phone": "+7 916 1"}, "process": "none"}, "template": "none"},
        {"/case/vehicle/vin", "/case/owner/phone", "/case/process", "/template"},
    ),
    "bad entries of one list": (
        "POST",
        REQUESTS,
        {"categories": ["Not A Code", "zzz", {"code": "vin", "min": 0}, "damage", {"code": "damage"}, 5]},
        {"/categories/0", "/categories/1", "/categories/2/min", "/categories/4", "/categories/5"},
    ),
    "what is required is missing": (
        "POST",
        f"{REQUESTS}",
        {"categories": [{"min": 1}, "zzz"]},
        {"/categories/0/code", "/categories/1"},
    ),
    "case and case_id": ("POST", REQUESTS, {"case_id": "no id!", "phone": "+7 916 1"}, {"/case_id", "/phone"}),
    "a field that does not exist": ("POST", REQUESTS, {"fone": "1", "template": "none"}, {"/fone", "/template"}),
    "a new case": (
        "POST",
        "/v1/cases",
        {"reference": " ", "process": "none", "owner": {"phone": "+7 916 1", "email": "x"}, "vehicle": {"vin": "1"}},
        {"/reference", "/process", "/owner/phone", "/owner/email", "/vehicle/vin"},
    ),
    "a change": (
        "PATCH",
        "/v1/cases/{case}",
        {"reference": 5, "owner": {"phone": "+7 916 1", "email": "x"}},
        {"/reference", "/owner/phone", "/owner/email"},
    ),
    "a conversion": (
        "POST",
        "/v1/cases/{case}/convert",
        {"process": "none", "wrong": 1},
        {"/process", "/wrong"},
    ),
    "settings": (
        "PATCH",
        "/v1/account",
        {
            "name": "",
            "support_phones": [{"number": "12"}, {"number": "+7 916 1"}, {"number": "x" * 61}],
            "templates": [{"code": "one", "name": "One", "categories": [{"code": "zzz"}]}],
            "reply_to": "x",
        },
        {
            "/name",
            "/support_phones/0/number",
            "/support_phones/1/number",
            "/support_phones/2/number",
            "/templates/0/categories/0/code",
            "/reply_to",
        },
    ),
    "entries of settings whose other parts are wrong": (
        "PATCH",
        "/v1/account",
        {
            "categories": [
                {"code": "wheels", "labels": {"en": "x" * 61}, "min": 5, "max": 2},
                {"code": "wheels", "labels": {}},
            ],
            "templates": [
                {"code": "one", "name": "", "categories": [{"code": "zzz"}, {"code": "damage", "min": 5, "max": 2}]},
                {"code": "one", "categories": [{"code": "wheels"}]},
            ],
        },
        {
            "/categories/0/labels/en",
            "/categories/0/max",
            "/categories/1/labels",
            "/categories/1",
            "/templates/0/name",
            "/templates/0/categories/0/code",
            "/templates/0/categories/1/max",
            "/templates/1/name",
            "/templates/1",
        },
    ),
    "an endpoint": (
        "POST",
        "/v1/webhook-endpoints",
        {"url": "ftp://example.org", "events": ["none"]},
        {"/url", "/events/0"},
    ),
    "an API key": ("POST", "/v1/api-keys", {"name": "", "scopes": ["none"]}, {"/name", "/scopes/0"}),
}


@pytest.mark.parametrize("name", WRONG_BODIES)
def test_all_that_is_wrong_is_reported_at_once(api: People, name: str) -> None:
    method, path, body, pointers = WRONG_BODIES[name]
    case = api.key.post("/v1/cases", {}).expect(201)
    answer = api.admin.call(method, path.format(case=case["id"]), body=body)

    answer.expect(422)
    assert set(answer.pointers) == pointers


NO_LIST = {"/categories": 'Must be "all", or a list such as ["damage"].'}


@pytest.mark.parametrize(
    ("categories", "said"),
    [
        ("some", NO_LIST),
        ("", NO_LIST),
        (5, NO_LIST),
        ({}, NO_LIST),
        (
            [5, None, "vin"],
            dict.fromkeys(
                ("/categories/0", "/categories/1"), 'Must be a code such as "damage", or an object with a code.'
            ),
        ),
    ],
)
def test_categories_of_a_wrong_type_are_told_what_would_be_right(
    api: People, categories: object, said: dict[str, str]
) -> None:
    answer = api.key.post(REQUESTS, {"categories": categories})

    assert {each["pointer"]: each["detail"] for each in answer.expect(422)["errors"]} == said


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        pytest.param({"phone": "12", "channels": ["sms"]}, {"/phone"}, id="the number that could not be read"),
        pytest.param(
            {"case": {"owner": {"phone": "12"}}, "channels": ["sms"]}, {"/case/owner/phone"}, id="the owner's number"
        ),
        pytest.param({"case": 5, "channels": ["email"]}, {"/case"}, id="the case that could not be read"),
        pytest.param(
            {"expires_in_days": 99, "remind_after_hours": 400}, {"/expires_in_days"}, id="the end of the request"
        ),
        pytest.param({"categories": [5]}, {"/categories/0"}, id="the only entry"),
        pytest.param({"categories": [{"min": 2}, "damage"]}, {"/categories/0/code"}, id="the code of another entry"),
    ],
)
def test_what_only_follows_from_an_error_is_not_reported(api: People, body: Any, pointers: set[str]) -> None:
    answer = api.key.post(REQUESTS, body)

    answer.expect(422)
    assert set(answer.pointers) == pointers


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_error_says_what_would_be_right(api: People, language: str) -> None:
    answer = api.key.post(REQUESTS, {"phone": "12", "categories": ["zzz"]}, headers={"accept-language": language})

    said = {each["pointer"]: each["detail"] for each in answer.expect(422)["errors"]}
    assert {"es": "+34 612 345 678"}.get(language, "+7 916 123-45-67") in said["/phone"]
    assert "damage" in said["/categories/0"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        pytest.param('{"phone": "12", "phone": "+79161234567"}', "/phone", id="a right value last"),
        pytest.param('{"phone": "+79161234567", "phone": "12"}', "/phone", id="a wrong value last"),
        pytest.param('{"case": {"owner": {"phone": "1", "phone": "2"}}}', "/case/owner/phone", id="within"),
        pytest.param('{"categories": ["vin", {"code": "vin", "code": "damage"}]}', "/categories/1/code", id="a list"),
    ],
)
def test_a_field_that_is_there_twice_is_refused_and_hides_nothing(api: People, body: str, pointer: str) -> None:
    answer = api.key.post(REQUESTS, raw=body[:-1] + ', "template": "none"}')

    answer.expect(422)
    assert set(answer.pointers) == {pointer, "/template"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"phone": "1",}', "line 1, column 15"),
        ('{"phone": "1"\n"email": "x"}', "line 2, column 1"),
        ('{"phone": "\\ud800"}', "half of a character"),
        ('{"expires_in_days": %s}' % ("9" * 5000), "too many digits"),
        ("[" * 500, "nested too deeply"),
        ("{'phone': '1'}", "line 1, column 2"),
    ],
)
def test_a_body_that_is_no_json_says_where(api: People, body: str, said: str) -> None:
    answer = api.key.post(REQUESTS, raw=body, headers={"accept-language": "en"})

    assert said in answer.expect(400)["detail"]


def test_a_field_that_does_not_exist_is_told_with_those_that_do(api: People) -> None:
    answer = api.key.post("/v1/cases", {"owner": {"fone": "1"}}, headers={"accept-language": "en"})

    said = answer.expect(422)["errors"]
    assert said == [{"pointer": "/owner/fone", "detail": "There is no such field; there are: name, phone, email."}]


def test_nothing_is_written_for_a_wrong_body(api: People) -> None:
    api.key.post(REQUESTS, {"phone": "12", "case": {"reference": "R-1"}}).expect(422)

    assert api.key.get("/v1/cases").expect(200)["items"] == []
