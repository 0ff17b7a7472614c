"""Messages for queues of ours."""

from collections.abc import Iterable
from typing import NamedTuple

from chalicelib.aws.clients import client

#: The longest that SQS holds a message back, in seconds.
MAX_DELAY = 900


class Note(NamedTuple):
    """A message; `delay` in seconds, MAX_DELAY at most."""

    body: str
    delay: int = 0


def send(queue_url: str, notes: Iterable[Note]) -> None:
    """Put messages into a queue, one after another: they are few, and a batch can fail in part."""
    for note in notes:
        client("sqs").send_message(QueueUrl=queue_url, MessageBody=note.body, DelaySeconds=note.delay)
