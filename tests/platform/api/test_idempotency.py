"""`Idempotency-Key`: the same key and body give the same answer, and no link is kept to do so."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.base.errors import QuotaExceeded
from chalicelib.features.photos import service
from infra.system import TABLES
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.api.steps import PHONE, asked, token_of

REQUESTS = "/v1/photo-requests"
BODY = {"phone": PHONE, "channels": ["sms"], "categories": ["damage"]}


def keyed(by: Api, body: Any = BODY, *, key: str = "k-1", path: str = REQUESTS) -> Any:
    return by.post(path, body, headers={"Idempotency-Key": key})


def everything_stored() -> str:
    """Return all items of all tables as text."""
    dynamodb = boto3.client("dynamodb")
    names = dynamodb.list_tables()["TableNames"]
    assert len(names) >= len(TABLES)
    return json.dumps([dynamodb.scan(TableName=name)["Items"] for name in names], default=str)


def count_of_cases(api: People) -> int:
    return len(api.viewer.get("/v1/cases").expect(200)["items"])


def test_the_same_call_gives_the_same_answer_link_included(api: People) -> None:
    first, second = keyed(api.key), keyed(api.key)

    assert first.status == second.status == 201
    assert first.json == second.json
    assert first.json["link"].startswith("https://photos.example/r/")
    assert first.headers == second.headers
    assert count_of_cases(api) == 1


def test_neither_link_nor_code_is_stored_anywhere(api: People) -> None:
    request = keyed(api.key).expect(201)
    keyed(api.key, {}, key="k-2", path=f"{REQUESTS}/{request['id']}/resend").expect(200)
    keyed(api.key, {"days": 1}, key="k-3", path=f"{REQUESTS}/{request['id']}/extend").expect(200)

    stored = everything_stored()

    assert request["id"] in stored
    assert token_of(request) not in stored
    assert request["code"] not in stored
    assert request["code"].replace("-", "") not in stored


def test_defaults_written_out_are_the_same_body(api: People) -> None:
    first = keyed(api.key)
    second = keyed(api.key, {**BODY, "expires_in_days": 7, "comment": ""})

    assert second.expect(201)["id"] == first.json["id"]


def test_another_body_is_refused(api: People) -> None:
    keyed(api.key)

    answer = keyed(api.key, {**BODY, "comment": "иначе"})

    assert answer.expect(422)["errors"][0]["pointer"] == "#Idempotency-Key"
    assert count_of_cases(api) == 1


def test_a_key_belongs_to_one_tenant_and_one_route(api: People) -> None:
    first = keyed(api.key).expect(201)
    others = keyed(api.stranger, {}).expect(201)
    case = keyed(api.key, {"reference": "1"}, path="/v1/cases").expect(201)

    assert len({first["case_id"], others["case_id"], case["id"]}) == 3


def test_a_key_belongs_to_one_path(api: People) -> None:
    one, other = asked(api.staff), asked(api.staff)

    keyed(api.key, {"days": 1}, path=f"{REQUESTS}/{one['id']}/extend").expect(200)

    assert keyed(api.key, {"days": 1}, path=f"{REQUESTS}/{other['id']}/extend").status == 422


def test_extending_twice_with_one_key_extends_once(api: People) -> None:
    path = f"{REQUESTS}/{asked(api.staff)['id']}/extend"

    first, second = (keyed(api.key, {"days": 1}, path=path).expect(200) for _ in range(2))

    assert first["expires_at"] == second["expires_at"]


def test_without_a_key_each_call_counts(api: People) -> None:
    assert asked(api.key)["id"] != asked(api.key)["id"]
    assert keyed(api.key, key="").json["id"] != keyed(api.key, key="").json["id"]


def test_one_in_progress_is_a_conflict(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    really = service.ask_for_photos

    def meanwhile(*arguments: Any) -> Any:
        if not seen:
            seen.append(keyed(api.key))
        return really(*arguments)

    monkeypatch.setattr(service, "ask_for_photos", meanwhile)

    first = keyed(api.key)

    assert seen[0].expect(409)["type"] == "urn:osmotr:problem:conflict"
    assert first.status == 201
    assert count_of_cases(api) == 1


@pytest.mark.parametrize("error", [RuntimeError("crash"), QuotaExceeded("Too much", retry_after=5)])
def test_a_call_that_failed_may_be_repeated(api: People, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fails(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(service, "ask_for_photos", fails)
        assert keyed(api.key).status in {429, 500}

    assert keyed(api.key).status == 201


def test_an_overlong_key_is_refused(api: People) -> None:
    assert keyed(api.key, key="k" * 200).status == 201
    assert keyed(api.key, key="k" * 201).pointers == ["#Idempotency-Key"]


def test_a_crash_before_the_answer_was_kept_makes_no_second_request(api: People) -> None:
    """The request was written, its answer was not: the caller, who got none, repeats the call."""
    first = keyed(api.key).expect(201)
    forget_answers()

    again = keyed(api.key).expect(201)

    assert again == first
    assert count_of_cases(api) == 1


def test_a_key_may_be_used_anew_when_it_is_forgotten(api: People) -> None:
    first = keyed(api.key).expect(201)
    forget_answers()

    with time_machine.travel(now() + timedelta(hours=25)):
        again = keyed(api.key).expect(201)

    assert again["id"] != first["id"]


def forget_answers() -> None:
    """Lose the records of all keys, as a function does that dies before it wrote one."""
    dynamodb = boto3.client("dynamodb")
    for item in dynamodb.scan(TableName="idempotency")["Items"]:
        dynamodb.delete_item(TableName="idempotency", Key={"id": item["id"]})
