"""The queue of orders for printed documents."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws import queues
from chalicelib.base.observability import log
from chalicelib.base.settings import settings


def send(order: str, *, account_id: str) -> None:
    """Put an order of an account into the queue. If SQS refuses it, or there is none, the sweep does."""
    url = settings().queue_url("documents")
    if not url:
        return
    try:
        queues.send(url, [queues.Note(order, group=account_id)])
    except (BotoCoreError, ClientError) as error:
        log("warning", "document not ordered", account_id=account_id, error=type(error).__name__)
