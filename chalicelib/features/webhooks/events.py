"""Handlers of AWS events for webhooks: the outbox's stream, the queue of deliveries, the schedule.

app.py declares them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any

from pydantic import ValidationError

from chalicelib.aws.batches import each_at_once
from chalicelib.features.webhooks import service
from chalicelib.features.webhooks.model import Wake
from chalicelib.features.webhooks.service import delivering
from chalicelib.outbox import service as notifications
from chalicelib.outbox.model import OutboxItem

#: As many as a batch of the queue has: calls of hosts that hang must not keep the others of the batch waiting.
AT_ONCE = 10


def fan_out_events(event: dict[str, Any], _context: Any = None) -> dict[str, Any]:
    """Make deliveries of the events that were just written (DynamoDB stream batch), at once: more may wait behind.

    A backlog of one account costs a call or two for the batch, not several for each of its events.
    """
    done = _fan_out_backlogs(event["Records"])
    return each_at_once(event, handle=lambda record: _fan_out(record, done), workers=AT_ONCE)


def deliver_webhooks(event: dict[str, Any], _context: Any = None) -> dict[str, Any]:
    """Try the deliveries that the queue says (SQS batch); those that no lane is free for are put off first."""
    tried = delivering.sift(wake for record in event["Records"] if (wake := _wake_of(record["body"])))
    return each_at_once(event, handle=lambda record: _deliver(record["body"], tried), workers=AT_ONCE)


def sweep_webhooks(_event: Any = None, _context: Any = None) -> None:
    """Handle events that the stream missed, and overdue deliveries."""
    service.sweep()


def _fan_out_backlogs(changes: Iterable[dict[str, Any]]) -> frozenset[str]:
    of_account = defaultdict[str, list[OutboxItem]](list)
    for happened in filter(None, map(_readable, changes)):
        of_account[happened.account_id].append(happened)
    backlogs = [each for each in of_account.values() if len(each) > 1]
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return frozenset(chain.from_iterable(pool.map(service.fan_out_together, backlogs)))


def _readable(change: dict[str, Any]) -> OutboxItem | None:
    try:
        return _happened(change)
    except Exception:  # it is read again when its turn comes, and fails alone
        return None


def _happened(change: dict[str, Any]) -> OutboxItem | None:
    image = change.get("dynamodb", {}).get("NewImage")
    if change.get("eventName") != "INSERT" or image is None:
        return None
    return notifications.written_event(image)


def _fan_out(change: dict[str, Any], done: Collection[str]) -> None:
    happened = _happened(change)
    if happened is not None and happened.id not in done:
        service.fan_out(happened)


def _wake_of(body: str) -> Wake | None:
    try:
        return Wake.model_validate_json(body)
    except ValidationError:
        return None  # fails by itself when its turn comes


def _deliver(body: str, tried: Collection[Wake]) -> None:
    if (asked := Wake.model_validate_json(body)) in tried:
        delivering.deliver(asked)
