"""The documents of the API and of its events, for programs and, at /docs, for people. In English: for engineers."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalice.app import Response

from chalicelib.base.settings import settings
from chalicelib.base.templating import templates_in
from chalicelib.docs.descriptions import asyncapi_document, events_document, here, openapi_document
from chalicelib.docs.events import HEADERS
from chalicelib.docs.rules import RULES
from chalicelib.docs.view import documentation
from chalicelib.frame.console.render import asset_address, page_headers
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import PUBLIC

if TYPE_CHECKING:
    from jinja2 import Environment

documents = Blueprint(__name__)
BLUEPRINTS = (documents,)
_TEMPLATES = Path(__file__).parent / "templates"
#: Joints of a path: `case.|owner.|name`, `photo_|request`, `webhook-|id`.
_PARTS = re.compile(r"(?<=[._\-\]/])(?=\w)")
_KEPT = "max-age=300"
_JSON = "application/json"


@documents.operation("GET", "/v1/openapi.json", audience=PUBLIC, answers={200: None}, summary="OpenAPI of this API")
def show_openapi() -> Response:
    """Describe the API."""
    return _json(openapi_document)


@documents.operation(
    "GET", "/v1/asyncapi.json", audience=PUBLIC, answers={200: None}, summary="AsyncAPI of the events that go out"
)
def show_asyncapi() -> Response:
    """Describe the events and how they are sent."""
    return _json(asyncapi_document)


@documents.operation(
    "GET", "/v1/events.schema.json", audience=PUBLIC, answers={200: None}, summary="JSON Schema of every event"
)
def show_event_schemas() -> Response:
    """Describe the bodies of events."""
    return _json(events_document)


@documents.operation(
    "GET", "/docs", audience=PUBLIC, answers={200: None}, media_type="text/html", summary="All of this, to read"
)
def show_documentation() -> Response:
    """Describe everything to people."""
    return Response(body=_page(), status_code=200, headers={**page_headers((), {}), "Cache-Control": _KEPT})


def _json(document: Callable[[], Mapping[str, Any]]) -> Response:
    return Response(body=_written(document), headers={"Content-Type": _JSON, "Cache-Control": _KEPT})


@cache
def _written(document: Callable[[], Mapping[str, Any]]) -> str:
    return json.dumps(document(), ensure_ascii=False, separators=(",", ":"))


@cache
def _page() -> str:
    """Draw the page; once a process, since it is of the code alone."""
    template = _templates().get_template("docs.html")
    return template.render(
        docs=documentation(),
        rules=RULES,
        headers=HEADERS,
        base=settings().public_base_url,
        here=here,
        asset=asset_address,
    )


def _templates() -> "Environment":
    environment = templates_in(_TEMPLATES, finalize=None)
    environment.filters["parts"] = _PARTS.split
    return environment
