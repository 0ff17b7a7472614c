"""The handler of S3's events: uploads that arrived."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from chalicelib.aws import s3_events
from chalicelib.aws.batches import Turn, each_in_turns
from chalicelib.base.observability import alarm, log
from chalicelib.features.photos.service import filing
from chalicelib.outbox.sweeping import in_turn
from chalicelib.sandbox.allowance import Allowance, Unfinished, seconds_needed, short, whole


def file_photos(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """File the photos of an SQS batch of S3's reports. Returns the failed messages, so that only they come again.

    First each photo gets a short time, which nearly all need less of. The few that need more come after all others, and
    go back into the queue when the function has no time left for them. Tenants take turns: one that sends only files
    which need more costs each of the others the short time of one.
    """
    ends = time.monotonic() + context.get_remaining_time_in_millis() / 1000
    turns = [
        Turn(seconds_needed(allow().cpu_seconds), partial(_file_message, allow=partial(allow, ends=ends)))
        for allow in (short, whole)
    ]
    records = list(in_turn(event["Records"], line=lambda record: s3_events.tenant_of(record["body"])))
    return each_in_turns(records, turns=turns, left=lambda: ends - time.monotonic(), put_back=s3_events.put_back)


def _file_message(body: str, *, allow: Callable[[], Allowance]) -> bool:
    """File the photos that a message names; return False when one needs more than it is allowed now."""
    try:
        arrived = list(s3_events.objects_created(body))
    except ValueError:
        alarm("message that is not an S3 notification")
        return True
    filed = [_file(stored, allow()) for stored in arrived]
    return all(filed)


def _file(stored: s3_events.ObjectCreated, allowance: Allowance) -> bool:
    try:
        filing.file_photo(filing.Arrived(key=stored.key, version_id=stored.version_id), allowance=allowance)
    except filing.NotArrived:
        log("warning", "object gone before it was filed", version_id=stored.version_id)
    except Unfinished:
        log("info", "photo put off", version_id=stored.version_id)
        return False
    return True
