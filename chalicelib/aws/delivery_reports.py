"""The queue of delivery reports, and the batches in which CloudWatch Logs hands lines to a subscribed function."""

import base64
import gzip
import json
from collections.abc import Iterable
from typing import Any

from chalicelib.aws.clients import client
from chalicelib.base.settings import settings


def unpack(event: dict[str, Any]) -> dict[str, Any]:
    """Return the document of an event of CloudWatch Logs: `{"awslogs": {"data": base64 of gzipped JSON}}`."""
    document: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
    return document


def queue(reports: Iterable[str]) -> None:
    """Put reports into the queue, each as a message of its own; repeating it after an error does no harm."""
    for report in reports:
        client("sqs").send_message(QueueUrl=settings().queue_url("delivery-reports"), MessageBody=report)
