"""The events as schemas: of the types in outbox/contract.py, for JSON Schema, OpenAPI and AsyncAPI alike."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from chalicelib.docs.examples import example
from chalicelib.outbox.contract import event_model, kinds

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: The headers of every message, by Standard Webhooks 1.0.
HEADERS: Mapping[str, Mapping[str, Any]] = {
    "webhook-id": {
        "type": "string",
        "maxLength": 200,
        "description": "The event's id, the same at each attempt and replay: do nothing twice that has the same",
        "examples": ["evt_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"],
    },
    "webhook-timestamp": {
        "type": "string",
        "pattern": "^[0-9]+$",
        "description": "When this attempt was signed, in seconds since 1970; refuse what is over five minutes off",
        "examples": ["1795622645"],
    },
    "webhook-signature": {
        "type": "string",
        "description": "One or more signatures with a space between them, `v1,` and base64 of HMAC-SHA256; one that is "
        "right is enough: while a secret is rotated, there are two",
        "examples": ["v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="],
    },
}
EXAMPLE_HEADERS = {name: of["examples"][0] for name, of in HEADERS.items()}


@cache
def event_schemas(prefix: str) -> dict[str, dict[str, Any]]:
    """Return the schema of each event under its type, and those of their data; references begin with `prefix`."""
    wanted: Any = [(event_model(name), "serialization") for name in kinds()]
    definitions = models_json_schema(wanted, ref_template=f"{prefix}{{model}}")[1]["$defs"]
    schemas = {name: _open(schema) for name, schema in definitions.items()}
    events = {name: schemas.pop(event_model(name).__name__) for name in kinds()}
    for name, schema in events.items():
        schema["examples"] = [_example(name, schema, schemas)]
    return {**events, **schemas}


@cache
def example_of(name: str) -> dict[str, Any]:
    """Return the example of an event."""
    found: dict[str, Any] = event_schemas("#/$defs/")[name]["examples"][0]
    return found


def json_schema(address: str) -> dict[str, Any]:
    """Return the JSON Schema of every event; `address` is the schema's own URL."""
    return {
        "$schema": DIALECT,
        "$id": address,
        "title": "Events of Osmotr",
        "description": "The body of a webhook. Each event is in $defs under its type. Let unknown fields pass, and "
        "answer types that you don't know with 2xx: both may be added at any time.",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in kinds()],
        "$defs": event_schemas("#/$defs/"),
    }


def _open(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that accepts fields added later: receivers are held to known fields only."""
    return {key: value for key, value in schema.items() if (key, value) != ("additionalProperties", False)}


def _example(name: str, schema: dict[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = example(schema, definitions)
    return {**made, "data": {**made["data"], **kinds()[name].example}}
