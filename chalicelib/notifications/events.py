"""What the outbox's stream calls."""

from typing import Any

from chalicelib.aws.batches import each_record
from chalicelib.notifications import service


def dispatch_stream(
    event: dict[str, Any], context: Any, *, send: service.Send, record: service.Record
) -> dict[str, Any]:
    """Tell the items that were just written; a record that failed is named, so that only it comes again.

    The stream only makes it quick: what it misses, the sweep finds.
    """

    def tell(change: Any) -> None:
        image = change.raw_event.get("dynamodb", {}).get("NewImage")
        if change.raw_event.get("eventName") != "INSERT" or image is None:
            return
        service.dispatch_written(image, send=send, record=record)

    return each_record(event, context, kind="DynamoDBStreams", handle=tell)
