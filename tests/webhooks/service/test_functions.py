"""fan_out_events, deliver_webhooks and sweep_webhooks as Lambda calls them, out to a receiver on this machine."""

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

import app
from chalicelib.base.settings import settings
from chalicelib.features.webhooks.model import DeliveryStatus, Wake
from chalicelib.features.webhooks.outbound import Client
from chalicelib.features.webhooks.service import delivering, endpoints
from tests.support import mailboxes, outbox
from tests.support.faults import between, counted, refusing
from tests.support.lambda_events import Context, Log, queue_event, raw_items, schedule_event, stream_event
from tests.support.receiver import Receiver, listening, status
from tests.support.running import DEADLINE
from tests.support.world import World
from tests.webhooks import hooks
from tests.webhooks.hooks import add, deliveries, happens

public = hooks.public


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A receiver that the functions may call by plain http, one after another: moto bears no two at once."""
    for module in (endpoints, delivering):
        monkeypatch.setattr(module, "client", lambda *, seconds: Client(loopback=True, seconds=seconds))
    monkeypatch.setattr("chalicelib.features.webhooks.events.AT_ONCE", 1)
    with listening() as receiver:
        yield receiver


def fan_out() -> list[Any]:
    answer = app.fan_out_events(stream_event(raw_items("outbox")), Context())
    return list(answer["batchItemFailures"])


def deliver(*wakes: Wake) -> list[Any]:
    answer = app.deliver_webhooks(queue_event(*(each.model_dump_json() for each in wakes)), Context())
    return list(answer["batchItemFailures"])


def test_what_happens_is_delivered_by_stream_and_queue(world: World, receiver: Receiver, log: Log) -> None:
    endpoint = add(world.admin, url=receiver.url)
    for version in range(3):
        happens(world, version=version + 1)

    assert fan_out() == []
    assert deliver(*hooks.queued()) == []

    assert len(receiver.received) == 3
    assert {each.opened_by(hooks.secret_of(endpoint))["data"]["version"] for each in receiver.received} == {1, 2, 3}
    assert {each.status for each in deliveries(endpoint)} == {DeliveryStatus.DELIVERED}
    assert log.alarms == []
    assert len(log.named("webhook_delivered")) == 3


@pytest.mark.parametrize("many", [1, 3])
def test_events_of_a_batch_are_fanned_out_at_once(world: World, public: None, log: Log, many: int) -> None:
    """A backlog of one tenant's events must not be worked through in front of another's."""
    endpoints_of = [add(world.admin), add(world.stranger)]
    for account_id in (world.account.id, world.other_account.id):
        for version in range(many):
            happens(world, version=version + 1, account_id=account_id)
    all_there, one_at_a_time = threading.Barrier(2, timeout=DEADLINE), threading.Lock()

    def meet(operation: str, _: dict[str, Any], call: Any) -> Any:
        if operation == "Query":
            all_there.wait()  # goes on when both look up their endpoints
        with one_at_a_time:  # moto's transactions bear no others beside them
            return call()

    records = stream_event(raw_items("outbox"))
    with between(meet):
        assert app.fan_out_events(records, Context()) == {"batchItemFailures": []}

    assert [len(deliveries(each)) for each in endpoints_of] == [many, many]
    assert len(hooks.queued()) == 2 * many
    assert log.alarms == []


def test_a_backlog_of_events_costs_a_few_calls(world: World, receiver: Receiver, log: Log) -> None:
    ours = [add(world.admin, url=f"{receiver.url}{number}") for number in range(2)]
    for version in range(30):
        happens(world, version=version + 1)
    records = stream_event(raw_items("outbox"))

    with counted() as calls:
        assert app.fan_out_events(records, Context()) == {"batchItemFailures": []}

    assert Counter(calls) == {"Query": 1, "TransactWriteItems": 2, "SendMessageBatch": 6}
    assert [len(deliveries(each)) for each in ours] == [30, 30]
    assert len(hooks.queued()) == 60
    assert log.alarms == []


def test_of_a_backlog_that_can_not_be_written_at_once_each_is_made_once(world: World, receiver: Receiver) -> None:
    endpoint = add(world.admin, url=receiver.url)
    for version in range(2):
        happens(world, version=version + 1)
    assert fan_out() == []
    happens(world, version=3)

    assert fan_out() == []  # the first two again

    assert len(deliveries(endpoint)) == len(hooks.queued()) == 3


def test_an_event_that_fails_comes_again_alone(world: World, receiver: Receiver, log: Log) -> None:
    endpoint = add(world.admin, url=receiver.url)
    for version in range(3):
        happens(world, version=version + 1)

    with refusing("Query", iter([RuntimeError("all of them"), RuntimeError("the first one")])):
        assert fan_out() == [{"itemIdentifier": "000000000000000000001"}]

    assert len(deliveries(endpoint)) == 2
    assert log.alarms == ["record failed"]


def test_the_same_records_and_messages_again_deliver_nothing_more(world: World, receiver: Receiver) -> None:
    add(world.admin, url=receiver.url)
    happens(world)
    records = stream_event(raw_items("outbox"))
    for _ in range(3):
        app.fan_out_events(records, Context())
    wakes = hooks.queued()

    assert len(wakes) == 1
    assert deliver(*wakes * 5) == []

    assert len(receiver.received) == 1


def test_messages_and_changes_in_the_stream_are_nobodys(world: World, receiver: Receiver) -> None:
    add(world.admin, url=receiver.url)
    happens(world)

    answer = app.fan_out_events(stream_event(raw_items("outbox"), name="MODIFY"), Context())

    assert answer == {"batchItemFailures": []}
    assert hooks.queued() == []


def test_a_message_that_is_none_fails_alone(world: World, receiver: Receiver, log: Log) -> None:
    add(world.admin, url=receiver.url)
    happens(world)
    fan_out()
    (wake,) = hooks.queued()

    answer = app.deliver_webhooks(queue_event("nonsense", wake.model_dump_json()), Context())

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert len(receiver.received) == 1
    assert log.alarms == ["record failed"]


def test_the_sweep_finds_what_stream_and_queue_lost(world: World, receiver: Receiver) -> None:
    endpoint = add(world.admin, url=receiver.url)
    happens(world)

    app.sweep_webhooks(schedule_event(), Context())
    assert deliver(*hooks.queued()) == []

    assert len(receiver.received) == 1
    assert deliveries(endpoint)[0].status == DeliveryStatus.DELIVERED


def test_administrators_are_told_when_an_endpoint_is_gone(world: World, receiver: Receiver) -> None:
    from chalicelib.identity.model import Role  # noqa: PLC0415
    from tests.support.api.people import add_user  # noqa: PLC0415

    mailboxes.verify_sender()
    add_user(world.account, Role.ADMIN)
    add_user(world.account, Role.STAFF)
    receiver.answer = status(410)
    add(world.admin, url=receiver.url)
    happens(world)
    fan_out()
    deliver(*hooks.queued())

    for _ in range(2):  # the notice, and its copies: one for each administrator
        app.dispatch_outbox(stream_event(raw_items("outbox")), Context())

    assert mailboxes.mails() == ["admin@staff.example"]
    assert {item.status for item in outbox.messages()} == {"done"}


def test_plain_http_to_this_machine_is_refused_unless_the_stage_is_one_machines(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not settings().webhooks_to_loopback
    monkeypatch.setenv("WEBHOOKS_TO_LOOPBACK", "true")
    settings.cache_clear()
    assert settings().webhooks_to_loopback

    monkeypatch.setenv("STAGE", "prod")
    settings.cache_clear()
    with pytest.raises(ValueError, match="WEBHOOKS_TO_LOOPBACK"):
        settings()
