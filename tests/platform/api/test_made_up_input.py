"""Keys and ranges that DynamoDB refuses and moto accepts. Made-up input must not reach a table, for that is a 500."""

import base64
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.support.api.client import Answer
from tests.support.api.desk import at_desk
from tests.support.api.people import People
from tests.support.api.steps import asked
from tests.support.faults import between

#: Bytes of a partition key and of a sort key (Amazon DynamoDB Developer Guide, "Quotas").
LONGEST = {"pk": 2048, "sk": 1024}
LONG = "k" * 3000


@contextmanager
def as_strict_as_dynamodb() -> Iterator[list[str]]:
    """Fail at a key that is too long or a range that ends before it begins. Yields the operations that were seen."""
    operations: list[str] = []

    def look(operation: str, parameters: dict[str, Any], call: Callable[[], Any]) -> Any:
        operations.append(operation)
        for name, value in parameters.get("Key", {}).items():
            assert len(value.get("S", "").encode()) <= LONGEST.get(name, 2048), name
        values = parameters.get("ExpressionAttributeValues", {})
        for low, high in re.findall(r"BETWEEN (:\w+) AND (:\w+)", parameters.get("KeyConditionExpression", "")):
            assert values[low]["S"].encode() <= values[high]["S"].encode()
        return call()

    with between(look):
        yield operations


def cursor(position: str) -> str:
    return base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")


CALLS: dict[str, Callable[[People, Any], Answer]] = {
    "the key of a signed call": lambda api, _: api.nobody.post(f"/v1/hooks/photo-requests?key={LONG}", {}),
    "the case of a form": lambda api, _: at_desk(api.staff).get(f"/console/new?case={LONG}"),
    "a form sent for a case": lambda api, _: at_desk(api.staff).post("/console/new", {"case": LONG, "do": "preview"}),
    "a request to repeat": lambda api, _: at_desk(api.staff).get(f"/console/new?again=req_{LONG}"),
    "a page of a search": lambda api, _: api.viewer.get(
        f"/v1/cases?q=ivan&cursor={cursor('ivan' + chr(0x10FFFF) * 2)}"
    ),
    "a page of photos": lambda api, request: api.viewer.get(
        f"/v1/cases/{request['case_id']}/attachments?cursor={cursor('att#' + chr(0x10FFFF) * 2)}"
    ),
    "a page of cases that wait": lambda api, _: at_desk(api.staff).get(
        f"/console?show=expiring&cursor={cursor(chr(0x10FFFF) * 2)}"
    ),
    "a page of blocked addresses": lambda api, _: api.viewer.get(f"/v1/suppressions?cursor={cursor(chr(0x10FFFF))}"),
}


@pytest.mark.parametrize("what", CALLS)
def test_what_is_made_up_comes_to_nothing_that_a_table_refuses(api: People, what: str) -> None:
    request = asked(api.staff)

    with as_strict_as_dynamodb() as operations:
        answer = CALLS[what](api, request)

    assert operations
    assert answer.status < 500
