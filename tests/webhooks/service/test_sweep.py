"""The sweep of webhooks: in turn among tenants and endpoints, each delivery asked for once in a while."""

from collections import Counter
from datetime import timedelta
from typing import Any

import boto3
import pytest

from chalicelib.base.clock import now, stamp
from chalicelib.features.webhooks import service
from chalicelib.features.webhooks.model import DeliveryStatus
from chalicelib.outbox import sweeping
from tests.support.lambda_events import recorded_log
from tests.support.world import World
from tests.webhooks import hooks
from tests.webhooks.hooks import add, time_stands

pytestmark = pytest.mark.usefixtures("public")
public = hooks.public


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares that a test can fill."""
    monkeypatch.setattr("chalicelib.features.webhooks.service.publishing.SHARE_OF_AN_ENDPOINT", 6)


def add_overdue(account_id: str, endpoint_id: str, count: int, *, minutes: int = 60) -> None:
    """Write deliveries that nobody has woken for some time."""
    moment = stamp(now() - timedelta(minutes=minutes))
    with boto3.resource("dynamodb").Table("webhooks").batch_writer() as batch:
        for place in range(count):
            item: dict[str, Any] = {
                "pk": f"{account_id}#{endpoint_id}",
                "sk": f"delivery#evt_{place}",
                "kind": "delivery",
                "ttl": 1,
                "due_pk": f"due#{place % 4}",
                "due_at": moment,
                "began_at": moment,
                "status": "pending",
                "document": "{}",
                "attempts": "[]",
                "tries": 0,
                "waits": 0,
            }
            batch.put_item(Item=item)


def woken() -> list[tuple[str, str]]:
    """Return whose deliveries the queue holds, in its order."""
    return [(wake.account_id, wake.endpoint_id) for wake in hooks.queued()]


def test_a_dead_endpoints_backlog_keeps_no_other_waiting(world: World) -> None:
    add_overdue(world.account.id, "dead", 600, minutes=999)
    add_overdue(world.account.id, "alive", 2)
    add_overdue(world.other_account.id, "other", 2)

    assert service.sweep() == (0, 10)

    order = woken()
    assert Counter(order[:4]) == {
        (world.account.id, "dead"): 1,
        (world.account.id, "alive"): 1,
        (world.other_account.id, "other"): 2,
    }
    assert len(order) == 10


def test_what_was_asked_for_is_not_asked_for_again_at_once(world: World) -> None:
    add_overdue(world.account.id, "dead", 10)

    with time_stands() as move:
        counts = []
        for _ in range(3):
            counts.append(service.sweep()[1])
            move(timedelta(minutes=1))

    assert counts == [6, 4, 0]


def test_a_delivery_that_is_never_tried_is_given_up_with_an_alarm(world: World) -> None:
    add_overdue(world.account.id, "dead", 1)

    with time_stands() as move, recorded_log() as log:
        counts = []
        for _ in range(sweeping.ASKED_AT_MOST + 2):
            counts.append(service.sweep()[1])
            move(timedelta(hours=7))

    (row,) = boto3.resource("dynamodb").Table("webhooks").scan()["Items"]
    assert sum(counts) == sweeping.ASKED_AT_MOST
    assert row["status"] == DeliveryStatus.FAILED
    assert log.alarms == ["due thing given up"]


def test_trying_a_delivery_ends_its_asking(world: World) -> None:
    endpoint = add(world.admin)
    hooks.happens(world)
    hooks.fan_out()

    with time_stands() as move:
        move(timedelta(minutes=1))
        service.sweep()
        hooks.try_due(hooks.Scripted(say=lambda _: 500))
        (row,) = [each for each in hooks.deliveries(endpoint) if each.tries == 1]
        move(timedelta(minutes=1))
        assert service.sweep()[1] == 1

    assert row.status == DeliveryStatus.PENDING


def test_an_event_that_cannot_be_fanned_out_is_given_up_and_starves_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = add_event(world.account.id)
    endpoint = add(world.admin)
    hooks.happens(world)

    with time_stands() as move, recorded_log() as log:
        first = service.sweep()[0]
        for _ in range(sweeping.ASKED_AT_MOST + 1):
            move(timedelta(hours=7))
            service.sweep()

    assert first == 1
    assert len(hooks.deliveries(endpoint)) == 1
    assert "due thing given up" in log.alarms
    item = boto3.resource("dynamodb").Table("outbox").get_item(Key={"pk": bad, "sk": "item"})["Item"]
    assert item["due_pk"] == "dead"


def add_event(account_id: str) -> str:
    """Write an event that no reader can read; return its key."""
    pk = f"{account_id}#evt_bad"
    item: dict[str, Any] = {
        "pk": pk,
        "sk": "item",
        "kind": "outbox",
        "status": "recorded",
        "due_pk": "event#0",
        "due_at": stamp(now() - timedelta(hours=1)),
        "document": "{}",
        "attempts": 0,
        "unknown": 0,
    }
    boto3.resource("dynamodb").Table("outbox").put_item(Item=item)
    return pk
