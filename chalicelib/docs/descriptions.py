"""The API's descriptions of itself: OpenAPI with the webhooks that go out, and AsyncAPI of the same."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from chalicelib.base.installed import asyncapi_parts
from chalicelib.base.settings import settings
from chalicelib.docs.events import EXAMPLE_HEADERS, HEADERS, event_schemas, example_of, json_schema
from chalicelib.docs.rules import in_one_text
from chalicelib.http.openapi import openapi
from chalicelib.outbox.contract import kinds

_SCHEMAS = "#/components/schemas/"
_TAG = "events"


def here(path: str) -> str:
    """Return the address of a path of this deployment."""
    return settings().public_base_url + path


@cache
def openapi_document() -> dict[str, Any]:
    """Return OpenAPI 3.1 of the operations and of the webhooks that go out."""
    document = openapi()
    components = document["components"]
    schemas = {**components["schemas"], **event_schemas(_SCHEMAS)}
    return {
        **document,
        # A relative address would lead beside the API: its own has a path, and clients resolve from the host.
        "servers": [{"url": settings().public_base_url, "description": "This deployment"}],
        "tags": [*document["tags"], {"name": _TAG, "description": "What endpoints of webhooks are told"}],
        "webhooks": {name: {"post": _webhook(name)} for name in kinds()},
        "components": {**components, "schemas": schemas},
    }


@cache
def asyncapi_document() -> dict[str, Any]:
    """Return AsyncAPI 3.0: a channel and an operation for each type of event, and the parts that features bring.

    Events go to an endpoint of the receiver's.
    """
    parts = asyncapi_parts()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Events of Osmotr",
            "version": "1.0.0",
            "description": in_one_text(),
            "license": {"name": "Proprietary"},
            "externalDocs": {"url": here("/docs#events"), "description": "The same to read"},
        },
        "defaultContentType": "application/json",
        "servers": {"endpoint": _server(), **_of(parts, "servers")},
        "channels": {**{name: _channel(name) for name in kinds()}, **_of(parts, "channels")},
        "operations": {**{f"send.{name}": _operation(name) for name in kinds()}, **_of(parts, "operations")},
        "components": {
            "schemas": {**event_schemas(_SCHEMAS), **_of(parts, "schemas")},
            "messages": {**{name: _message(name) for name in kinds()}, **_of(parts, "messages")},
            "securitySchemes": {"standardWebhooks": _security()},
        },
    }


@cache
def events_document() -> dict[str, Any]:
    """Return the JSON Schema of every event."""
    return json_schema(here("/v1/events.schema.json"))


def _of(parts: Iterable[Mapping[str, Any]], place: str) -> dict[str, Any]:
    return {name: each for part in parts for name, each in part.get(place, {}).items()}


def _webhook(name: str) -> dict[str, Any]:
    return {
        "operationId": f"receive_{name.replace('.', '_')}",
        "summary": kinds()[name].when,
        "tags": [_TAG],
        "security": [],
        "parameters": [
            {
                "name": header,
                "in": "header",
                "required": True,
                "description": of["description"],
                "schema": {key: value for key, value in of.items() if key != "description"},
            }
            for header, of in HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"{_SCHEMAS}{name}"}}},
        },
        "responses": {
            "2XX": {"description": "Taken: it isn't sent again"},
            "410": {"description": "Nothing is wanted here any more: the endpoint is switched off"},
            "default": {"description": "Not taken: it is sent again later"},
        },
    }


def _server() -> dict[str, Any]:
    return {
        "host": "{host}",
        "pathname": "/{path}",
        "protocol": "https",
        "description": "The receiver's own server: the url of an endpoint (POST /v1/webhook-endpoints)",
        "variables": {
            "host": {"description": "Name of a host on the public internet", "examples": ["claims.example.org"]},
            "path": {"description": "Path and query", "examples": ["hooks/osmotr"]},
        },
        "security": [{"$ref": "#/components/securitySchemes/standardWebhooks"}],
    }


def _security() -> dict[str, Any]:
    return {
        "type": "httpApiKey",
        "name": "webhook-signature",
        "in": "header",
        "description": "Standard Webhooks 1.0 (https://www.standardwebhooks.com): not a key but a signature over "
        "`{webhook-id}.{webhook-timestamp}.{body}`: `v1,` and base64 of HMAC-SHA256 by the endpoint's secret.",
    }


def _channel(name: str) -> dict[str, Any]:
    return {
        "address": None,
        "title": name,
        "description": kinds()[name].when,
        "servers": [{"$ref": "#/servers/endpoint"}],
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
    }


def _operation(name: str) -> dict[str, Any]:
    return {
        "action": "send",
        "title": name,
        "summary": kinds()[name].when,
        "channel": {"$ref": f"#/channels/{name}"},
        "messages": [{"$ref": f"#/channels/{name}/messages/{name}"}],
        "bindings": {"http": {"method": "POST", "bindingVersion": "0.3.0"}},
    }


def _message(name: str) -> dict[str, Any]:
    headers = {
        "type": "object",
        "properties": {header: dict(of) for header, of in HEADERS.items()},
        "required": list(HEADERS),
    }
    return {
        "name": name,
        "title": name,
        "summary": kinds()[name].when,
        "contentType": "application/json",
        "headers": headers,
        "payload": {"$ref": f"{_SCHEMAS}{name}"},
        "examples": [{"name": "example", "headers": EXAMPLE_HEADERS, "payload": example_of(name)}],
    }
