"""S3's event notifications, as they come in SQS messages."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote_plus, unquote_plus

from chalicelib.aws import photo_bucket, queues
from chalicelib.base.settings import settings

#: The group of messages that are no tenant's.
NOBODY = "nobody"


class ObjectCreated(NamedTuple):
    """An object that S3 reports: its decoded key and version (None without versioning)."""

    key: str
    version_id: str | None


def objects_created(message_body: str) -> Iterator[ObjectCreated]:
    """Return the objects of one message; none for `s3:TestEvent`, which S3 sends when notifications are set up.

    Raises ValueError if it is not an S3 notification.
    """
    event: Any = json.loads(message_body)
    if not isinstance(event, dict):
        raise ValueError("not an S3 notification")
    if event.get("Event") == "s3:TestEvent":
        return
    if "Records" not in event:
        raise ValueError("not an S3 notification")
    for record in event["Records"]:
        if str(record.get("eventName", "")).removeprefix("s3:").startswith("ObjectCreated:"):
            stored = record["s3"]["object"]
            yield ObjectCreated(key=_key(stored["key"]), version_id=stored.get("versionId") or None)


def _key(encoded: str) -> str:
    """Return a decoded key. One that is no text is returned as sent: no object of ours has such a name."""
    try:
        return unquote_plus(encoded, errors="strict")
    except UnicodeDecodeError:
        return encoded


def report_again(key: str, *, version_id: str | None = None, queue_url: str | None = None) -> None:
    """Queue an object as S3 does when it is created, to replace an event that S3 did not deliver.

    `queue_url`: None for the queue of photos' events.
    """
    stored = {"key": quote_plus(key)} | ({"versionId": version_id} if version_id else {})
    record = {"eventName": "ObjectCreated:Again", "s3": {"object": stored}}
    put_back(json.dumps({"Records": [record]}), queue_url=queue_url)


def put_back(message_body: str, *, queue_url: str | None = None) -> None:
    """Put a message into the queue anew, its tries begin again. For one that only waited.

    S3's own messages have no group, so that they go before a backlog of these.
    """
    note = queues.Note(message_body, group=tenant_of(message_body) or NOBODY)
    queues.send(queue_url or settings().queue_url("photo-events"), [note])


def tenant_of(message_body: str) -> str:
    """Return the account that owns the object of a message; empty for a malformed message."""
    try:
        return next((photo_bucket.tenant_of(stored.key) for stored in objects_created(message_body)), "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
