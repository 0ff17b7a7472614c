"""AWS without a network: botocore makes and signs every request, and gets its HTTP answer from here.

A request costs as much as in Lambda, without sending and waiting. DynamoDB has only the parts that the measured use
cases need. Whole items are remembered and given back by key, while `remembering` is on; every condition holds.
"""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from botocore.awsrequest import AWSRequest, AWSResponse

from bench.sorted_store import range_of
from chalicelib.aws.clients import client

_SERVICES = ("dynamodb", "s3", "secretsmanager")
_KEYS = ("pk", "sk", "id")


class Body(io.BytesIO):
    """The body of an answer, as urllib3 hands it to botocore."""

    def stream(self, amount: int = 65536, **_: object) -> Iterator[bytes]:
        """Yield it in parts."""
        while part := self.read(amount):
            yield part


class AwsStub:
    """Answers for the clients of this process; `calls` counts them by operation."""

    def __init__(self) -> None:
        self.remembering = True
        self.calls: Counter[str] = Counter()
        self.object = b""
        self._items: dict[tuple[str, ...], dict[str, Any]] = {}

    def install(self) -> None:
        """Replace the network for new clients of the use cases; another stub may have the old ones."""
        client.cache_clear()
        for service in _SERVICES:
            client(service).meta.events.register("before-send", self.answer)

    def answer(self, request: AWSRequest, **_: object) -> AWSResponse:
        """Return the answer to a prepared request."""
        target = request.headers.get("X-Amz-Target")
        if target is None:
            return self._s3(request)
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        self.calls[operation] += 1
        body = json.dumps(_json_answer(self, operation, json.loads(request.body))).encode()
        return _response(request, body, {"Content-Type": "application/x-amz-json-1.0"})

    def get(self, table: str, key: dict[str, Any]) -> dict[str, Any] | None:
        """Return an item by its key, in DynamoDB's JSON."""
        return self._items.get((table, *_key(key)))

    def query(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Return the items of a partition in a range of its sort keys."""
        values = {name: value["S"] for name, value in sent["ExpressionAttributeValues"].items()}
        low, high = range_of(sent["KeyConditionExpression"], values)
        items = [
            item
            for (name, *key), item in self._items.items()
            if (name, key[0]) == (sent["TableName"], values[":0"]) and low <= key[-1] < high
        ]
        return {"Items": items, "Count": len(items), "ScannedCount": len(items)}

    def put(self, table: str, item: dict[str, Any]) -> None:
        """Remember an item, if that is wanted now."""
        if self.remembering:
            self._items[(table, *_key(item))] = item

    def _s3(self, request: AWSRequest) -> AWSResponse:
        self.calls[f"{request.method} object"] += 1
        if request.method != "GET":
            return _response(request, b"", {"ETag": '"0"'})
        headers = {
            "Content-Type": "image/jpeg",
            "Last-Modified": format_datetime(datetime.now(UTC), usegmt=True),
            "x-amz-version-id": "v1",
        }
        return _response(request, self.object, headers)


def _json_answer(stub: AwsStub, operation: str, sent: dict[str, Any]) -> dict[str, Any]:
    if operation in {"GetSecretValue", "Query"}:
        return {"SecretString": "k" * 64} if operation == "GetSecretValue" else stub.query(sent)
    if operation == "GetItem":
        item = stub.get(sent["TableName"], sent["Key"])
        return {"Item": item} if item is not None else {}
    if operation == "BatchGetItem":
        asked = sent["RequestItems"].items()
        return {
            "Responses": {
                table: [item for key in keys["Keys"] if (item := stub.get(table, key)) is not None]
                for table, keys in asked
            },
            "UnprocessedKeys": {},
        }
    if operation == "UpdateItem":
        return {"Attributes": stub.get(sent["TableName"], sent["Key"]) or {}}
    if operation == "TransactWriteItems":
        for write in sent["TransactItems"]:
            if put := write.get("Put"):
                stub.put(put["TableName"], put["Item"])
    return {}


def _key(item: dict[str, Any]) -> tuple[str, ...]:
    return tuple(item[name]["S"] for name in _KEYS if name in item)


def _response(request: AWSRequest, body: bytes, headers: dict[str, str]) -> AWSResponse:
    make: Callable[..., AWSResponse] = AWSResponse  # its stubs want headers as the type that it makes of them
    answered = {**headers, "Content-Length": str(len(body)), "x-amzn-RequestId": "bench"}
    return make(request.url, 200, answered, Body(body))
