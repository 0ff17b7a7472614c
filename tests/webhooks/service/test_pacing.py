"""The pace of calls to endpoints: requested pauses, one probe, lanes, and none waits for another."""

from datetime import timedelta

import pytest

from chalicelib.base.clock import now
from chalicelib.features.webhooks.model import LANES, DeliveryStatus
from chalicelib.features.webhooks.service import delivering
from chalicelib.features.webhooks.table import list_due
from tests.support.world import World
from tests.webhooks import hooks
from tests.webhooks.hooks import (
    Scripted,
    Sent,
    add,
    deliveries,
    fan_out,
    happens,
    now_of,
    time_stands,
    try_due,
    until_settled,
)

pytestmark = pytest.mark.usefixtures("public")
public = hooks.public


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("120", 120, 120),
        ("0", 5, 5.5),
        ("nonsense", 5, 5.5),
        ("999999999", 86400, 86400),
        ("-5", 5, 5.5),
        ("²", 5, 5.5),
        (f"Mon, {'9' * 20} Jan 2026 00:00:00 GMT", 5, 5.5),
        (f"Mon, 05 Jan 2026 00:00:00 +{'9' * 20}", 5, 5.5),
    ],
)
def test_retry_after_puts_off_and_is_bounded(world: World, said: str, least: float, most: float) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()

    with time_stands():
        try_due(Scripted(say=lambda _: (429, said)))

        seconds = (deliveries(endpoint)[0].due_at - now()).total_seconds()
        assert least <= seconds <= most


def test_retry_after_as_a_date(world: World) -> None:
    endpoint = add(world.admin)
    happens(world)
    fan_out()

    with time_stands():
        until = (now() + timedelta(hours=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        try_due(Scripted(say=lambda _: (503, until)))

        wait = deliveries(endpoint)[0].due_at - now()
        assert timedelta(hours=2) - timedelta(seconds=1) <= wait <= timedelta(hours=2)


def test_who_asks_for_a_rest_gets_one_from_everything(world: World) -> None:
    endpoint = add(world.admin)
    for _ in range(3):
        happens(world)
    fan_out()
    receiver = Scripted(say=lambda _: (429, "60"))

    with time_stands() as move:
        try_due(receiver)
        assert len(receiver.sent) == 1

        move(timedelta(seconds=59))
        assert try_due(receiver) == []
        move(timedelta(seconds=30))
        assert try_due(Scripted())
        assert now_of(endpoint).failures == 0


def test_the_breaker_opens_probes_and_closes_without_burning_attempts(world: World) -> None:
    endpoint = add(world.admin)
    for _ in range(20):
        happens(world)
    fan_out()
    dead = Scripted(say=lambda _: 503)

    with time_stands() as move:
        try_due(dead)
        assert len(dead.sent) == 5
        paused = now_of(endpoint).paused_until
        assert paused is not None
        assert timedelta(seconds=29) < paused - now() <= timedelta(seconds=30)
        waiting = [each for each in deliveries(endpoint) if not each.attempts]
        assert len(waiting) == 15
        assert {each.tries for each in waiting} == {0}

        move(timedelta(seconds=60))
        assert len(try_due(dead)) == 1  # the probe; it fails
        move(timedelta(seconds=100))
        assert len(try_due(Scripted())) > 1  # the probe succeeds, and the others follow it
        assert now_of(endpoint).failures == 0
        until_settled(Scripted(), endpoint, move=move)

    assert {each.status for each in deliveries(endpoint)} == {DeliveryStatus.DELIVERED}


def test_only_one_call_probes_a_suspected_endpoint(world: World) -> None:
    endpoint = add(world.admin)
    for _ in range(10):
        happens(world)
    fan_out()
    with time_stands() as move:
        try_due(Scripted(say=lambda _: 500))
        move(timedelta(seconds=60))
        others: list[object] = []

        def meanwhile(sent: Sent) -> int:
            others.extend(delivering.deliver(hooks.wake_of(each), by=Scripted()) for each in list_due(now(), limit=99))
            return 500

        probe = Scripted(say=meanwhile)
        try_due(probe)

        assert len(probe.sent) == 1
        assert others
        assert set(others) == {None}
        assert now_of(endpoint).failures == 6


def test_no_more_calls_of_an_endpoint_run_at_once_than_it_has_lanes(world: World) -> None:
    endpoint = add(world.admin)
    for _ in range(LANES + 3):
        happens(world)
    fan_out()
    running: list[int] = []
    deepest: list[int] = []

    def slow(sent: Sent) -> int:
        running.append(1)
        deepest.append(len(running))
        for each in list(list_due(now(), limit=99)):
            delivering.deliver(hooks.wake_of(each), by=receiver)
        running.pop()
        return 204

    receiver = Scripted(say=slow)
    with time_stands() as move:
        delivering.deliver(hooks.wake_of(deliveries(endpoint)[0]), by=receiver)

        assert max(deepest) == LANES
        until_settled(Scripted(), endpoint, move=move)
    assert {each.status for each in deliveries(endpoint)} == {DeliveryStatus.DELIVERED}
    assert {each.tries for each in deliveries(endpoint)} == {1}


def test_a_dead_endpoint_keeps_no_healthy_one_waiting(world: World) -> None:
    dead = add(world.admin, url="https://dead.example/")
    healthy = add(world.admin, url="https://healthy.example/")
    receiver = Scripted(say=lambda sent: "timeout" if "dead" in sent.url else 204)

    with time_stands() as move:
        for _ in range(20):
            happens(world)
            fan_out()
            try_due(receiver)
            move(timedelta(seconds=20))

        late = [each.attempts[0].at - each.created_at for each in deliveries(healthy)]
        assert max(late) == timedelta(0)
        assert len([sent for sent in receiver.sent if "healthy" in sent.url]) == 20
        assert len([sent for sent in receiver.sent if "dead" in sent.url]) < 12
        assert now_of(dead).failures >= 5
        assert now_of(healthy).failures == 0
