"""Redriven items are dispatched again; new ones are dispatched at once."""

from datetime import timedelta

import boto3
import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.outbox import service, table
from chalicelib.outbox.model import Delivered, OutboxItem, OutboxStatus, Outcome, Undeliverable
from tests.support.world import World


class Provider:
    """Sends nothing, answers as it is told to, and counts."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.sent = 0

    def send(self, _item: OutboxItem) -> Outcome:
        """Count and answer."""
        self.sent += 1
        return self.outcome


def nothing_more(_tx: Transaction, _item: OutboxItem, _outcome: Outcome, _final: bool) -> None:
    """Record nothing beside the item."""


def queued(world: World) -> str:
    tx = Transaction()
    item_id = service.queue_message(tx, account_id=world.account.id, data={"channel": "sms"})
    tx.commit()
    return item_id


def test_a_dead_item_is_told_again_after_a_redrive(world: World) -> None:
    provider = Provider(Undeliverable(reason="refused"))
    service.dispatch(world.account.id, queued(world), send=provider.send, record=nothing_more)
    provider.outcome = Delivered(provider_id="x")

    revived = service.redrive(at_most=3)
    told = service.dispatch_due(send=provider.send, record=nothing_more)

    assert (revived, told, provider.sent) == (1, 1, 2)
    assert service.redrive(at_most=3) == 0


def test_an_item_that_always_fails_is_redriven_three_times_at_most(world: World) -> None:
    provider = Provider(Undeliverable(reason="refused"))
    service.dispatch(world.account.id, queued(world), send=provider.send, record=nothing_more)

    revived = []
    for _ in range(5):
        revived.append(service.redrive(at_most=3))
        service.dispatch_due(send=provider.send, record=nothing_more)

    assert revived == [1, 1, 1, 0, 0]
    assert provider.sent == 4


def test_redriving_twice_at_once_tells_once(world: World) -> None:
    provider = Provider(Undeliverable(reason="refused"))
    service.dispatch(world.account.id, queued(world), send=provider.send, record=nothing_more)

    assert [service.redrive(at_most=3), service.redrive(at_most=3)] == [1, 0]
    assert service.dispatch_due(send=provider.send, record=nothing_more) == 1


def test_who_read_a_dead_item_before_another_operator_redrives_it_no_more_often(world: World) -> None:
    provider = Provider(Undeliverable(reason="refused"))
    service.dispatch(world.account.id, queued(world), send=provider.send, record=nothing_more)
    (dead,) = table.list_dead(at_most=1)
    assert service.redrive(at_most=1) == 1
    service.dispatch_due(send=provider.send, record=nothing_more)

    assert not table.revive(dead, now=now(), kept_until=now() + service.KEPT, at_most=1)


def test_who_lost_the_lease_settles_nothing_while_another_one_sends(world: World) -> None:
    account_id, item_id = world.account.id, queued(world)
    with time_machine.travel(now() + timedelta(seconds=1), tick=False) as clock:
        slow = table.claim(account_id, item_id, now=now(), lease_until=now() + service.LEASE)
        clock.shift(service.LEASE)
        other = table.claim(account_id, item_id, now=now(), lease_until=now() + service.LEASE)
    assert slow
    assert other

    with pytest.raises(table.LeaseLost):
        settle(slow)
    settle(other)

    found = table.get(account_id, item_id)
    assert found
    assert found.status is OutboxStatus.DONE


def settle(item: OutboxItem) -> None:
    tx = Transaction()
    table.settle(tx, item, status=OutboxStatus.DONE)
    tx.commit()


def test_an_item_is_told_at_once_when_the_clock_that_wrote_it_is_ahead(world: World) -> None:
    provider = Provider(Delivered(provider_id="x"))
    with time_machine.travel(now() + timedelta(seconds=3), tick=False):
        queued(world)
    (image,) = boto3.client("dynamodb").scan(TableName="outbox")["Items"]

    assert service.dispatch_written(image, send=provider.send, record=nothing_more)
    assert provider.sent == 1


def test_an_item_that_is_due_later_waits_for_the_sweep(world: World) -> None:
    provider = Provider(Delivered(provider_id="x"))
    tx = Transaction()
    service.queue_message(tx, account_id=world.account.id, data={}, at=now() + timedelta(hours=1))
    tx.commit()
    (image,) = boto3.client("dynamodb").scan(TableName="outbox")["Items"]

    assert not service.dispatch_written(image, send=provider.send, record=nothing_more)
    assert provider.sent == 0
