"""Gives what was given up another try: `make redrive STAGE=prod` (STAGE=local: the system that `make run` runs).

Photo events go from the dead-letter queue back to their queue, messages of the outbox back to `pending`; each three
times at most, since what fails for ever needs a person and not another round.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

#: How often a thing may be given another try.
TRIES = 3
COUNT = "redrive_count"
RECEIVED_AT_ONCE = 10


def main(arguments: list[str]) -> int:
    """Redrive a stage and say how much; 1 with one line when it can't be done."""
    parser = argparse.ArgumentParser(prog="python -m infra.redrive", description="Retry what was given up.")
    parser.add_argument("--stage", required=True)
    options = parser.parse_args(arguments)
    try:
        os.environ |= environment_of(options.stage)
        queued, kept = redrive_photo_events(*queues_of(options.stage))
        messages = redrive_messages()
    except (BotoCoreError, ClientError, FileNotFoundError) as error:
        print(f"osmotr: can't redrive {options.stage}: {error}", file=sys.stderr)
        return 1
    print(f"photo events given another try: {queued}; left in the dead-letter queue after {TRIES} tries: {kept}")
    print(f"messages given another try: {messages}")
    return 0


def environment_of(stage: str) -> Mapping[str, str]:
    """Return the environment in which production code reaches a stage."""
    if stage == "local":
        from infra.local.system import STATE_DIR  # noqa: PLC0415 - needs what only a machine with the emulator has

        local: dict[str, str] = json.loads((STATE_DIR / "run.json").read_text())["environment"]
        return local
    function = boto3.client("lambda").get_function_configuration(FunctionName=f"osmotr-{stage}-api_handler")
    deployed: dict[str, str] = function["Environment"]["Variables"]
    return deployed


def queues_of(stage: str) -> tuple[str, str]:
    """Return the URLs of the queue of photo events and of its dead-letter queue."""
    sqs = boto3.client("sqs")
    live: str = sqs.get_queue_url(QueueName=f"osmotr-{stage}-photo-events")["QueueUrl"]
    dead: str = sqs.get_queue_url(QueueName=f"osmotr-{stage}-photo-events-dead")["QueueUrl"]
    return live, dead


def redrive_photo_events(live: str, dead: str) -> tuple[int, int]:
    """Move messages of the dead-letter queue back, unless they were moved TRIES times; return how many were and not."""
    sqs: Any = boto3.client("sqs")
    seen: set[str] = set()
    queued = 0
    while messages := _unseen(sqs, dead, seen):
        for message in messages:
            tries = int(message.get("MessageAttributes", {}).get(COUNT, {}).get("StringValue", "0"))
            if tries >= TRIES:
                continue
            attributes = {COUNT: {"DataType": "Number", "StringValue": str(tries + 1)}}
            sqs.send_message(QueueUrl=live, MessageBody=message["Body"], MessageAttributes=attributes)
            # Sent before it is deleted: in between it may stand twice, which filing bears, but never not at all.
            sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
            queued += 1
    return queued, len(seen) - queued


def _unseen(sqs: Any, queue: str, seen: set[str]) -> list[dict[str, Any]]:
    answer = sqs.receive_message(
        QueueUrl=queue,
        MaxNumberOfMessages=RECEIVED_AT_ONCE,
        MessageAttributeNames=[COUNT],
        VisibilityTimeout=60,
        WaitTimeSeconds=1,
    )
    unseen = [message for message in answer.get("Messages", []) if message["MessageId"] not in seen]
    seen.update(message["MessageId"] for message in unseen)
    return unseen


def redrive_messages() -> int:
    """Let the outbox try its dead messages again, unless they were redriven TRIES times; return how many."""
    from chalicelib.notifications import service  # noqa: PLC0415 - reads the environment that `main` has set

    return service.redrive(at_most=TRIES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
