"""Messages for queues of ours."""

from collections.abc import Iterable
from itertools import batched
from typing import NamedTuple

from chalicelib.aws.clients import client
from chalicelib.observability import log

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


def send_many(queue_url: str, bodies: Iterable[str]) -> int:
    """Put many messages into a queue, ten at once; return how many the queue took."""
    taken = 0
    for batch in batched(bodies, 10):
        entries = [{"Id": str(place), "MessageBody": body} for place, body in enumerate(batch)]
        answer = client("sqs").send_message_batch(QueueUrl=queue_url, Entries=entries)
        if answer.get("Failed"):
            log("warning", "queue refused messages", count=len(answer["Failed"]))
        taken += len(answer.get("Successful", []))
    return taken
