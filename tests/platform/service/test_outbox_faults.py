"""Faults of the outbox's neighbours: rows that are not whole, and senders that break their contract."""

from datetime import timedelta
from typing import Any, cast

import boto3
import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.identity.tenants import load_tenant
from chalicelib.outbox.model import Delivered, OutboxStatus
from chalicelib.outbox.service import dispatch, redrive
from tests.support import outbox
from tests.support.lambda_events import Log
from tests.support.sweeping import queue_item
from tests.support.world import World


def test_a_dead_item_that_cannot_be_read_keeps_no_other_dead(world: World, log: Log) -> None:
    first, second = (queue_item(world.account.id) for _ in range(2))
    for item_id, broken in ((first, {"document": "no JSON"}), (second, {})):
        outbox.change(item_id, status=OutboxStatus.DEAD, due_pk="dead", **broken)

    assert redrive(at_most=3) == 1

    assert "row can't be read" in log.alarms
    (revived,) = [raw for raw in outbox.table().scan()["Items"] if raw["pk"].endswith(second)]
    assert revived["status"] == OutboxStatus.PENDING


@pytest.mark.parametrize("said", [None, "sent"])
def test_a_sender_that_says_no_outcome_is_asked_again(world: World, log: Log, said: Any) -> None:
    item_id, record = queue_item(world.account.id), lambda *_: None

    with time_machine.travel(now(), tick=False) as clock:
        assert dispatch(world.account.id, item_id, send=lambda _: cast("Any", said), record=record)
        assert outbox.item(item_id).status == OutboxStatus.PENDING
        assert "outbox item failed" in log.alarms
        clock.shift(timedelta(hours=1))
        assert dispatch(world.account.id, item_id, send=lambda _: Delivered(provider_id="1"), record=record)

    assert outbox.item(item_id).status == OutboxStatus.DONE


def test_an_account_that_cannot_be_read_is_no_unknown_one(world: World) -> None:
    accounts = boto3.resource("dynamodb").Table("accounts")
    own = accounts.get_item(Key={"pk": world.account.id, "sk": "account"})["Item"]
    accounts.put_item(Item={**own, "document": "no JSON"})

    with pytest.raises(ValueError, match="Expecting value"):
        load_tenant(world.account.id)
