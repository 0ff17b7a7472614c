"""Events as Lambda hands them to the functions of app.py, and the functions' log lines meanwhile."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

import boto3
from ulid import ULID

from chalicelib.base.observability import FIELDS, logger

#: S3's message when notifications are set up.
TEST_EVENT = json.dumps(
    {
        "Service": "Amazon S3",
        "Event": "s3:TestEvent",
        "Time": "2026-01-01T00:00:00.000Z",
        "Bucket": "photos",
        "RequestId": "5582815E1AEA5ADF",
        "HostId": "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR",
    }
)


@dataclass(frozen=True)
class Context:
    """Lambda's context of a call."""

    aws_request_id: str = "5a1f1c0e-0000-4000-8000-000000000000"
    function_name: str = "osmotr-test-file_photos"
    memory_limit_in_mb: int = 2048
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:000000000000:function:osmotr-test-file_photos"

    def get_remaining_time_in_millis(self) -> int:
        """Return a time that is long enough for a busy machine, too. Photos are put back when it comes to its end."""
        return 600_000


def object_created(key: str, *, version_id: str | None = None, quoted: Callable[[str], str] = quote_plus) -> str:
    """Return the body of an SQS message with S3's event of a new object. S3 quotes keys as forms do."""
    stored = {"key": quoted(key), "size": 1, "eTag": "0", "sequencer": "0A1B2C3D4E5F678901"}
    if version_id is not None:
        stored["versionId"] = version_id
    return json.dumps(
        {
            "Records": [
                {
                    "eventVersion": "2.1",
                    "eventSource": "aws:s3",
                    "awsRegion": "eu-central-1",
                    "eventTime": "2026-01-01T00:00:00.000Z",
                    "eventName": "ObjectCreated:Post",
                    "s3": {"s3SchemaVersion": "1.0", "bucket": {"name": "photos"}, "object": stored},
                }
            ]
        }
    )


def object_removed(key: str) -> str:
    """Return the body of an SQS message by which S3 tells that an object is gone."""
    return object_created(key).replace("ObjectCreated:Post", "ObjectRemoved:DeleteMarkerCreated")


def queue_event(*bodies: str) -> dict[str, Any]:
    """Return a batch of SQS messages; their ids are `m0`, `m1`…"""
    return {
        "Records": [
            {
                "messageId": f"m{place}",
                "receiptHandle": f"handle-{place}",
                "body": body,
                "md5OfBody": "0",
                "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": "1767225600000",
                    "SenderId": "AIDA",
                    "ApproximateFirstReceiveTimestamp": "1767225600001",
                },
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "awsRegion": "eu-central-1",
                "eventSourceARN": "arn:aws:sqs:eu-central-1:000000000000:osmotr-test-photo-events",
            }
            for place, body in enumerate(bodies)
        ]
    }


def stream_event(items: list[dict[str, Any]], *, name: str = "INSERT") -> dict[str, Any]:
    """Return a batch of stream records that show raw items (`{"pk": {"S": …}}`) as they were written."""
    return {
        "Records": [
            {
                "eventID": f"e{place}",
                "eventName": name,
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "eu-central-1",
                "eventSourceARN": "arn:aws:dynamodb:eu-central-1:000000000000:table/outbox/stream/2026-01-01",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1767225600.0,
                    "Keys": {key: item[key] for key in ("pk", "sk")},
                    "NewImage": item,
                    "SequenceNumber": f"{place + 1:021}",
                    "SizeBytes": 300,
                    "StreamViewType": "NEW_IMAGE",
                },
            }
            for place, item in enumerate(items)
        ]
    }


def schedule_event() -> dict[str, Any]:
    """Return EventBridge's event of a scheduled time."""
    return {
        "version": "0",
        "id": str(ULID()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "0",
        "time": "2026-01-01T00:00:00Z",
        "region": "eu-central-1",
        "resources": [],
        "detail": {},
    }


def raw_items(table: str) -> list[dict[str, Any]]:
    """Return all items of a table as its stream would show them, oldest key first."""
    items = boto3.client("dynamodb").scan(TableName=table, ConsistentRead=True)["Items"]
    return sorted(items, key=lambda item: str(item.get("pk") or item["id"]))


@dataclass
class Log:
    """Lines that were logged: (level, event, fields)."""

    lines: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def named(self, event: str) -> list[dict[str, Any]]:
        """Return the fields of the lines of one event."""
        return [fields for _, name, fields in self.lines if name == event]

    @property
    def alarms(self) -> list[str]:
        """The events that raise an alarm."""
        return [event for level, event, _ in self.lines if level == "ERROR"]


@contextmanager
def recorded_log() -> Iterator[Log]:
    """Record log lines of every level."""
    log = Log()

    class Handler(logging.Handler):
        def emit(self, line: logging.LogRecord) -> None:
            fields = {name: value for name, value in vars(line).items() if name in FIELDS}
            log.lines.append((line.levelname, line.getMessage(), fields))

    handler, level = Handler(), logger.log_level
    logger.addHandler(handler)
    logger.setLevel("DEBUG")
    try:
        yield log
    finally:
        logger.setLevel(level)
        logger._logger.removeHandler(handler)
