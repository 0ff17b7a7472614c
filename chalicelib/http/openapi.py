"""OpenAPI 3.1, made from the operations and the pydantic types that they read and write."""

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.base.errors import (
    Conflict,
    Invalid,
    NotFound,
    QuotaExceeded,
    TooLarge,
    Unavailable,
)
from chalicelib.http import problems
from chalicelib.http.blueprint import OPERATIONS, Operation
from chalicelib.http.reach import may_lead_on

_HTML = "text/html"
#: Headers without which an answer of this status makes no sense.
_HEADERS = {HTTPStatus.ACCEPTED: ("Retry-After", "integer"), HTTPStatus.FOUND: ("Location", "string")}
_REF = "#/components/schemas/{model}"


@cache
def openapi() -> dict[str, Any]:
    """Return the document; it raises TypeError for an operation whose answer has no schema."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in described_operations():
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Osmotr",
            "version": "1.0.0",
            "summary": "Ask a vehicle owner for photos; file what comes back into the case.",
            "license": {"name": "Proprietary", "identifier": "LicenseRef-Osmotr"},
        },
        "servers": [{"url": "/", "description": "This deployment"}],
        "security": [],
        "tags": [{"name": tag} for tag in sorted({operation.tag for operation in described_operations()})],
        "paths": paths,
        "components": {
            "schemas": _schemas()[1].get("$defs", {}),
            "securitySchemes": {
                name: dict(scheme)
                for operation in described_operations()
                for name, scheme in operation.audience.contract.schemes.items()
            },
        },
    }


def described_operations() -> list[Operation]:
    """Return the operations that programs may use; the console's pages are for people.

    Ordered by tag, then by module. Why: modules are loaded in the order of the first requests for them.
    """
    described = [operation for operation in OPERATIONS if operation.presentation.described]
    return sorted(described, key=lambda operation: (operation.tag, operation.view.__module__))


def answer_model(operation: Operation) -> type[BaseModel] | None:
    """Return the type of the usual answer; None if it is not JSON."""
    returns = operation.returns
    if isinstance(returns, type) and issubclass(returns, BaseModel):
        return returns
    if operation.status in operation.answers:
        return operation.answers[operation.status]
    raise TypeError(f"{operation.method} {operation.path}: the answer has no schema; name it in answers=")


def _models() -> list[tuple[type[BaseModel], bool]]:
    models: dict[tuple[type[BaseModel], bool], None] = {(problems.Problem, False): None}
    for operation in described_operations():
        for name, kind in operation.parameters.items():
            if name in {"body", "form", "query"}:
                models[(kind, True)] = None
        for model in (answer_model(operation), *operation.answers.values()):
            if model is not None:
                models[(model, False)] = None
    return list(models)


@cache
def _schemas() -> tuple[dict[Any, Any], dict[str, Any]]:
    """Return the reference of each (type, mode), and the definitions: a type may look different read and written."""
    wanted = [(model, "validation" if reads else "serialization") for model, reads in _models()]
    return models_json_schema(wanted, ref_template=_REF)  # type: ignore[arg-type]


def _ref(model: type[BaseModel], *, reads: bool = False) -> dict[str, Any]:
    reference: dict[str, Any] = _schemas()[0][(model, "validation" if reads else "serialization")]
    return reference


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.view.__name__,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": _parameters(operation),
        "responses": _responses(operation),
    }
    contract = operation.audience.contract
    if contract.security:
        described["security"] = [dict(each) for each in contract.security]
    if contract.description:
        described["description"] = contract.description
    if "body" in operation.parameters:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _ref(operation.parameters["body"], reads=True)}},
        }
    if "form" in operation.parameters:
        schema = _ref(operation.parameters["form"], reads=True)
        described["requestBody"] = {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": schema}},
        }
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    path: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    query: list[dict[str, Any]] = []
    if "query" in operation.parameters:
        schema = _schemas()[1]["$defs"][operation.parameters["query"].__name__]
        query = [
            {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": of}
            for name, of in schema["properties"].items()
        ]
    headers = [dict(each) for each in operation.audience.contract.parameters]
    if operation.idempotent and operation.audience.intention is None:
        headers.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "maxLength": 200},
                "description": "The same key and body give the same answer for 24 hours.",
            }
        )
    if HTTPStatus.NOT_MODIFIED in operation.answers:
        headers.append(
            {
                "name": "If-None-Match",
                "in": "header",
                "required": False,
                "schema": {"type": "string"},
                "description": "The ETag of the answer that the caller has; 304 when it is still right.",
            }
        )
    return path + query + headers


def _responses(operation: Operation) -> dict[str, Any]:
    usual = {operation.status: answer_model(operation), **operation.answers}
    if may_lead_on(operation.method, operation.media_type, operation.path):
        usual.setdefault(HTTPStatus.FOUND, None)
    responses = {str(status): _answer(operation, status, model) for status, model in sorted(usual.items())}
    for error in _errors(operation):
        status, _, title = problems.KINDS[error]
        content = {problems.MEDIA_TYPE: {"schema": _ref(problems.Problem)}}
        if operation.media_type == _HTML or "form" in operation.parameters:
            content[_HTML] = {"schema": {"type": "string"}}  # people get a page that explains it
        response = responses.setdefault(str(int(status)), {"description": title, "content": content})
        kinds = response.setdefault("x-problem-types", [])
        if (uri := problems.uri_of(error)) not in kinds:
            kinds.append(uri)
    return responses


def _answer(operation: Operation, status: int, model: type[BaseModel] | None) -> dict[str, Any]:
    response: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if model is not None:
        response["content"] = {"application/json": {"schema": _ref(model)}}
    elif status == HTTPStatus.OK:
        of = "object" if operation.media_type == "application/json" else "string"
        response["content"] = {operation.media_type: {"schema": {"type": of}}}
    if HTTPStatus.NOT_MODIFIED in operation.answers:
        response["headers"] = {"ETag": {"required": True, "schema": {"type": "string"}}}
    # The usual answer of an operation that only begins something, such as a code on its way, asks for no second call.
    is_begun = status == operation.status == HTTPStatus.ACCEPTED
    if (header := _HEADERS.get(HTTPStatus(status))) and not is_begun:
        response["headers"] = {header[0]: {"required": True, "schema": {"type": header[1]}}}
    return response


def _errors(operation: Operation) -> list[type]:
    errors: list[type] = [*operation.errors, problems.InternalError, Unavailable]
    errors += operation.audience.contract.errors
    if "{" in operation.path:
        errors.append(NotFound)
    if "body" in operation.parameters or "form" in operation.parameters:
        errors += [problems.Malformed, problems.WrongMediaType, TooLarge, Invalid]
    if "query" in operation.parameters:
        errors.append(Invalid)
    if operation.idempotent:
        errors += [Conflict, Invalid]
    return [*errors, QuotaExceeded]  # the gateway throttles everything
