"""Permissions of the platform's operations, stated independently of the code."""

from tests.support.api.permissions import ANYONE, Permissions

PERMISSIONS = Permissions(
    who_may={
        "GET /{place}": ANYONE,
        "GET /v1/openapi.json": ANYONE,
        "GET /v1/asyncapi.json": ANYONE,
        "GET /v1/events.schema.json": ANYONE,
        "GET /docs": ANYONE,
        "GET /console/{unknown}": ANYONE,
        "POST /console/{unknown}": ANYONE,
        "GET /area/{unknown}": ANYONE,
        "POST /area/{unknown}": ANYONE,
    },
    unknown={"unknown": "none/at/all"},
)
