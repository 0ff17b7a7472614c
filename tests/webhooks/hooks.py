"""Webhooks in one line each: endpoints, events, and receivers that answer as a script says."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import boto3
import pytest
import time_machine
from moto.dynamodb.models.table import Table
from standardwebhooks import Webhook

from chalicelib.aws import queues
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.docs.events import example_of
from chalicelib.features.webhooks import service, table
from chalicelib.features.webhooks.model import TEST, Attempt, Delivery, Endpoint, Wake
from chalicelib.features.webhooks.outbound import Answer, Client, NoAnswer
from chalicelib.features.webhooks.service import delivering, endpoints
from chalicelib.features.webhooks.table import get_delivery, get_endpoint, list_deliveries, list_due
from chalicelib.identity.model import Caller
from chalicelib.outbox import service as notifications
from chalicelib.outbox.contract import kinds
from tests.support.world import World

ALL_EVENTS: tuple[str, ...] = tuple(name for name in kinds() if name != TEST)
URL = "https://hooks.insurer.example/osmotr"
#: An answer's status, with its Retry-After; or why there was none.
Say = int | tuple[int, str] | str


@dataclass(frozen=True)
class Sent:
    """One call that a scripted receiver got."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    at: datetime

    @property
    def id(self) -> str:
        """The message's id."""
        return self.headers["webhook-id"]

    def opened_by(self, secret: str) -> Any:
        """Return the body if a secret signed it, as the reference library says; raise otherwise."""
        return Webhook(secret).verify(self.body, dict(self.headers))


@dataclass(frozen=True)
class Scripted(Client):
    """A client whose other end answers with `say` for a call."""

    say: Callable[[Sent], Say] = lambda _: 204
    sent: list[Sent] = field(default_factory=list)

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Note a call and answer it."""
        call = Sent(url, headers, body, now())
        self.sent.append(call)
        said = self.say(call)
        if isinstance(said, str):
            raise NoAnswer(said)
        code, retry_after = said if isinstance(said, tuple) else (said, None)
        return Answer(code, retry_after)

    @property
    def ids(self) -> list[str]:
        """The ids of all that was sent, in its order."""
        return [each.id for each in self.sent]


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resolve every name to an address of the public internet."""
    made = Client(resolve=lambda _host, _port: ["93.184.216.34"])
    monkeypatch.setattr(endpoints, "client", lambda *, seconds: made)


def add(caller: Caller, *, url: str = URL, events: tuple[str, ...] = ALL_EVENTS) -> Endpoint:
    return service.add_endpoint(caller, url=url, events=events, description="")


def secret_of(endpoint: Endpoint) -> str:
    """Return an endpoint's newest secret."""
    return service.secret_of(endpoint.id, generation=endpoint.generation)


def happens(
    world: World,
    kind: str = "photo_request.completed",
    *,
    version: int = 1,
    account_id: str | None = None,
    **data: Any,
) -> None:
    """Publish an event as a use case does; unnamed fields are as in its example."""
    tx = Transaction()
    told = {**example_of(kind)["data"], **data}
    del told["version"]
    notifications.publish(tx, account_id=account_id or world.account.id, type=kind, version=version, data=told)
    tx.commit()


def fan_out() -> int:
    """Fan out waiting events, as the sweep does. Returns the number of deliveries made."""
    return sum(service.fan_out(item) for item in list(notifications.list_events()))


def try_due(by: Client) -> list[Attempt]:
    """Try all that is due now, once; return the attempts that this led to."""
    tried = [delivering.deliver(wake_of(each), by=by) for each in list(list_due(now(), limit=10_000))]
    return [attempt for attempt in tried if attempt is not None]


def wake_of(delivery: Delivery) -> Wake:
    """Return the queue's message of a delivery."""
    return Wake(account_id=delivery.account_id, endpoint_id=delivery.endpoint_id, delivery_id=delivery.id)


def deliveries(endpoint: Endpoint) -> list[Delivery]:
    """Return the deliveries of an endpoint, newest first."""
    return list_deliveries(endpoint.account_id, endpoint.id, after=None, limit=10_000)[0]


def deliveries_of(shown: Mapping[str, Any], account_id: str) -> list[Delivery]:
    """Return the deliveries of an endpoint as the API showed it."""
    return list_deliveries(account_id, shown["id"], after=None, limit=10_000)[0]


def again(delivery: Delivery) -> Delivery:
    """Return a delivery as it now is."""
    found = get_delivery(delivery.account_id, delivery.endpoint_id, delivery.id)
    assert found is not None
    return found


def now_of(endpoint: Endpoint) -> Endpoint:
    found = get_endpoint(endpoint.account_id, endpoint.id)
    assert found is not None
    return found


@contextmanager
def time_stands() -> Iterator[Callable[[timedelta], None]]:
    """Stop the clock; the yielded function moves it on."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller.shift


def until_settled(
    by: Client, endpoint: Endpoint, *, move: Callable[[timedelta], None], step: timedelta = timedelta(milliseconds=1)
) -> int:
    """Move from one due moment to the next, a `step` at least, until nothing is pending. Returns their number."""
    for done in range(500):
        pending = [
            each for each in list_due(now() + timedelta(days=9), limit=10_000) if each.endpoint_id == endpoint.id
        ]
        if not pending:
            return done
        move(max(timedelta(0), min(each.due_at for each in pending) - now()) + step)
        try_due(by)
    raise AssertionError("still pending")


def queued() -> list[Wake]:
    """Remove all messages from the queue of deliveries and return them."""
    sqs: Any = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="webhook-deliveries")["QueueUrl"]
    found: list[Wake] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            found.append(Wake.model_validate(json.loads(message["Body"])))
    return found


@contextmanager
def many_rows() -> Iterator[None]:
    """Make moto fit for many rows: it copies its whole tables for each write of a transaction, to undo failures.

    Nothing is undone within the block, so it is for calls one after another, of which no transaction fails. Nothing is
    put into the queue either: due deliveries are found in the table. An account's endpoints are looked up once.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Table, "__deepcopy__", lambda table, _memo: table, raising=False)
        patch.setattr(queues, "send", lambda _url, _notes: None)
        patch.setattr(table, "list_endpoints", cache(table.list_endpoints))
        yield
