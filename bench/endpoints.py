"""CPU of a call through the Chalice handler, against the same two endpoints in FastAPI: `python -m bench endpoints`.

Measured from API Gateway's event to its answer, in one process, by turns, in batches. AWS is `aws_stub`, so use case,
signing and (de)serialising count on both sides, and the network on neither.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench import fastapi_app, scene
from bench.table import Figure, by_turns

import app  # isort: skip

ROUNDS = 15
BATCH = 30
_PHOTO_ID = "01J9Z6YV9K8Q4T2M7N5R3X1W0A"


@dataclass(frozen=True)
class _Context:
    """The parts of Lambda's context that both frameworks read."""

    aws_request_id: str = "bench"
    function_name: str = "api_handler"
    function_version: str = "1"
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:000000000000:function:api_handler"
    memory_limit_in_mb: int = 512

    def get_remaining_time_in_millis(self) -> int:
        """Return enough time."""
        return 30_000


def figures() -> Iterator[Figure]:
    """Measure."""
    here = scene.opened()
    asked = _event(
        "/v1/photo-requests",
        body={
            "case": {
                "reference": "OSAGO-2026-000123",
                "process": "osago",
                "vehicle": {"plate": "А123ВС77", "vin": "XTA21099012345678"},
                "owner": {"name": "Иван Петров", "phone": "+7 916 123-45-67"},
            },
            "channels": ["sms"],
            "categories": ["exterior", {"code": "damage", "min": 2, "max": 10}, "vin"],
            "comment": "Снимите, пожалуйста, и крыло.",
        },
        authorization=f"Bearer {here.api_key}",
    )
    announced = _event(
        "/r/{token}/uploads",
        token=here.token,
        body={
            "photo_id": _PHOTO_ID,
            "category": "damage",
            "bytes": 2_400_000,
            "content_type": "image/jpeg",
            "sha256": "0f" * 32,
            "taken_at": "2026-03-14T15:09:26Z",
            "source": "camera",
        },
    )
    here.aws.remembering = False
    yield _compared("POST /v1/photo-requests", asked)
    yield _compared("POST /r/{token}/uploads", announced)


def _compared(name: str, event: dict[str, Any]) -> Figure:
    ours = partial(_called, app.app, event)
    theirs = partial(_called, fastapi_app.handler, event)
    _require_same(ours(), theirs())
    seconds = by_turns({"ours": partial(_batch, ours), "theirs": partial(_batch, theirs)}, rounds=ROUNDS)
    ratio = seconds["ours"] / seconds["theirs"]
    note = f"{seconds['ours'] / BATCH * 1000:.2f} / {seconds['theirs'] / BATCH * 1000:.2f} ms"
    return Figure(f"{name}, CPU / FastAPI + Mangum", f"{ratio:.2f}x ({note})", "< 1x", ratio < 1)


def _batch(call: Callable[[], object]) -> None:
    for _ in range(BATCH):
        call()


def _called(handler: Callable[..., Any], event: dict[str, Any]) -> dict[str, Any]:
    """Return the parsed answer; one of another status must not be measured."""
    answer = handler(event, _Context())
    if answer["statusCode"] != 201:
        raise RuntimeError(f"{answer['statusCode']}: {answer['body']}")
    body: dict[str, Any] = json.loads(answer["body"])
    return body


def _require_same(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    if ours.keys() != theirs.keys():
        raise RuntimeError(f"the two don't answer alike: {sorted(ours.keys() ^ theirs.keys())}")


def _event(resource: str, *, body: dict[str, Any], token: str = "", authorization: str = "") -> dict[str, Any]:
    """Return the event that API Gateway's REST API sends (proxy integration, version 1.0)."""
    path = resource.replace("{token}", token)
    headers = {
        "Accept": "application/json",
        "Accept-Language": "ru-RU,ru;q=0.9,en;q=0.8",
        "Content-Type": "application/json",
        "Host": "photos.example",
        "User-Agent": "bench",
        **({"Authorization": authorization} if authorization else {}),
    }
    return {
        "resource": resource,
        "path": path,
        "httpMethod": "POST",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"token": token} if token else None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": "POST",
            "path": f"/api{path}",
            "stage": "api",
            "requestId": "bench",
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "bench"},
        },
        "body": json.dumps(body, ensure_ascii=False),
        "isBase64Encoded": False,
    }
