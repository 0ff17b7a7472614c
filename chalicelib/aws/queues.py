"""Messages for queues of ours."""

from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Any, NamedTuple

from chalicelib.aws.clients import client
from chalicelib.base.observability import log

#: The longest that SQS holds a message back, in seconds.
MAX_DELAY = 900
#: The most that SQS takes in one call.
BATCH = 10


class Note(NamedTuple):
    """A message; `delay` in seconds, MAX_DELAY at most.

    Among `group`s a queue is fair: of a tenant with a backlog SQS returns messages only while no other tenant has any.
    """

    body: str
    group: str
    delay: int = 0


def send(queue_url: str, notes: Iterable[Note]) -> int:
    """Put messages into a queue, BATCH at once. Returns the number that the queue accepted.

    Refused messages are logged: the sweep asks for their work again.
    """
    return sum(_send(queue_url, batch) for batch in batched(notes, BATCH))


def _send(queue_url: str, notes: Sequence[Note]) -> int:
    if len(notes) == 1:
        client("sqs").send_message(QueueUrl=queue_url, **_entry(notes[0]))
        return 1
    entries = [{"Id": str(place), **_entry(note)} for place, note in enumerate(notes)]
    answer = client("sqs").send_message_batch(QueueUrl=queue_url, Entries=entries)
    if answer.get("Failed"):
        log("warning", "queue refused messages", count=len(answer["Failed"]))
    return len(answer.get("Successful", []))


def _entry(note: Note) -> dict[str, Any]:
    return {"MessageBody": note.body, "DelaySeconds": note.delay, "MessageGroupId": note.group}
