"""Schemas as tables and as examples: paths, types and limits in words."""

from typing import Any

import pytest

from chalicelib.docs.examples import example
from chalicelib.docs.tables import Row, rows

DEFINITIONS: dict[str, Any] = {
    "Owner": {"type": "object", "properties": {"phone": {"type": "string", "minLength": 1, "maxLength": 40}}},
    "Choice": {
        "type": "object",
        "required": ["code"],
        "properties": {"code": {"type": "string", "pattern": "^[a-z]+$"}, "min": {"type": "integer", "minimum": 1}},
    },
    "Node": {"type": "object", "properties": {"next": {"$ref": "#/Node"}}},
}


def table(properties: dict[str, Any], **options: Any) -> dict[str, Row]:
    schema = {"type": "object", "properties": properties}
    return {row["name"]: row for row in rows(schema, DEFINITIONS, **options)}


def type_of(of: dict[str, Any]) -> str:
    return "".join(part["text"] for part in table({"field": of})["field"]["type"])


def test_what_is_within_is_named_by_its_path() -> None:
    choices = {"anyOf": [{"const": "all"}, {"type": "array", "items": {"$ref": "#/Choice"}}]}

    shown = table({"owner": {"anyOf": [{"$ref": "#/Owner"}, {"type": "null"}]}, "categories": choices})

    assert list(shown) == ["owner", "owner.phone", "categories", "categories[].code", "categories[].min"]
    assert (shown["categories[].code"]["required"], shown["categories[].min"]["required"]) == (True, False)
    assert shown["owner.phone"]["limits"] == ("not empty", "at most 40 characters")


def test_a_type_within_itself_ends() -> None:
    assert list(table({"node": {"$ref": "#/Node"}})) == ["node", "node.next"]
    assert example({"$ref": "#/Node"}, DEFINITIONS) is not None


def test_types_that_are_described_elsewhere_are_linked() -> None:
    (row,) = table({"owner": {"$ref": "#/Owner"}}, deep=False).values()

    assert row["type"] == ({"text": "Owner", "link": "Owner"},)


@pytest.mark.parametrize(
    ("of", "words"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "date-time"}, "time (RFC 3339)"),
        ({"type": ["string", "null"]}, "text or null"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "whole number or null"),
        ({"enum": ["sms", "email"], "type": "string"}, "“sms”, “email”"),
        ({"type": "array", "items": {"type": "string"}}, "list of text"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "object of whole number"),
        ({"const": "all"}, "“all”"),
        ({}, "anything"),
    ],
)
def test_types_are_said_in_words(of: dict[str, Any], words: str) -> None:
    assert type_of(of) == words


@pytest.mark.parametrize(
    ("of", "limits"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 30, "default": 7}, ("1 or more", "30 or less", "without it: 7")),
        ({"type": "boolean", "default": False}, ("without it: false",)),
        (
            {"type": "array", "maxItems": 2, "items": {"type": "string", "maxLength": 9}},
            ("at most 2 entries", "each at most 9 characters"),
        ),
    ],
)
def test_limits_are_said_in_words(of: dict[str, Any], limits: tuple[str, ...]) -> None:
    assert table({"field": of})["field"]["limits"] == limits


@pytest.mark.parametrize(
    ("of", "value"),
    [
        ({"type": "string", "examples": ["a"], "default": "b"}, "a"),
        ({"type": "string", "enum": ["x", "y"]}, "x"),
        ({"type": "integer", "exclusiveMinimum": 4}, 5),
        ({"type": "string", "maxLength": 3}, "fie"),
        ({"anyOf": [{"type": "null"}, {"type": "boolean"}]}, True),
    ],
)
def test_examples_are_within_the_limits(of: dict[str, Any], value: object) -> None:
    made = example({"type": "object", "properties": {"field": of}}, {})

    assert made == {"field": value}


def test_a_likely_value_is_used_only_where_it_is_allowed() -> None:
    properties = {"language": {"type": "string", "enum": ["ru", "es"]}, "phone": {"type": "string"}}

    assert example({"type": "object", "properties": properties}, {}) == {"language": "ru", "phone": "+79161234567"}
