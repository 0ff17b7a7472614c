"""Calls the real handler as API Gateway does, and holds every answer to the API's own description."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jsonschema_rs import Draft202012Validator

from app import app
from chalicelib.base.installed import proxies
from chalicelib.http.openapi import openapi
from chalicelib.http.proxies import REST, find_route
from tests.support.api.tokens import token

ADDRESS = "192.0.2.1"
NOTHING = object()


@dataclass(frozen=True)
class Context:
    """Lambda's context, as far as it is asked."""

    aws_request_id: str = "5f2d6b8e-0000-4000-8000-000000000000"
    function_name: str = "osmotr-test-api_handler"
    remaining: int = 29_000

    def get_remaining_time_in_millis(self) -> int:
        """Return the time that is left to the function."""
        return self.remaining


@dataclass(frozen=True)
class Answer:
    """API Gateway's answer."""

    status: int
    headers: Mapping[str, str]
    text: str
    #: Each Set-Cookie line.
    cookies: tuple[str, ...] = ()

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.text)

    @property
    def pointers(self) -> list[str]:
        """The fields that a problem names."""
        return [error["pointer"] for error in self.json.get("errors", ())]

    def expect(self, status: int) -> Any:
        """Return the body's JSON (None if it is empty) after checking the status."""
        assert self.status == status, f"{self.status}: {self.text}"
        return self.json if self.text else None


@dataclass(frozen=True)
class Api:
    """A caller of the API."""

    authorization: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str = ADDRESS

    def get(self, path: str, **options: Any) -> Answer:
        """Call a GET; so do the others their methods."""
        return self.call("GET", path, **options)

    def post(self, path: str, body: object = NOTHING, **options: Any) -> Answer:
        """Call a POST."""
        return self.call("POST", path, body=body, **options)

    def patch(self, path: str, body: object, **options: Any) -> Answer:
        """Call a PATCH."""
        return self.call("PATCH", path, body=body, **options)

    def put(self, path: str, body: object, **options: Any) -> Answer:
        """Call a PUT."""
        return self.call("PUT", path, body=body, **options)

    def delete(self, path: str, **options: Any) -> Answer:
        """Call a DELETE."""
        return self.call("DELETE", path, **options)

    def call(
        self,
        method: str,
        path: str,
        *,
        body: object = NOTHING,
        raw: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Call a path (URL-encoded, with its query); `body` is sent as JSON, `raw` as it is."""
        sent = {"X-Forwarded-Proto": "https", **self.headers, **(headers or {})}
        if self.authorization:
            sent["Authorization"] = self.authorization
        text = raw if raw is not None else None if body is NOTHING else json.dumps(body)
        if text is not None:
            sent.setdefault("Content-Type", "application/json")
        template, event = _event(method, path, headers=sent, body=text, address=self.address)
        given = app(event, Context())
        answer = Answer(given["statusCode"], _headers(given), given["body"] or "", _cookies(given))
        check_against_description(template, method, answer)
        return answer


def _event(
    method: str, path: str, *, headers: Mapping[str, str], body: str | None, address: str
) -> tuple[str, dict[str, Any]]:
    parts = urlsplit(path)
    template = find_route(parts.path, app.routes) or ""
    resource, parameters = _resource(parts.path, template)
    return template, {
        "resource": resource,
        "path": parts.path,
        "httpMethod": method,
        "headers": dict(headers),
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "multiValueQueryStringParameters": parse_qs(parts.query, keep_blank_values=True) or None,
        "pathParameters": parameters,
        "stageVariables": None,
        "requestContext": {
            "httpMethod": method,
            "resourcePath": resource,
            "path": f"/api{parts.path}",
            "identity": {"sourceIp": address},
        },
        "body": body,
        "isBase64Encoded": False,
    }


def resource_of(path: str) -> tuple[str, dict[str, str]]:
    """Return the resource of API Gateway that takes a path, with the parameters that it finds there."""
    return _resource(path, find_route(path, app.routes))


def _resource(path: str, route: str | None) -> tuple[str, dict[str, str]]:
    for proxy in proxies():
        if path.startswith(f"{proxy}/"):
            return f"{proxy}/{REST}", {"proxy": path.removeprefix(f"{proxy}/")}
    if not route:
        raise LookupError(f"no route for {path}")
    names = zip(route.split("/"), path.split("/"), strict=True)
    return route, {name[1:-1]: part for name, part in names if name.startswith("{")}


def _headers(given: Mapping[str, Any]) -> dict[str, str]:
    many = {name: values[0] for name, values in given.get("multiValueHeaders", {}).items()}
    return {name.lower(): str(value) for name, value in {**many, **given["headers"]}.items()}


def _cookies(given: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(given.get("multiValueHeaders", {}).get("Set-Cookie", ()))


def check_against_description(template: str, method: str, answer: Answer) -> None:
    """Fail if the OpenAPI document doesn't foresee this answer: its status, headers, media type and body's schema."""
    if template not in openapi()["paths"]:
        is_for_people = template.startswith(("/console", "/area")) or template == "/{place}"
        assert is_for_people or not template
        return
    as_described = "get" if method == "HEAD" else method.lower()
    described = openapi()["paths"][template][as_described]["responses"]
    assert str(answer.status) in described, f"{method} {template} answered {answer.status}: {answer.text}"
    required = {
        name.lower() for name, each in described[str(answer.status)].get("headers", {}).items() if each["required"]
    }
    assert required <= answer.headers.keys(), f"{method} {template} lacks {required - answer.headers.keys()}"
    content = described[str(answer.status)].get("content")
    if content is None or method == "HEAD":
        assert answer.text == ""
        return
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in content
    if media_type.endswith("json"):
        _validator(json.dumps(content[media_type]["schema"])).validate(answer.json)


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "components": openapi()["components"]})


def as_user(sub: str, *groups: str, **claims: object) -> Api:
    """Return someone with a valid token of the pool."""
    return Api(f"Bearer {token(sub=sub, groups=groups, **claims)}")


def as_key(secret: str) -> Api:
    """Return a back-end with an API key."""
    return Api(f"Bearer {secret}")
