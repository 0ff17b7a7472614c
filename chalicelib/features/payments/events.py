"""The handler of looks at payments."""

from typing import Any

from chalicelib.aws.batches import each_at_once
from chalicelib.base.observability import alarm
from chalicelib.features.payments.service import looking

#: As many as a batch of the queue has: a provider that hangs delays no other payment.
_AT_ONCE = 10


def settle_payment(event: dict[str, Any], _context: Any = None) -> dict[str, Any]:
    """Look at payments and settle the outcome (SQS batch); those that failed come again."""
    return each_at_once(event, handle=lambda record: _look(record["body"]), workers=_AT_ONCE)


def _look(body: str) -> None:
    try:
        look = looking.Look.model_validate_json(body)
    except ValueError:
        alarm("message that is not an order of a look")
        return
    looking.do(look)
