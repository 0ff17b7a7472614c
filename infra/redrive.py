"""Redrives items that were given up: `make redrive STAGE=prod` (STAGE=local: the system that `make run` runs).

Messages go from each dead-letter queue of the stack back to the queue that gave them up, or to the function that did.
Messages of the outbox go back to `pending`. Limits: three times each, since an item that fails for ever needs a person
and not another round. `QUEUE=archives` does it for one queue, `QUEUE=outbox` for the outbox alone.

The queues are read from the stack, so that a new one is never forgotten. Failures of streams and schedules aren't among
them: they are in no queue's RedrivePolicy, and the next sweep does their work.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy import stack_name
from infra.stages import StageError, environment_of

#: The number of redrives of a message.
TRIES = 3
COUNT = "redrive_count"
RECEIVED_AT_ONCE = 10
OUTBOX = "outbox"
#: Fields of Lambda's record of a call that it gave up, in a dead-letter queue that is also a function's destination.
_GIVEN_UP = {"requestContext", "requestPayload"}


class RedriveError(Exception):
    """The redrive can't be done; the message has the reason."""


@dataclass(frozen=True)
class Dead:
    """A dead-letter queue and the queue whose messages it takes, as URLs; `name` is that queue's without the stage."""

    name: str
    url: str
    live_url: str

    @property
    def way(self) -> str:
        """From where to where."""
        return f"{_last(self.url)} -> {_last(self.live_url)}"


@dataclass(frozen=True)
class Moved:
    """The number of messages moved back, handed to their function again, and left after all their tries."""

    queued: int = 0
    called: int = 0
    left: int = 0


def main(arguments: list[str]) -> int:
    """Redrive a stage and print the numbers. Returns 1, with one line printed, when it can't be done."""
    parser = argparse.ArgumentParser(prog="python -m infra.redrive", description="Retry what was given up.")
    parser.add_argument("--stage", required=True)
    parser.add_argument("--queue", default="", help=f"one queue, or {OUTBOX}; all when left out")
    options = parser.parse_args(arguments)
    try:
        os.environ |= environment_of(options.stage)
        for line in redrive(options.stage, options.queue):
            print(line)
    except (BotoCoreError, ClientError, RedriveError, StageError) as error:
        print(f"osmotr: can't redrive {options.stage}: {error}", file=sys.stderr)
        return 1
    return 0


def redrive(stage: str, wanted: str = "") -> Iterator[str]:
    """Redrive a queue of a stage, or everything if none is named. Yields a line for each queue, for people."""
    dead = dead_letter_queues(stage)
    names = [queue.name for queue in dead]
    if wanted and wanted not in (*names, OUTBOX):
        raise RedriveError(f"there is no queue {wanted}; there are {', '.join((*names, OUTBOX))}")
    for queue in dead:
        if wanted in {"", queue.name}:
            yield in_words(queue, redrive_queue(queue))
    if wanted in {"", OUTBOX}:
        yield f"{OUTBOX}: {redrive_messages()} messages given another try"


def dead_letter_queues(stage: str) -> list[Dead]:
    """Return the dead-letter queues of a stage's stack: each that another queue of it gives its messages up to."""
    sqs: Any = boto3.client("sqs")
    policies = {url: _redrive_policy(sqs, url) for url in _queues_of(stack_name(stage))}
    urls = {_last(url): url for url in policies}
    found = [
        Dead(name=_last(url).removeprefix(f"{stack_name(stage)}-"), url=urls[policy.rpartition(":")[2]], live_url=url)
        for url, policy in policies.items()
        if policy
    ]
    return sorted(found, key=lambda queue: queue.name)


def _queues_of(stack: str) -> list[str]:
    pages = boto3.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
    resources = (resource for page in pages for resource in page["StackResourceSummaries"])
    return [each["PhysicalResourceId"] for each in resources if each["ResourceType"] == "AWS::SQS::Queue"]


def _redrive_policy(sqs: Any, url: str) -> str:
    """Return the ARN of a queue's dead-letter queue, '' if it has none."""
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])
    policy = answer.get("Attributes", {}).get("RedrivePolicy")
    return str(json.loads(policy)["deadLetterTargetArn"]) if policy else ""


def redrive_queue(queue: Dead) -> Moved:
    """Redrive the messages of a dead-letter queue, unless they had TRIES."""
    sqs: Any = boto3.client("sqs")
    queued = called = left = 0
    seen: set[str] = set()
    while messages := _unseen(sqs, queue.url, seen):
        for message in messages:
            call = _given_up_call(message["Body"])
            tries = _tries(message, call)
            if tries >= TRIES:
                left += 1
                continue
            # Given on before it is deleted: in between it may stand twice, which all receivers bear, never not at all.
            if call:
                _call_again(call, tries=tries + 1)
                called += 1
            else:
                _send_again(sqs, queue.live_url, message, tries=tries + 1)
                queued += 1
            sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])
    return Moved(queued=queued, called=called, left=left)


def in_words(queue: Dead, moved: Moved) -> str:
    """Return the outcome for a dead-letter queue in words."""
    said = f"{queue.way}: {moved.queued} moved"
    if moved.called:
        said += f", {moved.called} handed to the function that had given them up"
    return f"{said}, {moved.left} left after {TRIES} tries" if moved.left else said


def redrive_messages() -> int:
    """Redrive dead messages of the outbox, unless they were redriven TRIES times. Returns their number."""
    from chalicelib.outbox import service  # noqa: PLC0415 - reads the environment that `main` has set

    return service.redrive(at_most=TRIES)


def _given_up_call(body: str) -> dict[str, Any] | None:
    """Return Lambda's record of a call that it gave up; None for a message of a queue."""
    try:
        told = json.loads(body)
    except ValueError:
        return None
    is_call = isinstance(told, dict) and told.keys() >= _GIVEN_UP and isinstance(told["requestPayload"], dict)
    return told if is_call else None


def _tries(message: Mapping[str, Any], call: Mapping[str, Any] | None) -> int:
    if call:
        return int(call["requestPayload"].get(COUNT, 0))
    return int(message.get("MessageAttributes", {}).get(COUNT, {}).get("StringValue", "0"))


def _send_again(sqs: Any, queue: str, message: Mapping[str, Any], *, tries: int) -> None:
    attributes = {**message.get("MessageAttributes", {}), COUNT: {"DataType": "Number", "StringValue": str(tries)}}
    sqs.send_message(QueueUrl=queue, MessageBody=message["Body"], MessageAttributes=attributes)


def _call_again(call: Mapping[str, Any], *, tries: int) -> None:
    """Repeat a call of a function; the count is in the event, beside the fields that the function reads."""
    event = {**call["requestPayload"], COUNT: tries}
    name = call["requestContext"]["functionArn"].removesuffix(":$LATEST")
    boto3.client("lambda").invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps(event).encode())


def _unseen(sqs: Any, queue: str, seen: set[str]) -> list[dict[str, Any]]:
    """Return messages that this run hasn't looked at; those that it leaves come again a minute later."""
    answer = sqs.receive_message(
        QueueUrl=queue,
        MaxNumberOfMessages=RECEIVED_AT_ONCE,
        MessageAttributeNames=["All"],
        VisibilityTimeout=60,
        WaitTimeSeconds=1,
    )
    unseen = [message for message in answer.get("Messages", []) if message["MessageId"] not in seen]
    seen.update(message["MessageId"] for message in unseen)
    return unseen


def _last(url: str) -> str:
    return url.rpartition("/")[2]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
