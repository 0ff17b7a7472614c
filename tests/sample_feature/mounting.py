"""The sample feature, mounted for a test beside the product's own features, and a visit planned in it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import _lru_cache_wrapper, cache
from typing import Any

import pytest

from app import app
from chalicelib import features
from chalicelib.features.webhooks.hook_schemas import KeyBody, KeyView, KeyWithKey, KeyWithSecret
from chalicelib.http.blueprint import OPERATIONS, Operation
from chalicelib.identity.model import ApiKey, KeyWish
from tests.sample_feature import service
from tests.sample_feature.feature import FEATURE
from tests.support.api import client
from tests.support.api.client import Api

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
#: Caches of these keep nothing of any feature: clients, addresses and keys of AWS.
OF_NO_FEATURE = "chalicelib.aws."
#: Types whose fields are scopes of any feature.
TYPED = (ApiKey, KeyWish, KeyBody, KeyView, KeyWithKey, KeyWithSecret)


def forget() -> None:
    """Clear every cache of the product, and of the client that holds answers to the API's description."""
    loaded = [module for name, module in sys.modules.items() if name.startswith("chalicelib.")]
    for module in (*loaded, client):
        for value in list(vars(module).values()):
            if isinstance(value, _lru_cache_wrapper) and not value.__module__.startswith(OF_NO_FEATURE):
                value.cache_clear()
    for model in TYPED:
        model.model_rebuild(force=True)


@contextmanager
def mounted(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mount the sample feature for the time of the block."""
    routes, operations = _registered()
    patch.setattr(features, "FEATURES", (*features.FEATURES, FEATURE))
    app.routes.update(routes)
    OPERATIONS.extend(operations)
    forget()
    service.sent.clear()
    try:
        yield
    finally:
        for path in routes:
            del app.routes[path]
        del OPERATIONS[-len(operations) :]
        patch.undo()
        forget()


def planned(by: Api) -> tuple[str, str]:
    """Open a case and plan a visit; return their ids."""
    case = by.post("/v1/cases", {"reference": "CLM-1"}).expect(201)
    visit = by.post("/v1/visits", {"case_id": case["id"], "place": "Lenina 1", "at": AT.isoformat()}).expect(201)
    return case["id"], visit["id"]


@cache
def _registered() -> tuple[dict[str, Any], list[Operation]]:
    """Register the sample's routes and take them away again: chalice can register a blueprint once only."""
    routes, operations = set(app.routes), len(OPERATIONS)
    app.mount(FEATURE)
    app.load_all()
    return {path: app.routes.pop(path) for path in set(app.routes) - routes}, [
        OPERATIONS.pop() for _ in range(len(OPERATIONS) - operations)
    ]
