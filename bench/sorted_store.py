"""A DynamoDB table of sorted keys at botocore's network edge: for lists of tables that are too large for moto.

DynamoDB's Query reads a partition by its sort keys, and takes as long as the rows that it returns. So only the keys of
the measured partitions are kept; rows are made when they are asked for. It counts calls, rows and bytes of its answers.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

from botocore.awsrequest import AWSResponse
from moto.core.models import botocore_stubber

from bench.table import Figure
from chalicelib.aws.clients import client

Item = Mapping[str, Any]
#: Sorted sort keys by partition key.
Shelves = Mapping[str, Sequence[str]]
_RESPONSE: Any = AWSResponse


class Cost(NamedTuple):
    """Calls of DynamoDB by operation, and rows and bytes of their answers."""

    calls: Counter[str]
    rows: int
    bytes: int


class SortedStore:
    """The table. `row_at` makes the row of a key of the shelves, `row_of` that of another key; None: no row."""

    def __init__(
        self,
        table: str,
        shelves: Shelves,
        *,
        row_at: Callable[[str, str], Item],
        row_of: Callable[[str, str], Item | None],
    ) -> None:
        self._table, self._shelves, self._row_at, self._row_of = table, shelves, row_at, row_of
        self._calls: Counter[str] = Counter()
        self._rows = self._bytes = 0

    def cost(self, use_case: Callable[[], object]) -> Cost:
        """Run a use case with the store in moto's place, and return its calls, rows and bytes."""
        self._calls, self._rows, self._bytes = Counter(), 0, 0
        with self._answering():
            use_case()
        return Cost(self._calls, self._rows, self._bytes)

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Answer in moto's place."""
        events = client("dynamodb").meta.events
        events.unregister("before-send", botocore_stubber)
        events.register("before-send", self._answer)
        try:
            yield
        finally:
            events.unregister("before-send", self._answer)
            events.register("before-send", botocore_stubber)

    def _answer(self, event_name: str, request: Any, **_: object) -> AWSResponse:
        target = request.headers["X-Amz-Target"]
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        asked = json.loads(request.body)
        self._calls[operation] += 1
        answer = {"Query": self._query, "BatchGetItem": self._batch}[operation](asked)
        body = json.dumps(answer).encode()
        self._bytes += len(body)
        response: AWSResponse = _RESPONSE(request.url, 200, {"content-type": "application/x-amz-json-1.0"}, _Raw(body))
        return response

    def _query(self, asked: dict[str, Any]) -> dict[str, Any]:
        values = {name: value["S"] for name, value in asked["ExpressionAttributeValues"].items()}
        keys, partition = self._shelves.get(values[":0"], ()), values[":0"]
        low, high = range_of(asked["KeyConditionExpression"], values)
        begin, end = bisect_left(keys, low), bisect_left(keys, high)
        limit = asked.get("Limit", end - begin)
        chosen = list(keys[begin : min(end, begin + limit)])
        if not asked.get("ScanIndexForward", True):
            chosen = list(keys[max(begin, end - limit) : end])[::-1]
        items = [dict(self._row_at(partition, each)) for each in chosen]
        self._rows += len(items)
        return {"Items": items, "Count": len(items), "ScannedCount": len(items)}

    def _batch(self, asked: dict[str, Any]) -> dict[str, Any]:
        keys = asked["RequestItems"][self._table]["Keys"]
        found = [self._row_of(each["pk"]["S"], each["sk"]["S"]) for each in keys]
        items = [dict(each) for each in found if each is not None]
        self._rows += len(items)
        return {"Responses": {self._table: items}, "UnprocessedKeys": {}}


def plain_row(pk: str, sk: str, kind: str, **more: str) -> Item:
    """Return a row of strings, as DynamoDB's JSON."""
    return {name: {"S": value} for name, value in {"pk": pk, "sk": sk, "kind": kind, **more}.items()}


def flat(name: str, costs: Mapping[int, Cost], calls: Mapping[str, int], *, rows: int, what: str) -> Iterator[Figure]:
    """Compare a list at several sizes. Its calls are as given, its rows at most so many, and its bytes do not grow."""
    first = costs[min(costs)]
    said = ", ".join(f"{count} {call}" for call, count in first.calls.items())
    same = all(each.calls == calls for each in costs.values())
    of = " / ".join(f"{size:,}" for size in costs)
    shown = "/".join(str(each.calls.total()) for each in costs.values())
    yield Figure(f"AWS calls of {name}, {of} {what} ({said})", shown, f"= {sum(calls.values())}", same)
    read, sent = [each.rows for each in costs.values()], [each.bytes for each in costs.values()]
    yield Figure(f"rows of {name}", "/".join(map(str, read)), f"<= {rows}", max(read) <= rows)
    # A small base may have fewer rows of a page.
    yield Figure(f"bytes of {name}", "/".join(f"{each:,}" for each in sent), "flat", sent[-1] <= sent[1] * 1.05)


def range_of(condition: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Return the range of sort keys that a Query asks for: all, a beginning, or between two keys."""
    if "begins_with" in condition:
        return values[":1"], values[":1"] + "\U0010ffff"
    if "BETWEEN" in condition:
        return values[":1"], values[":2"] + "\x00"
    return "", "\U0010ffff"


class _Raw(BytesIO):
    def stream(self, **_: object) -> Iterator[bytes]:
        """Yield the body, as urllib3 does."""
        yield self.read()
