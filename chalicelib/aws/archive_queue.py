"""The queue of orders for archives."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws import queues
from chalicelib.aws.clients import BUSY, client
from chalicelib.base.errors import Unavailable
from chalicelib.base.observability import log
from chalicelib.base.settings import settings

#: A failed order is retried sooner than by the queue's own time, made for functions that hang: a person waits for it.
RETRY_SECONDS = 20


def send(order: str, *, account_id: str) -> None:
    """Put an order of an account into the queue, or raise Unavailable."""
    try:
        queues.send(settings().queue_url("archives"), [queues.Note(order, group=account_id)])
    except (BotoCoreError, ClientError) as error:
        raise Unavailable(BUSY) from error


def retry_soon(receipt: str) -> None:
    """Shorten the queue's wait for an order in progress; without an answer of SQS, its own wait stays."""
    try:
        client("sqs").change_message_visibility(
            QueueUrl=settings().queue_url("archives"), ReceiptHandle=receipt, VisibilityTimeout=RETRY_SECONDS
        )
    except (BotoCoreError, ClientError) as error:
        log("warning", "order not hastened", error=type(error).__name__)
