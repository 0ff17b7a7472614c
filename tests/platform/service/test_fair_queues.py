"""Groups of queues' messages: SQS returns a quiet tenant's messages before the backlog of a noisy one."""

from datetime import timedelta
from typing import Any

import boto3
import pytest
import time_machine

import app
from chalicelib.aws import s3_events
from chalicelib.base.clock import now
from chalicelib.base.settings import settings
from chalicelib.features.photos import service
from tests.photos import archives
from tests.support import sending, sweeping
from tests.support.lambda_events import (
    Context,
    object_created,
    queue_event,
    raw_items,
    recorded_log,
    schedule_event,
    stream_event,
)
from tests.support.world import World
from tests.webhooks import hooks

pytestmark = pytest.mark.usefixtures("public")
public = hooks.public


def groups(url: str) -> set[str]:
    """Return the groups of all messages that a queue holds."""
    sqs: Any = boto3.client("sqs")
    found = set()
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"]).get("Messages"):
        found |= {message["Attributes"]["MessageGroupId"] for message in messages}
    return found


def accounts(world: World) -> set[str]:
    return {world.account.id, world.other_account.id}


@pytest.fixture
def events(world: World) -> World:
    """Events of two tenants, each with an endpoint; more than one call of SQS takes."""
    for caller in (world.admin, world.stranger):
        hooks.add(caller)
        for version in range(6):
            hooks.happens(world, version=version + 1, account_id=caller.account_id)
    return world


@pytest.mark.parametrize("events_come", ["by the stream", "by the sweep", "by a replay"])
def test_each_delivery_is_its_accounts(events: World, events_come: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if events_come == "by the stream":
        monkeypatch.setattr("chalicelib.features.webhooks.events.AT_ONCE", 1)  # moto bears no two transactions at once
        app.fan_out_events(stream_event(raw_items("outbox")), Context())
    else:
        app.sweep_webhooks(schedule_event(), Context())
    if events_come == "by a replay":
        hooks.queued()
        replay(events)

    assert groups(settings().queue_url("webhook-deliveries")) == accounts(events)


def replay(world: World) -> None:
    """Replay the events of each tenant at a new endpoint."""
    from chalicelib.features.webhooks import service as webhooks  # noqa: PLC0415

    for caller in (world.admin, world.stranger):
        endpoint = hooks.add(caller, url=f"{hooks.URL}/new")
        assert webhooks.replay_since(caller, endpoint.id, since=now() - timedelta(minutes=1)).count == 6
    sqs: Any = boto3.client("sqs")
    waiting = sqs.get_queue_attributes(
        QueueUrl=settings().queue_url("webhook-deliveries"), AttributeNames=["ApproximateNumberOfMessages"]
    )
    assert waiting["Attributes"]["ApproximateNumberOfMessages"] == "12"


def test_a_delivery_that_waits_stays_its_accounts(events: World) -> None:
    app.sweep_webhooks(schedule_event(), Context())
    with hooks.time_stands() as move:
        hooks.try_due(hooks.Scripted(say=lambda _: 503))
        hooks.queued()
        move(timedelta(minutes=10))
        app.sweep_webhooks(schedule_event(), Context())

        assert groups(settings().queue_url("webhook-deliveries")) == accounts(events)


def test_each_order_of_the_sweep_is_its_accounts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sweeping.open_queues(monkeypatch)
    for account_id in accounts(world):
        sweeping.queue_item(account_id, kind="none")
    sending.ask(world, phone="+79161234567", channels=("sms",), expires_in_days=1)

    with time_machine.travel(now() + timedelta(days=1)), recorded_log():
        app.sweep_overdue(schedule_event(), Context())

        assert groups(settings().queue_url("due-work")) == accounts(world)


def test_a_photo_that_is_put_back_is_its_accounts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sweeping.open_queues(monkeypatch)
    _, key = sending.send(sending.ask(world), sending.photo())
    late = queue_event(object_created(key), "no notification")

    app.file_photos(late, Late())

    assert groups(settings().queue_url("photo-events")) == {world.account.id, "nobody"}


class Late(Context):
    """A call that has no time left."""

    def get_remaining_time_in_millis(self) -> int:
        return 0


def test_a_photo_whose_event_got_lost_is_its_accounts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sweeping.open_queues(monkeypatch)
    _, key = sending.send(sending.ask(world), sending.photo())

    s3_events.report_again(key, version_id="v1")

    assert groups(settings().queue_url("photo-events")) == {world.account.id}


def test_each_order_of_an_archive_is_its_accounts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    archives.open_queue(monkeypatch)

    service.show_archive(world.admin, archives.case_with_photos(world).request.case_id)

    assert groups(settings().queue_url("archives")) == {world.account.id}
