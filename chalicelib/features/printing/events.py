"""The handler of orders of documents."""

from typing import Any

from chalicelib.aws.batches import each_record
from chalicelib.base.observability import alarm
from chalicelib.features.printing.model import Order
from chalicelib.features.printing.service.printing import work


def issue_documents(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Print documents that were ordered (SQS batch); those that failed come again."""

    def handle(record: Any) -> None:
        try:
            order = Order.model_validate_json(record.body)
        except ValueError:
            alarm("message that is not an order of a document")
            return
        work(order)

    return each_record(event, context, handle=handle)
