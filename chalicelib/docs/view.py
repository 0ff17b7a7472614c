"""The content of the documentation's page, gathered from the same documents that programs read."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from chalicelib.docs.descriptions import openapi_document
from chalicelib.docs.events import example_of
from chalicelib.docs.examples import example
from chalicelib.docs.tables import Part, Row, rows
from chalicelib.http.blueprint import Operation
from chalicelib.http.openapi import described_operations
from chalicelib.identity.model import Role
from chalicelib.identity.powers import scopes_of_role
from chalicelib.outbox.contract import kinds

#: Titles of groups, by the tag of an operation, in the order of the page.
_TITLES: Mapping[str, str] = {
    "photos": "Photo requests and photos",
    "cases": "Cases",
    "webhooks": "Webhooks",
    "accounts": "Account and sessions",
    "docs": "These documents",
}
_OWNER, _OWNER_TITLE = "owner", "The owner's page"


class Sent(TypedDict):
    """A body: its fields and an example."""

    media_type: str
    rows: tuple[Row, ...]
    example: str


class Answered(TypedDict):
    """An answer: its description, the type of its JSON body, and the kinds of problem that it may be."""

    status: str
    about: str
    type: Part | None
    media_types: tuple[str, ...]
    problems: tuple[str, ...]


class Shown(TypedDict):
    """An operation."""

    id: str
    method: str
    path: str
    summary: str
    who: str
    parameters: tuple[Row, ...]
    body: Sent | None
    answers: tuple[Answered, ...]
    example: str


class Group(TypedDict):
    """Operations that belong together."""

    id: str
    title: str
    operations: tuple[Shown, ...]


class Told(TypedDict):
    """A type of event."""

    name: str
    when: str
    entity: str
    rows: tuple[Row, ...]
    example: str


class Typed(TypedDict):
    """A type that answers have."""

    name: str
    about: str
    rows: tuple[Row, ...]


class Documentation(TypedDict):
    """All of the page."""

    groups: tuple[Group, ...]
    events: tuple[Told, ...]
    types: tuple[Typed, ...]


def documentation() -> Documentation:
    """Return the content of the page."""
    document = openapi_document()
    shown: dict[str, list[Shown]] = {}
    for operation in described_operations():
        described = document["paths"][operation.path][operation.method.lower()]
        shown.setdefault(_group_of(operation), []).append(_operation(operation, described, document))
    order = [*_TITLES, *sorted(shown.keys() - _TITLES.keys() - {_OWNER}), _OWNER]
    groups = (Group(id=f"of-{tag}", title=_title(tag), operations=tuple(shown[tag])) for tag in order if tag in shown)
    return Documentation(
        groups=tuple(groups), events=tuple(_event(name, document) for name in kinds()), types=tuple(_types(document))
    )


def _group_of(operation: Operation) -> str:
    return _OWNER if operation.path.startswith(("/r/", "/c")) and operation.path[:4] != "/con" else operation.tag


def _title(tag: str) -> str:
    return _OWNER_TITLE if tag == _OWNER else _TITLES.get(tag, tag.capitalize())


def _operation(operation: Operation, described: Mapping[str, Any], document: Mapping[str, Any]) -> Shown:
    answers = tuple(_answers(described, document))
    usual = described["responses"].get(str(operation.status), {})
    return Shown(
        id=described["operationId"],
        method=operation.method,
        path=operation.path,
        summary=described["summary"],
        who=_who(operation),
        parameters=tuple(_parameters(described, document)),
        body=_body(described, document),
        answers=answers,
        example=_example(usual.get("content", {}).get("application/json", {}).get("schema"), document),
    )


def _who(operation: Operation) -> str:
    scope = operation.audience.scope
    return operation.audience.who.format(scope=scope, roles=_roles(scope))


def _roles(scope: str | None) -> str:
    return ", ".join(role for role in reversed(Role) if scope in scopes_of_role(role))


def _parameters(described: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Row]:
    for each in described.get("parameters", ()):
        schema = {"properties": {each["name"]: each["schema"]}, "required": [each["name"]] if each["required"] else []}
        (row,) = rows(schema, _definitions(document), deep=False)
        place = {"path": "in the path", "query": "in the query", "header": "header"}[each["in"]]
        row["about"] = each.get("description") or row["about"]
        row["type"] = (*row["type"], Part(text=f", {place}", link=""))
        yield row


def _body(described: Mapping[str, Any], document: Mapping[str, Any]) -> Sent | None:
    for media_type, content in described.get("requestBody", {}).get("content", {}).items():
        schema = content["schema"]
        fields = tuple(rows(schema, _definitions(document)))
        return Sent(media_type=media_type, rows=fields, example=_example(schema, document))
    return None


def _answers(described: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Answered]:
    for status, response in sorted(described["responses"].items()):
        content = response.get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        name = schema.get("$ref", "").rpartition("/")[2]
        yield Answered(
            status=status,
            about=response["description"],
            type=Part(text=name, link=name) if name in _definitions(document) else None,
            media_types=tuple(content),
            problems=tuple(response.get("x-problem-types", ())),
        )


def _event(name: str, document: Mapping[str, Any]) -> Told:
    schema = _definitions(document)[name]
    return Told(
        name=name,
        when=kinds()[name].when,
        entity=kinds()[name].entity,
        rows=tuple(rows(schema["properties"]["data"], _definitions(document), within="data.")),
        example=_json(example_of(name)),
    )


def _types(document: Mapping[str, Any]) -> Iterator[Typed]:
    """Yield the types of answers, and those that they are made of."""
    definitions = _definitions(document)
    bodies = [
        response["content"]["application/json"]["schema"]
        for path in document["paths"].values()
        for described in path.values()
        for response in described["responses"].values()
        if "application/json" in response.get("content", {})
    ]
    found: set[str] = {"Problem"}
    for body in bodies:
        _collect(body, definitions, found)
    for name in sorted(name for name in found if "properties" in definitions[name]):
        fields = tuple(rows(definitions[name], definitions, deep=False))
        yield Typed(name=name, about=definitions[name].get("description", ""), rows=fields)


def _collect(part: Any, definitions: Mapping[str, Any], found: set[str]) -> None:
    """Add the names of all types that a part of a schema refers to."""
    if isinstance(part, Mapping):
        name = str(part.get("$ref", "")).rpartition("/")[2]
        if name and name not in found:
            found.add(name)
            _collect(definitions[name], definitions, found)
        for each in part.values():
            _collect(each, definitions, found)
    elif isinstance(part, list):
        for each in part:
            _collect(each, definitions, found)


def _definitions(document: Mapping[str, Any]) -> Mapping[str, Any]:
    schemas: Mapping[str, Any] = document["components"]["schemas"]
    return schemas


def _example(schema: Mapping[str, Any] | None, document: Mapping[str, Any]) -> str:
    return _json(example(schema, _definitions(document))) if schema else ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
