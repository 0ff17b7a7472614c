"""What the outbox's stream calls."""

from typing import Any

from chalicelib.aws.batches import each_at_once
from chalicelib.outbox import service

#: As many as a batch has: a call of SNS or SES that hangs must not keep the others of the batch waiting.
AT_ONCE = 25


def dispatch_stream(event: dict[str, Any], *, send: service.Send, record: service.Record) -> dict[str, Any]:
    """Tell the items that were just written; a record that failed is named, so that only it comes again.

    The stream only makes it quick: what it misses, the sweep finds.
    """

    def tell(change: dict[str, Any]) -> None:
        image = change.get("dynamodb", {}).get("NewImage")
        if change.get("eventName") == "INSERT" and image is not None:
            service.dispatch_written(image, send=send, record=record)

    return each_at_once(event, handle=tell, workers=AT_ONCE)
