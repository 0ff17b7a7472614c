"""Photo events go from the dead-letter queue back to their queue, three times at most."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from infra.redrive import redrive_photo_events


@pytest.fixture
def queues() -> Iterator[tuple[str, str]]:
    """The queue of photo events and its dead-letter queue."""
    with mock_aws():
        sqs = boto3.client("sqs")
        yield sqs.create_queue(QueueName="live")["QueueUrl"], sqs.create_queue(QueueName="dead")["QueueUrl"]


def test_a_dead_event_is_queued_again_with_its_body(queues: tuple[str, str]) -> None:
    live, dead = queues
    boto3.client("sqs").send_message(QueueUrl=dead, MessageBody='{"Records": []}')

    assert redrive_photo_events(live, dead) == (1, 0)
    (message,) = boto3.client("sqs").receive_message(QueueUrl=live)["Messages"]
    assert message["Body"] == '{"Records": []}'
    assert "Messages" not in boto3.client("sqs").receive_message(QueueUrl=dead)


def test_an_event_that_was_redriven_three_times_stays(queues: tuple[str, str]) -> None:
    live, dead = queues
    count = {"redrive_count": {"DataType": "Number", "StringValue": "3"}}
    boto3.client("sqs").send_message(QueueUrl=dead, MessageBody="poison", MessageAttributes=count)

    assert redrive_photo_events(live, dead) == (0, 1)
    assert "Messages" not in boto3.client("sqs").receive_message(QueueUrl=live)
