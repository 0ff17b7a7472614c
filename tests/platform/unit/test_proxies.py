"""The proxy resource: the path and route that it passes on, and its answer without a route."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.http.proxies import asked_path, find_route, nothing_here, routed
from tests.infra.resources import the
from tests.support.packaged import packaged_template

ROUTES = {
    "/console": {"GET": 1, "HEAD": 1},
    "/console/keys": {"GET": 1, "HEAD": 1},
    "/console/keys/new": {"GET": 1, "HEAD": 1, "POST": 1},
    "/console/keys/{key_id}": {"GET": 1, "HEAD": 1},
    "/console/keys/{key_id}/revoke": {"POST": 1},
}


def event(rest: str, method: str = "GET") -> dict[str, Any]:
    return {
        "resource": "/console/{proxy+}",
        "path": f"/console/{rest}",
        "pathParameters": {"proxy": rest},
        "requestContext": {
            "resourcePath": "/console/{proxy+}",
            "httpMethod": method,
            "path": f"/api/console/{rest}",
            "identity": {"sourceIp": "192.0.2.1"},
        },
    }


def found(rest: str, method: str = "GET") -> tuple[str, Any] | None:
    given = event(rest, method)
    passed = routed(given, asked_path(given), ROUTES)
    return (passed["requestContext"]["resourcePath"], passed["pathParameters"]) if passed else None


def test_a_path_finds_its_route_and_the_parameters_as_they_were_sent() -> None:
    assert found("keys") == ("/console/keys", None)
    assert found("keys/key_1") == ("/console/keys/{key_id}", {"key_id": "key_1"})
    assert found("keys/key%2F1%C3%A9") == ("/console/keys/{key_id}", {"key_id": "key%2F1%C3%A9"})
    assert found("keys/key_1/revoke", "POST") == ("/console/keys/{key_id}/revoke", {"key_id": "key_1"})


def test_a_part_that_is_written_out_goes_before_a_parameter() -> None:
    assert found("keys/new") == ("/console/keys/new", None)
    assert found("keys/new/revoke", "POST") == ("/console/keys/{key_id}/revoke", {"key_id": "new"})


def test_a_slash_at_the_end_changes_nothing() -> None:
    assert found("keys/") == found("keys")
    assert found("keys/key_1/") == found("keys/key_1")


@pytest.mark.parametrize(
    ("rest", "method"),
    [("locks", "GET"), ("keys/key_1/revoke/now", "GET"), ("keys//revoke", "POST"), ("keys%2Fnew", "GET")],
)
def test_an_unknown_path_finds_nothing(rest: str, method: str) -> None:
    assert found(rest, method) is None


@pytest.mark.parametrize(("rest", "method"), [("keys", "POST"), ("keys/new", "DELETE"), ("keys/key_1/revoke", "GET")])
def test_a_method_that_a_path_does_not_have_finds_nothing(rest: str, method: str) -> None:
    assert found(rest, method) is None


def test_the_event_is_the_one_that_a_resource_of_its_own_would_send() -> None:
    given = event("keys/new", "POST")

    passed = routed(given, asked_path(given), ROUTES)

    assert passed == {
        **given,
        "resource": "/console/keys/new",
        "pathParameters": None,
        "requestContext": {**given["requestContext"], "resourcePath": "/console/keys/new"},
    }


def test_an_event_of_another_resource_stays_as_it_is() -> None:
    given = {"requestContext": {"resourcePath": "/v1/cases/{case_id}", "httpMethod": "PUT"}}

    assert asked_path(given) == "/v1/cases/{case_id}"
    assert routed(given, asked_path(given), ROUTES) is given
    assert (asked_path({}), routed({}, "", ROUTES)) == ("", {})


def test_no_route_is_found_among_none() -> None:
    assert find_route("/console", {}) is None


def test_what_finds_no_route_goes_to_the_one_for_unknown_addresses() -> None:
    routes = {**ROUTES, "/console/{unknown}": {"GET": 1, "HEAD": 1}}
    given = event("keys/key_1/none%2F")

    passed = routed(given, asked_path(given), routes)

    assert passed is not None
    assert passed["requestContext"]["resourcePath"] == passed["resource"] == "/console/{unknown}"
    assert passed["pathParameters"] == {"unknown": "keys/key_1/none%2F"}
    assert find_route("/console/none", routes) is None
    posted = event("keys", "POST")
    assert routed(posted, asked_path(posted), routes) is None


def test_nothing_is_answered_as_api_gateway_answers_it() -> None:
    answers = the(packaged_template(), "RestAPI")["DefinitionBody"]["x-amazon-apigateway-gateway-responses"]
    said = answers["MISSING_AUTHENTICATION_TOKEN"]
    request = "$context.requestId"

    answer = nothing_here(event("locks"), SimpleNamespace(aws_request_id=request))

    assert answer.body == json.loads(said["responseTemplates"]["application/json"])
    assert str(answer.status_code) == str(said["statusCode"])
    own = {name.removeprefix("gatewayresponse.header."): value for name, value in said["responseParameters"].items()}
    assert {name: f"'{value}'" for name, value in answer.headers.items()}.items() <= own.items()
    assert nothing_here(event("locks", "HEAD"), None).body == ""
