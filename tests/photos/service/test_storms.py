"""Throttling and transaction conflicts: it succeeds in the end, or says so, and nothing is half written."""

from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from chalicelib.aws import dynamo
from chalicelib.aws.clients import client
from chalicelib.base.errors import Unavailable
from chalicelib.features.photos import service
from chalicelib.features.photos.service import Shown
from tests.support import outbox, sending
from tests.support.faults import between, cancelled, refusal, refusing
from tests.support.lambda_events import raw_items
from tests.support.world import World

CONFLICT = cancelled("None", "TransactionConflict", "None")
STORMS = [
    CONFLICT,
    cancelled("ThrottlingError", "TransactionConflict"),
    cancelled("ProvisionedThroughputExceeded"),
    refusal("TransactWriteItems", "TransactionInProgressException"),
    refusal("TransactWriteItems", "ThrottlingException"),
    refusal("TransactWriteItems", "InternalServerError", status=500),
    ReadTimeoutError(endpoint_url="https://dynamodb"),
    ConnectTimeoutError(endpoint_url="https://dynamodb"),
]


class Clock:
    """Time that passes only when someone sleeps."""

    seconds = 0.0

    def monotonic(self) -> float:
        """Return the time."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Shift the clock."""
        self.seconds += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time in transactions and in botocore's own retries."""
    clock = Clock()
    monkeypatch.setattr(dynamo, "time", clock)
    monkeypatch.setattr("botocore.endpoint.time", clock)
    return clock


def under_way(world: World) -> tuple[Shown, str, str]:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo(0))
    photo, key = sending.send(shown, sending.photo(1))
    return shown, photo.photo_id, key


Scene = tuple[Shown, str, str]
USE_CASES: dict[str, Callable[[World, Scene], object]] = {
    "ask": lambda world, _: sending.ask(world, phone="+79161234567", channels=("sms",)),
    "reserve": lambda _, scene: sending.reserve(scene[0], sending.announced(sending.photo(2))),
    "file": lambda _, scene: sending.file(scene[2]),
    "remove": lambda _, scene: service.remove_upload(scene[0].link.token, scene[1], address=sending.ADDRESS),
    "submit": lambda _, scene: service.submit(scene[0].link.token, address=sending.ADDRESS),
    "open": lambda _, scene: service.mark_opened(scene[0].link.token, address=sending.ADDRESS, device="phone"),
    "extend": lambda world, scene: service.extend(world.admin, scene[0].request.id, days=1),
    "revoke": lambda world, scene: service.revoke(world.admin, scene[0].request.id),
}


def everything() -> list[dict[str, Any]]:
    return [raw_items(name) for name in ("accounts", "cases", "outbox")]  # type: ignore[misc]


@pytest.mark.parametrize("error", STORMS)
def test_a_photo_is_filed_once_when_the_storm_is_over(world: World, error: Exception) -> None:
    shown, _, key = under_way(world)

    with refusing("TransactWriteItems", iter([error] * 6)) as refused:
        sending.file(key)

    assert len(refused) == 6
    assert sending.request_of(shown).filed == {"damage": 2}
    assert len(sending.attachments(world, shown)) == 2


@pytest.mark.parametrize("name", USE_CASES)
def test_in_an_endless_storm_nothing_is_half_written(world: World, clock: Clock, name: str) -> None:
    scene = under_way(world)
    before = everything()

    with refusing("TransactWriteItems", repeat(CONFLICT)), pytest.raises(Unavailable):
        USE_CASES[name](world, scene)

    assert everything() == before
    assert clock.seconds <= dynamo.COMMIT_SECONDS
    USE_CASES[name](world, scene)
    assert everything() != before


@pytest.mark.parametrize("name", USE_CASES)
def test_every_use_case_outlasts_a_storm(world: World, name: str) -> None:
    scene = under_way(world)

    with refusing("TransactWriteItems", iter([CONFLICT, STORMS[4]] * 3)) as refused:
        USE_CASES[name](world, scene)

    assert len(refused) == 6


def test_an_answer_that_got_lost_is_not_written_twice(world: World) -> None:
    shown, _, key = under_way(world)
    lost: list[str] = []

    def lose_the_first(operation: str, parameters: dict[str, Any], call: Callable[[], Any]) -> Any:
        if operation != "TransactWriteItems":
            return call()
        if not lost:
            call()
            lost.append(parameters["ClientRequestToken"])
            raise ReadTimeoutError(endpoint_url="https://dynamodb")
        assert parameters["ClientRequestToken"] in lost  # by which DynamoDB gives the first answer again
        return {}

    with between(lose_the_first):
        sending.file(key)

    assert len(sending.attachments(world, shown)) == 2
    assert len(outbox.events("photo.filed")) == 2


@pytest.fixture
def throttled_reads(world: World) -> Iterator[list[str]]:
    """DynamoDB refuses every read, after the real client's own retries."""
    tries: list[str] = []

    def refuse(request: Any, **_: object) -> AWSResponse:
        tries.append(request.headers["X-Amz-Target"].decode())
        body = b'{"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "slow down"}'
        raw: Any = type("Raw", (), {"stream": staticmethod(lambda **_: iter([body]))})()
        return AWSResponse(request.url, 400, HTTPHeaders(), raw)

    events = client("dynamodb").meta.events
    for operation in ("GetItem", "Query", "BatchGetItem", "UpdateItem"):
        events.register_first(f"before-send.dynamodb.{operation}", refuse)
    yield tries
    for operation in ("GetItem", "Query", "BatchGetItem", "UpdateItem"):
        events.unregister(f"before-send.dynamodb.{operation}", refuse)


def test_reads_that_stay_throttled_say_so(world: World, throttled_reads: list[str]) -> None:
    with pytest.raises(Unavailable):
        service.show_case(world.admin, "case_01J9Z6ZZZZZZZZZZZZZZZZZZZZ")

    assert throttled_reads == ["DynamoDB_20120810.Query"] * 3


def test_an_unreachable_table_says_so(world: World) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise ConnectTimeoutError(endpoint_url="https://dynamodb")

    events = client("dynamodb").meta.events
    events.register_first("before-send.dynamodb.Query", unreachable)
    try:
        with pytest.raises(Unavailable):
            service.show_case(world.admin, "case_01J9Z6ZZZZZZZZZZZZZZZZZZZZ")
    finally:
        events.unregister("before-send.dynamodb.Query", unreachable)  # other tests have the same client


def test_a_storm_of_changes_by_others_is_outlasted(world: World) -> None:
    """Another process files into the same case between each reading and writing, five times over."""
    shown = sending.ask(world, categories={"damage": (1, 10)})
    keys = [sending.send(shown, sending.photo(number))[1] for number in range(6)]
    others = iter(keys[1:])
    nested = False

    def interfere(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        nonlocal nested
        if operation == "TransactWriteItems" and not nested and (key := next(others, None)) is not None:
            nested = True
            sending.file(key)
            nested = False
        return call()

    with between(interfere):
        sending.file(keys[0])

    assert sorted(each.file_name for each in sending.attachments(world, shown)) == [
        f"Повреждения-0{number}.jpg" for number in range(1, 7)
    ]
    assert sending.request_of(shown).filed == {"damage": 6}
