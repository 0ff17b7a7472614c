"""The sweep in moto: its queue, and the function that handles its orders."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
import time_machine

import app
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.settings import settings
from chalicelib.outbox import due_rows, events, sweeping
from chalicelib.outbox import service as notifications
from tests.support.lambda_events import Context, queue_event, schedule_event


def open_queues(patch: pytest.MonkeyPatch) -> None:
    """Make the queues of due work and of events of photos and documents; within a world.

    The sweep takes as long as it needs: a slow machine is no failure.
    """
    patch.setattr(events, "SECONDS", 100_000.0)
    for name in ("due-work", "photo-events", "document-events"):
        url = boto3.client("sqs").create_queue(QueueName=name)["QueueUrl"]
        patch.setenv(f"{name.replace('-', '_').upper()}_QUEUE_URL", url)
    settings.cache_clear()


def taken(url: str) -> list[str]:
    """Remove all messages from a queue and return them in their order."""
    sqs, bodies = boto3.client("sqs"), []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(message["Body"])
    return bodies


def ask() -> list[dict[str, Any]]:
    """Run the sweep and return its orders."""
    app.sweep_overdue(schedule_event(), Context())
    return [json.loads(body) for body in taken(settings().queue_url("due-work"))]


def do(orders: list[dict[str, Any]]) -> list[str]:
    """Handle orders, one after another; return the messages that failed."""
    answers = [app.do_due(queue_event(json.dumps(order)), Context()) for order in orders]
    return [failed["itemIdentifier"] for answer in answers for failed in answer["batchItemFailures"]]


def sweep_cases() -> int:
    """Sweep the due rows of cases. Returns the number of rows queued, or handled where there is no queue."""
    return sum(map(sweeping.sweep, due_rows.due_rows()))


def sweep_for(clock: time_machine.Traveller, time: timedelta, *, minutes: int = 5) -> None:
    """Shift the time with a sweep every few minutes, and handle its orders."""
    for _ in range(time // timedelta(minutes=minutes)):
        do(ask())
        clock.shift(timedelta(minutes=minutes))


def queue_item(account_id: str, **data: Any) -> str:
    """Put an item into the outbox that waits for the sweep; return its id."""
    tx = Transaction()
    item_id = notifications.queue_message(tx, account_id=account_id, data=data, at=now())
    tx.commit()
    return item_id
