"""The queue of orders for imports."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws import queues
from chalicelib.base.observability import log
from chalicelib.base.settings import settings


def send(order: str, *, account_id: str) -> None:
    """Put an order of an account into the queue. If SQS refuses it, the sweep orders the work later."""
    try:
        queues.send(settings().queue_url("client-imports"), [queues.Note(order, group=account_id)])
    except (BotoCoreError, ClientError) as error:
        log("warning", "import not ordered", account_id=account_id, error=type(error).__name__)
