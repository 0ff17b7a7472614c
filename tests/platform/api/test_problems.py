"""Bad input: each problem names the field and the correction, in the caller's language."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.http.blueprint import MAX_BODY, _path_parameter
from tests.support.api.client import Answer, Api
from tests.support.api.people import People

REQUESTS = "/v1/photo-requests"
CASES = "/v1/cases"
SMS = {"phone": "+79161234567", "channels": ["sms"]}


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"fone": "+79161234567"}, ["/fone"]),
        ({"case": {"refrence": "1"}}, ["/case/refrence"]),
        ({"phone": 79161234567}, ["/phone"]),
        ({"phone": "123", "channels": ["sms"]}, ["/phone"]),
        ({"phone": "+7916123456", "channels": ["sms"]}, ["/phone"]),
        ({"phone": "+79161234567890123456789012345678901234567890"}, ["/phone"]),
        ({"phone": "+49 151 23456789", "channels": ["sms"]}, ["/phone"]),
        ({"phone": "+7 701 123 45 67", "channels": ["sms"]}, ["/phone"]),
        ({"phone": "+7 495 123-45-67", "channels": ["sms"]}, ["/phone"]),
        ({"channels": ["sms"]}, ["/phone"]),
        ({"channels": ["email"]}, ["/email"]),
        ({"channels": ["sms", "email"]}, ["/phone", "/email"]),
        ({"channels": ["pigeon"]}, ["/channels/0"]),
        ({"channels": "sms"}, ["/channels"]),
        ({"channels": ["sms", "sms", "sms"]}, ["/channels"]),
        ({"email": "nobody"}, ["/email"]),
        ({"email": "a@b"}, ["/email"]),
        ({"categories": ["wheels"]}, ["/categories/0"]),
        ({"categories": ["Wheels!"]}, ["/categories/0"]),
        ({"categories": ["damage", "vin", "damage"]}, ["/categories/2"]),
        ({"categories": []}, ["/categories"]),
        ({"categories": 5}, ["/categories"]),
        ({"categories": "some"}, ["/categories"]),
        ({"categories": [5]}, ["/categories/0"]),
        ({"categories": [{}]}, ["/categories/0/code"]),
        ({"categories": [{"code": "damage", "min": 5, "max": 2}]}, ["/categories/0/max"]),
        ({"categories": [{"code": "damage", "min": 0}]}, ["/categories/0/min"]),
        ({"categories": [{"code": "damage", "max": 31}]}, ["/categories/0/max"]),
        ({"categories": [{"code": "damage", "min": "2"}]}, ["/categories/0/min"]),
        ({"categories": [{"code": "damage", "least": 2}]}, ["/categories/0/least"]),
        ({"template": "none"}, ["/template"]),
        ({"case": {"process": "none"}}, ["/case/process"]),
        ({"case": {"owner": {"phone": "12"}}}, ["/case/owner/phone"]),
        ({"case": {"owner": {"phone": "1234567"}}}, ["/case/owner/phone"]),
        ({"case": {}, "case_id": "case_01J9Z6X0000000000000000000"}, ["/case"]),
        ({"case_id": "../other"}, ["/case_id"]),
        ({"expires_in_days": 31}, ["/expires_in_days"]),
        ({"expires_in_days": 0}, ["/expires_in_days"]),
        ({"expires_in_days": 1.5}, ["/expires_in_days"]),
        ({"expires_in_days": "7"}, ["/expires_in_days"]),
        ({"expires_in_days": True}, ["/expires_in_days"]),
        ({"expires_in_days": 10**30}, ["/expires_in_days"]),
        ({**SMS, "expires_in_days": 2, "remind_after_hours": 48}, ["/remind_after_hours"]),
        ({"remind_after_hours": 721}, ["/remind_after_hours"]),
        ({"language": "de"}, ["/language"]),
        ({"comment": "x" * 501}, ["/comment"]),
        ({"comment": None}, ["/comment"]),
        ({"phone": "1", "email": "x", "language": 5}, ["/email", "/language", "/phone"]),
        ({"phone": "+7 916 xxx-45-67", "email": "josé@example.com"}, ["/email", "/phone"]),
        (
            {"case": {"owner": {"phone": "+7 916 xxx-45-67", "email": "josé@example.com"}}},
            ["/case/owner/email", "/case/owner/phone"],
        ),
        ([], [""]),
        ("text", [""]),
        (None, [""]),
    ],
    ids=str,
)
def test_a_photo_request_names_each_wrong_field(api: People, body: Any, pointers: list[str]) -> None:
    answer = api.staff.post(REQUESTS, body, headers={"Accept-Language": "en"})

    assert answer.status == 422, answer.text
    assert sorted(answer.pointers) == sorted(pointers)
    assert all(error["detail"].endswith((".", "]")) for error in answer.json["errors"])


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"reference": ""}, ["/reference"]),
        ({"reference": "x" * 65}, ["/reference"]),
        ({"reference": 5}, ["/reference"]),
        ({"process": "none"}, ["/process"]),
        ({"vehicle": {"vin": "XTA21099012345678O"}}, ["/vehicle/vin"]),
        ({"vehicle": {"vin": "XTA2109901234567O"}}, ["/vehicle/vin"]),
        ({"vehicle": {"plate": "x" * 17}}, ["/vehicle/plate"]),
        ({"vehicle": None}, ["/vehicle"]),
        ({"vehicle": []}, ["/vehicle"]),
        ({"loss": {"occurred_at": "yesterday"}}, ["/loss/occurred_at"]),
        ({"loss": {"occurred_at": "2026-01-31T12:00:00"}}, ["/loss/occurred_at"]),
        ({"loss": {"occurred_at": 1767225600}}, ["/loss/occurred_at"]),
        ({"loss": {"description": "x" * 4001}}, ["/loss/description"]),
        ({"owner": {"phone": "+7 000 000-00-00"}}, ["/owner/phone"]),
        ({"owner": {"email": "x@"}}, ["/owner/email"]),
        ({"owner": {"name": " "}}, ["/owner/name"]),
        ({"client_id": "a/b"}, ["/client_id"]),
        ({"status": "closed"}, ["/status"]),
    ],
    ids=str,
)
def test_a_case_names_each_wrong_field(api: People, body: Any, pointers: list[str]) -> None:
    assert api.staff.post(CASES, body).expect(422)["errors"][0]["detail"]
    assert api.staff.post(CASES, body).pointers == pointers


@pytest.mark.parametrize("name", ["vehicle", "loss", "owner"])
def test_nulls_where_objects_belong_are_refused(api: People, name: str) -> None:
    case = api.staff.post(CASES, {}).expect(201)

    assert api.staff.patch(f"{CASES}/{case['id']}", {name: None}).pointers == [f"/{name}"]


@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ("limit=0", ["?limit"]),
        ("limit=101", ["?limit"]),
        ("limit=many", ["?limit"]),
        ("limit=%2B5", ["?limit"]),
        ("limit=+5", ["?limit"]),
        ("limit=5.0", ["?limit"]),
        ("limit=1_0", ["?limit"]),
        ("status=lost", ["?status"]),
        ("process=%D0%9E%D0%A1%D0%90%D0%93%D0%9E", ["?process"]),
        ("q=", ["?q"]),
        ("q=" + "x" * 101, ["?q"]),
        ("page=2", ["?page"]),
        ("cursor=", ["?cursor"]),
        ("cursor=%20", ["?cursor"]),
        ("cursor=x", ["?cursor"]),
        ("cursor=_w", ["?cursor"]),
        ("q=abc&cursor=YWFh", ["?cursor"]),
        ("q=---&cursor=YWFh", ["?cursor"]),
        ("cursor=" + "x" * 801, ["?cursor"]),
    ],
)
def test_a_query_names_each_wrong_parameter(api: People, query: str, pointers: list[str]) -> None:
    assert api.viewer.get(f"{CASES}?{query}").pointers == pointers


@pytest.mark.parametrize("query", ["cursor=YWFh", "cursor=YXR0I3ZpbiM&category=damage", "group=final", "category=A"])
def test_a_query_for_attachments_names_each_wrong_parameter(api: People, query: str) -> None:
    case = api.staff.post(CASES, {}).expect(201)

    answer = api.staff.get(f"{CASES}/{case['id']}/attachments?{query}")

    assert answer.status == 422
    assert answer.pointers == ["?" + query.partition("=")[0]]


@pytest.mark.parametrize(
    "raw",
    ["{", "[1,]", "{'a': 1}", '{"a": "\\ud800"}', "[" * 50_000, '{"a":' * 50_000, "\x00", "null null", '{"a": 01}'],
    ids=lambda raw: raw[:8],
)
def test_what_is_no_json_is_malformed(api: People, raw: str) -> None:
    answer = api.staff.post(REQUESTS, raw=raw)

    assert answer.expect(400)["type"] == "urn:osmotr:problem:malformed"


@pytest.mark.parametrize("depth", [50, 150])
def test_nested_values_are_refused_where_they_do_not_belong(api: People, depth: int) -> None:
    answer = api.staff.post(REQUESTS, raw='{"comment": ' + "[" * depth + "]" * depth + "}")

    assert answer.pointers == ["/comment"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"])
def test_other_media_types_are_refused(api: People, kind: str) -> None:
    answer = api.staff.post(REQUESTS, raw="{}", headers={"Content-Type": kind})

    assert answer.expect(415)["type"] == "urn:osmotr:problem:wrong-media-type"


def test_a_charset_and_a_missing_body_are_fine(api: People) -> None:
    with_charset = api.staff.post(REQUESTS, raw="{}", headers={"Content-Type": "Application/JSON; charset=utf-8"})
    empty = api.staff.post(REQUESTS)

    assert (with_charset.status, empty.status) == (201, 201)


@pytest.mark.parametrize(
    ("accepted", "language", "detail"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru", "Обязательное поле."),
        ("es", "es", "Este campo es obligatorio."),
        ("de, *;q=0.1", "en", "This field is required."),
        ("", "en", "This field is required."),
    ],
)
def test_problems_are_in_the_callers_language(api: People, accepted: str, language: str, detail: str) -> None:
    answer = api.staff.post(f"{REQUESTS}/x/extend", {}, headers={"Accept-Language": accepted})

    assert answer.headers["content-language"] == language
    assert answer.json["errors"] == [{"pointer": "/days", "detail": detail}]


def test_problems_say_what_would_be_right(api: People) -> None:
    body = {"case": {"vehicle": {"vin": "O"}}, "email": "x", "categories": ["Авто"], "language": "fr"}

    answer = api.staff.post(REQUESTS, body, headers={"Accept-Language": "ru"})

    assert {error["pointer"]: error["detail"] for error in answer.json["errors"]} == {
        "/case/vehicle/vin": "Нужен VIN: 17 латинских букв и цифр, среди которых не бывает I, O и Q.",
        "/email": "Нужен адрес электронной почты, например name@example.org.",
        "/categories/0": "Нужен код: от 2 до 40 строчных латинских букв, цифр и подчёркиваний, первой идёт буква.",
        "/language": "Допустимые значения: ru, es, en.",
    }


@pytest.mark.parametrize(
    "path", ["/v1/cases/a%20b%2B%2F%D0%B4", "/v1/photo-requests/%00", "/v1/cases/%F0%28", "/v1/cases/%"]
)
def test_strange_ids_are_not_found(api: People, path: str) -> None:
    assert api.staff.get(path).expect(404)["type"] == "urn:osmotr:problem:not-found"


@pytest.mark.parametrize("raw", ["%D0", "%ED%A0%80", "a%CF%E5", "%FF%FE"])
def test_an_id_that_is_no_text_stays_as_it_was_sent(raw: str) -> None:
    assert _path_parameter(raw) == raw
    assert _path_parameter("%D0%B4%00") == "д\0"


HALF = "\ud800"


@pytest.mark.parametrize(
    ("status", "call"),
    [
        (422, lambda api: api.staff.get(f"{CASES}?q={HALF}")),
        (404, lambda api: api.staff.get(f"{CASES}/{HALF}")),
        (401, lambda api: Api(f"Bearer osk_{HALF}").get(CASES)),
        (401, lambda api: Api(f"Bearer {HALF}").get(CASES)),
        (422, lambda api: api.staff.post(CASES, {}, headers={"Idempotency-Key": HALF})),
        (400, lambda api: api.staff.post(CASES, raw=f'{{"reference": "{HALF}"}}')),
        (400, lambda api: api.staff.post(CASES, {"reference": HALF})),
        (404, lambda api: api.nobody.get(f"/r/{HALF}/state")),
        (400, lambda api: api.nobody.post("/v1/sessions", {"email": "a@b.example", "password": HALF})),
        (303, lambda api: api.nobody.get("/console", headers={"Cookie": f"__Host-osmotr={HALF}"})),
    ],
)
def test_half_a_surrogate_pair_is_an_answer_of_ours_wherever_it_is(
    api: People, status: int, call: Callable[[People], Answer], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(api).status == status
    assert "unhandled" not in "".join(capsys.readouterr())


def test_an_error_of_ours_is_a_problem_without_its_text(
    api: People, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("+79161234567")

    monkeypatch.setattr("chalicelib.features.cases.service.list_cases", broken)

    answer = api.viewer.get(CASES)

    assert answer.expect(500)["type"] == "urn:osmotr:problem:internal"
    assert answer.json["instance"].startswith("urn:osmotr:occurrence:")
    assert "+7916" not in answer.text + "".join(capsys.readouterr())


def test_owners_bad_input_is_named_too(api: People) -> None:
    request = api.staff.post(REQUESTS, {"categories": ["damage"]}).expect(201)
    uploads = f"/r/{request['link'].rpartition('/')[2]}/uploads"
    good = {
        "photo_id": "01J9Z6X0000000000000000000",
        "category": "damage",
        "bytes": 5,
        "content_type": "image/jpeg",
        "sha256": "0" * 64,
    }
    wrong: list[tuple[dict[str, Any], int]] = [
        ({"photo_id": "1"}, 422),
        ({"category": "vin"}, 422),
        ({"bytes": 0}, 422),
        ({"bytes": "5"}, 422),
        ({"sha256": "F" * 64}, 422),
        ({"bytes": 15 * 1024 * 1024 + 1}, 413),
        ({"content_type": "image/svg+xml"}, 415),
        ({"content_type": "text/html"}, 415),
    ]

    for changes, status in wrong:
        answer = Api().post(uploads, {**good, **changes})
        assert answer.status == status, (changes, answer.text)
        if status == 422:
            assert answer.pointers == [f"/{next(iter(changes))}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_body_over_the_limit_is_told_so_before_anything_else(api: People, language: Language) -> None:
    said = json.dumps({"comment": "x" * MAX_BODY})

    for caller in (api.nobody, api.admin):
        answer = caller.call("POST", "/v1/photo-requests", raw=said, headers={"Accept-Language": language})
        assert answer.expect(413)["type"] == "urn:osmotr:problem:too-large"
        assert "3 M" in answer.json["detail"] or "3 М" in answer.json["detail"]
    form = api.nobody.call(
        "POST", "/c", raw="code=" + "0" * MAX_BODY, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert form.status == 413


@pytest.mark.parametrize("raw", ["code=%FF", "code=%ED%A0%80", "code=%C0%C1%C2", "c%FFde=1", "code=\ufffd"])
def test_a_form_that_is_no_text_is_refused_as_the_api_describes(api: People, raw: str) -> None:
    answer = api.nobody.post("/c", raw=raw, headers={"Content-Type": "application/x-www-form-urlencoded"})

    assert answer.expect(400)["type"] == "urn:osmotr:problem:malformed"


def test_the_largest_body_fits_into_an_event_of_lambda_however_it_is_escaped() -> None:
    assert len(json.dumps('"' * MAX_BODY)) + 64 * 1024 < 6 * 1024 * 1024


def test_what_a_gateway_could_not_decode_is_refused_and_a_byte_order_mark_is_not(api: People) -> None:
    cp1251 = json.dumps({"channels": [], "case": {"owner": {"name": "Ёлкин"}}}, ensure_ascii=False).encode("cp1251")

    refused = api.staff.post(REQUESTS, raw=cp1251.decode("utf-8", errors="replace"), headers={"Accept-Language": "en"})
    taken = api.staff.post(REQUESTS, raw='\ufeff{"channels": []}')

    assert refused.expect(400)["detail"] == "The body is not text in UTF-8. Encode it so, and send it again."
    assert taken.status == 201


def test_a_query_that_a_gateway_could_not_decode_is_refused(api: People) -> None:
    assert api.staff.get(f"{CASES}?q=%CF%E5%F2%F0%EE%E2").pointers == ["?q"]
