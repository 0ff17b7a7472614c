"""Batches of SQS messages and stream records: each is handled by itself, and those that failed are named."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, cast

from chalicelib.base.observability import alarm, where


class Turn(NamedTuple):
    """A pass over those of a batch that are still waiting; none begins with fewer than `seconds` left."""

    seconds: float
    handle: Callable[[str], bool]


class ComeAgain(Exception):
    """A record that can't be handled yet: it has to come again, and nobody needs to be alarmed."""


def each_record(event: dict[str, Any], context: Any, *, handle: Callable[[Any], None]) -> dict[str, Any]:
    """Handle every record of an SQS batch; return the failed ones, so that AWS sends only those again."""
    # 90 ms to import, which neither the API nor the schedules need
    from aws_lambda_powertools.utilities.batch import (  # noqa: PLC0415
        BatchProcessor,
        EventType,
        process_partial_response,
    )

    def handle_one(record: Any) -> None:  # Powertools hands it over by this name
        try:
            handle(record)
        except ComeAgain:
            raise
        except Exception as error:
            alarm("record failed", kind="SQS", error=type(error).__name__, stack=where(error))
            raise

    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    answer = process_partial_response(event=event, record_handler=handle_one, processor=processor, context=context)
    return cast("dict[str, Any]", answer)


def each_at_once(event: dict[str, Any], *, handle: Callable[[Any], None], workers: int) -> dict[str, Any]:
    """Handle all raw records of a batch (SQS or stream), `workers` at once; return the failed ones.

    Use it for records that wait for another service: a slow one delays only the batch's end.
    """

    def failed(record: dict[str, Any]) -> bool:
        try:
            handle(record)
        except Exception as error:
            alarm("record failed", kind=record["eventSource"], error=type(error).__name__, stack=where(error))
            return True
        return False

    records = event["Records"]
    with ThreadPoolExecutor(max_workers=workers) as pool:
        verdicts = list(pool.map(failed, records))
    bad = [record for record, is_bad in zip(records, verdicts, strict=True) if is_bad]
    return {"batchItemFailures": [{"itemIdentifier": _named(record)} for record in bad]}


def _named(record: dict[str, Any]) -> str:
    """Return the identifier by which AWS knows a record of a batch: of a stream, the place in it."""
    return str(record["messageId"] if "messageId" in record else record["dynamodb"]["SequenceNumber"])


def each_in_turns(
    waiting: Sequence[dict[str, Any]],
    *,
    turns: Sequence[Turn],
    left: Callable[[], float],
    put_back: Callable[[str], None],
) -> dict[str, list[dict[str, str]]]:
    """Handle the body of each SQS record in the first turn that accepts it; return the failed messages.

    A `handle` returns False to leave a message. `put_back` returns unhandled messages to their queue. Why: only
    failures may bring a message nearer to the dead-letter queue, waiting may not.
    """
    failed: list[str] = []
    for turn in turns:
        waiting = [record for record in waiting if not _done(record, turn, left=left, failed=failed)]
    for record in waiting:
        _attempt(record, put_back, failed)
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}


def _done(record: dict[str, Any], turn: Turn, *, left: Callable[[], float], failed: list[str]) -> bool:
    return left() >= turn.seconds and _attempt(record, turn.handle, failed)


def _attempt(record: dict[str, Any], handle: Callable[[str], bool | None], failed: list[str]) -> bool:
    """Return True if a message is done with. One that failed is, and is added to `failed`."""
    try:
        return handle(record["body"]) is not False
    except Exception as error:
        alarm("record failed", kind="SQS", error=type(error).__name__, stack=where(error))
        failed.append(record["messageId"])
        return True
