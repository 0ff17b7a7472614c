"""The handler of orders of imports."""

from typing import Any

from chalicelib.aws.batches import each_record
from chalicelib.base.observability import alarm
from chalicelib.features.clients.importing.model import ImportOrder
from chalicelib.features.clients.importing.working import work


def import_clients(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Resume imports that were ordered (SQS batch); those that failed come again."""

    def handle(record: Any) -> None:
        try:
            order = ImportOrder.model_validate_json(record.body)
        except ValueError:
            alarm("message that is not an order of an import")
            return
        work(order, left=lambda: context.get_remaining_time_in_millis() / 1000)

    return each_record(event, context, handle=handle)
