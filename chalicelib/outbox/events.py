"""Handlers of AWS events for the outbox and the sweep: its stream, the schedule, the queue of due work."""

from collections.abc import Mapping
from typing import Any

from chalicelib.aws.batches import each_at_once
from chalicelib.base.observability import alarm, log
from chalicelib.outbox import due_rows, service
from chalicelib.outbox.sweeping import SECONDS, Source, attempt, read, sweep

#: As many as a batch of the stream has: one call of SNS or SES that hangs must not keep the others waiting.
AT_ONCE = 25
#: As many as a batch of the queue has.
DONE_AT_ONCE = 10


def dispatch_outbox(event: dict[str, Any], _context: Any = None) -> dict[str, Any]:
    """Send items that were just written (DynamoDB stream batch). Returns those that failed: only they come again.

    The stream only makes it quick. The sweep finds missed items.
    """
    return each_at_once(event, handle=_dispatch, workers=AT_ONCE)


def _dispatch(change: dict[str, Any]) -> None:
    image = change.get("dynamodb", {}).get("NewImage")
    if change.get("eventName") == "INSERT" and image is not None:
        service.dispatch_written(image)


def sweep_overdue(_event: Any = None, _context: Any = None) -> None:
    """Ask for everything that is due: outbox items, and rows of features of any kind."""
    seconds = SECONDS / len(sources := _sources())
    log("info", "swept", count=[sweep(source, seconds=seconds) for source in sources])


def do_due(event: dict[str, Any], _context: Any = None) -> dict[str, Any]:
    """Handle due work that the sweep queued (SQS batch), at once: a hanging item delays none of its neighbours."""
    sources = {source.name: source for source in _sources()}
    return each_at_once(event, handle=lambda record: _do_due(record["body"], sources), workers=DONE_AT_ONCE)


def _do_due(body: str, sources: Mapping[str, Source]) -> None:
    try:
        table, due = read(body)
        source = sources[table]
    except (ValueError, KeyError):
        alarm("message that is not an order of the sweep")
        return
    attempt(source, due)


def _sources() -> list[Source]:
    return [service.due_items(), *due_rows.due_rows()]
