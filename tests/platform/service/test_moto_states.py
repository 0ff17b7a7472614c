"""Worlds that are read back instead of made: each is as new, and nothing of one test comes into another."""

from datetime import timedelta

import boto3
import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.identity.model import Role
from tests.support.api.people import add_user
from tests.support.faults import counted
from tests.support.moto_states import copies, remembered
from tests.support.stored_settings import read
from tests.support.world import World, opened

QUEUE = "webhook-deliveries"


def contents() -> tuple[int, int, int]:
    """Return the number of users, stored photos and waiting messages."""
    sqs, s3 = boto3.client("sqs"), boto3.client("s3")
    attributes = sqs.get_queue_attributes(
        QueueUrl=sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"], AttributeNames=["All"]
    )
    scanned = boto3.client("dynamodb").scan(TableName="accounts")["Items"]
    return (
        sum(item["kind"] == {"S": "user"} for item in scanned),
        s3.list_objects_v2(Bucket="photos")["KeyCount"],
        int(attributes["Attributes"]["ApproximateNumberOfMessages"]),
    )


def change(world: World) -> None:
    """Put a user, a photo and a message into the world."""
    sqs = boto3.client("sqs")
    add_user(world.account, Role.STAFF)
    boto3.client("s3").put_object(Bucket="photos", Key="incoming/x", Body=b"x")
    sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"], MessageBody="x")


def test_what_a_test_changes_is_gone_in_the_next_world() -> None:
    for _ in range(3):
        with opened() as world:
            assert contents() == (0, 0, 0)
            assert read(world.account.id) == world.account
            change(world)
            assert contents() == (1, 1, 1)


def test_a_world_is_opened_without_a_call() -> None:
    with opened():
        pass
    with counted() as calls, opened():
        assert calls == []


@pytest.mark.parametrize("touched", [True, False])
def test_what_is_made_after_a_call_of_the_test_is_made_for_real(touched: bool) -> None:
    made: list[int] = []
    for number in range(2):
        with opened() as world:
            if touched:
                change(world)
            remembered(f"numbers {touched}", lambda number=number: made.append(number))  # type: ignore[misc]

    assert made == ([0, 1] if touched else [0])


def test_under_a_clock_of_the_tests_own_everything_is_made_for_real() -> None:
    with opened():
        pass
    with time_machine.travel(now() + timedelta(days=400), tick=False), opened() as world:
        assert world.account.created_at == now() - timedelta(days=1)


def test_a_copy_brings_back_the_state_after_the_first(world: World) -> None:
    again = copies(lambda: change(world))

    for _ in range(3):
        again()
        assert contents() == (1, 1, 1)
        change(world)
