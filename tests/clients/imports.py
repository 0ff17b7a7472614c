"""Imports in moto: the queue of orders, uploads, and the function that works on them."""

import hashlib
from typing import Any

import boto3
import pytest

import app
from chalicelib.base.settings import settings
from tests.support.api.client import Api
from tests.support.lambda_events import Context, queue_event
from tests.support.sweeping import taken


def open_queue(patch: pytest.MonkeyPatch) -> None:
    """Make the queue of orders; within a world."""
    patch.setenv("CLIENT_IMPORTS_QUEUE_URL", boto3.client("sqs").create_queue(QueueName="client-imports")["QueueUrl"])
    settings.cache_clear()


def orders() -> list[str]:
    """Remove all orders from the queue and return them."""
    return taken(settings().queue_url("client-imports"))


def function(*bodies: str, context: Any = None) -> list[str]:
    """Call import_clients as Lambda does; return the ids of the messages that failed."""
    answer = app.import_clients(queue_event(*bodies), context or Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def work() -> None:
    """Work on orders until there are none."""
    while bodies := orders():
        assert function(*bodies) == []


def uploaded(caller: Api, data: bytes) -> str:
    """Begin an import and put its file into the bucket as its form would; return the import's id."""
    body = {"file_name": "clients.csv", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    made = caller.post("/v1/client-imports", body).expect(201)
    boto3.client("s3").put_object(Bucket="photos", Key=made["upload"]["fields"]["key"], Body=data)
    return str(made["id"])


def checked(caller: Api, data: bytes) -> dict[str, Any]:
    """Return an import whose file is checked."""
    import_id = uploaded(caller, data)
    caller.get(f"/v1/client-imports/{import_id}").expect(200)
    work()
    return shown(caller, import_id)


def shown(caller: Api, import_id: str) -> dict[str, Any]:
    """Return an import as the API shows it."""
    found: dict[str, Any] = caller.get(f"/v1/client-imports/{import_id}").expect(200)
    return found


def run(caller: Api, import_id: str) -> dict[str, Any]:
    """Run an import to its end."""
    caller.post(f"/v1/client-imports/{import_id}/run", {}).expect(200)
    work()
    return shown(caller, import_id)


def errors_of(caller: Api, import_id: str) -> str:
    """Return the list of errors."""
    answer = caller.get(f"/v1/client-imports/{import_id}/errors.csv")
    assert answer.status == 302
    key = answer.headers["location"].partition("?")[0].split("/imports/")[1]
    stored = boto3.client("s3").get_object(Bucket="photos", Key=f"imports/{key}")["Body"].read()
    return str(stored.decode("utf-8-sig"))
