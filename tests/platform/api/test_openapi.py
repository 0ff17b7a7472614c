"""The API's description: valid, complete, and of the same types that the API reads and writes."""

from collections import Counter
from typing import Any

import pytest
from openapi_spec_validator import validate

from chalicelib.base.settings import settings
from chalicelib.http.blueprint import Operation
from chalicelib.http.openapi import answer_model, described_operations, openapi
from chalicelib.identity.audiences import PUBLIC
from tests.support.api.people import People

DOCUMENT: dict[str, Any] = openapi()
DESCRIBED = [
    (path, method, described) for path, methods in DOCUMENT["paths"].items() for method, described in methods.items()
]


def test_the_document_is_valid() -> None:
    validate(DOCUMENT)

    assert DOCUMENT["openapi"] == "3.1.0"


def test_the_document_is_served_to_anyone(api: People) -> None:
    answer = api.nobody.get("/v1/openapi.json")

    served = answer.expect(200)
    assert served["servers"] == [{"url": settings().public_base_url, "description": "This deployment"}]
    assert served["paths"] == DOCUMENT["paths"]
    assert served["components"]["schemas"].items() >= DOCUMENT["components"]["schemas"].items()
    assert answer.headers["content-type"] == "application/json"


def test_operation_ids_are_unique() -> None:
    counted = Counter(described["operationId"] for _, _, described in DESCRIBED)

    assert len(counted) == len(described_operations())
    assert set(counted.values()) == {1}


@pytest.mark.parametrize(("path", "method", "described"), DESCRIBED, ids=[f"{each[1]} {each[0]}" for each in DESCRIBED])
def test_each_operation_says_what_it_answers(path: str, method: str, described: dict[str, Any]) -> None:
    for status, response in described["responses"].items():
        empty = status in {"204", "302", "303", "304"}
        assert ("content" in response) is not empty, status
    bodiless = path.endswith(
        (
            "revoke",
            "/run",
            "/test",
            "/check",
            "/photos",
            "/accept",
            "{delivery_id}/replay",
            "/challenges",
            "/take",
            "/codes/send",
            "/payment-link",
            "/{token}",
            "/socket-tickets",
            "/resend",
            "/password-link",
        )
    )
    if method in {"post", "patch"} and path.startswith("/v1") and not bodiless:
        assert "application/json" in described["requestBody"]["content"]
    assert {parameter["name"] for parameter in described["parameters"] if parameter["in"] == "path"} == {
        part.strip("{}") for part in path.split("/") if part.startswith("{")
    }


def test_an_operation_without_a_schema_is_found() -> None:
    def view() -> object: ...

    nameless = Operation(
        method="GET",
        path="/probe",
        view=view,
        audience=PUBLIC,
        summary="",
        status=200,
        errors=(),
        answers={},
        idempotent=False,
        tag="",
        media_type="application/json",
    )

    with pytest.raises(TypeError, match="schema"):
        answer_model(nameless)


def test_what_a_change_leaves_out_is_neither_required_nor_nullable() -> None:
    changes = DOCUMENT["components"]["schemas"]["AccountChange"]

    assert "required" not in changes
    assert changes["properties"]["name"]["type"] == "string"
    assert "default" not in changes["properties"]["name"]
