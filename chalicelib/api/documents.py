"""The API's description of itself."""

import json
from functools import cache

from chalice.app import Response

from chalicelib.api.auth import PUBLIC
from chalicelib.api.blueprint import Blueprint
from chalicelib.api.openapi import openapi
from chalicelib.settings import settings

documents = Blueprint(__name__)


@documents.operation("GET", "/v1/openapi.json", audience=PUBLIC, answers={200: None}, summary="This document")
def show_openapi() -> Response:
    """Describe the API."""
    return Response(body=_document(), headers={"Content-Type": "application/json", "Cache-Control": "max-age=300"})


@cache
def _document() -> str:
    # A relative address would lead beside the API: its own has a path, and clients resolve from the host.
    servers = [{"url": settings().public_base_url, "description": "This deployment"}]
    return json.dumps({**openapi(), "servers": servers}, ensure_ascii=False, separators=(",", ":"))
