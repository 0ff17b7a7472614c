"""The handler of S3's events about documents."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from chalicelib.aws import s3_events
from chalicelib.aws.batches import Turn, each_in_turns
from chalicelib.base.observability import alarm, log
from chalicelib.base.settings import settings
from chalicelib.features.claims.documents import filing
from chalicelib.outbox.sweeping import in_turn
from chalicelib.sandbox.allowance import Allowance, Unfinished, seconds_needed, short, whole


def file_documents(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """File the documents of an SQS batch of S3's reports. Returns the failed messages, so that only they come again.

    As with photos: a short time for each first, a whole one for the few that need more, tenants in turn.
    """
    ends = time.monotonic() + context.get_remaining_time_in_millis() / 1000
    turns = [
        Turn(seconds_needed(allow().cpu_seconds), partial(_file_message, allow=partial(allow, ends=ends)))
        for allow in (short, whole)
    ]
    records = list(in_turn(event["Records"], line=lambda record: s3_events.tenant_of(record["body"])))
    put_back = partial(s3_events.put_back, queue_url=settings().queue_url("document-events"))
    return each_in_turns(records, turns=turns, left=lambda: ends - time.monotonic(), put_back=put_back)


def _file_message(body: str, *, allow: Callable[[], Allowance]) -> bool:
    """File the documents that a message names; return False when one needs more than it is allowed now."""
    try:
        arrived = list(s3_events.objects_created(body))
    except ValueError:
        alarm("message that is not an S3 notification")
        return True
    filed = [_file(stored, allow()) for stored in arrived]
    return all(filed)


def _file(stored: s3_events.ObjectCreated, allowance: Allowance) -> bool:
    try:
        filing.file_document(filing.Arrived(key=stored.key, version_id=stored.version_id), allowance=allowance)
    except filing.NotArrived:
        log("warning", "object gone before it was filed", version_id=stored.version_id)
    except Unfinished:
        log("info", "document put off", version_id=stored.version_id)
        return False
    return True
