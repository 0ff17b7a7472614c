"""make_archives as Lambda calls it: orders that are none, that fail, that come again."""

from datetime import timedelta

import boto3
import pytest

from chalicelib.base.settings import settings
from chalicelib.features.photos import service
from chalicelib.features.photos.model import ArchiveOrder
from tests.photos import archives
from tests.support.faults import refusal, refusing
from tests.support.lambda_events import Log
from tests.support.world import World


@pytest.fixture
def order(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """The order of an archive of two photos."""
    archives.open_queue(monkeypatch)
    service.show_archive(world.admin, archives.case_with_photos(world).request.case_id)
    (body,) = archives.orders()
    return body


def test_an_archive_is_made_and_said_to_be(order: str, log: Log) -> None:
    assert archives.function(order) == []

    assert len(archives.keys()) == 1
    (line,) = log.named("archive_made")
    assert line["count"] == 2
    assert line["milliseconds"] >= 0
    assert log.alarms == []


def test_the_same_order_ten_times_makes_one(order: str, log: Log) -> None:
    assert archives.function(*[order] * 10) == []

    assert len(archives.keys()) == 1
    assert len(log.named("archive_made")) == 1


@pytest.mark.parametrize("body", ["", "hello", "[]", "{}", '{"account_id": "a", "case_id": "c", "digest": "x"}'])
def test_what_is_no_order_is_acknowledged_with_an_alarm(order: str, log: Log, body: str) -> None:
    assert archives.function(body) == []

    assert log.alarms == ["message that is not an order of an archive"]
    assert archives.keys() == set()


@pytest.mark.parametrize(("tries", "hastened"), [(1, 1), (2, 1), (3, 0)])
def test_what_failed_comes_again_soon_but_for_the_last_time(order: str, log: Log, tries: int, hastened: int) -> None:
    # The receipt is a test's own: SQS refuses to hasten it, which must not hide the first failure.
    with refusing("UploadPart", iter([refusal("UploadPart", "SlowDown", status=503)])):
        assert archives.function(order, tries=tries) == ["m0"]

    assert log.alarms == ["record failed"]
    assert len(log.named("order not hastened")) == hastened


def test_an_order_that_failed_is_visible_again_in_less_than_a_minute(order: str) -> None:
    sqs, url = boto3.client("sqs"), settings().queue_url("archives")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "5400"})
    sqs.send_message(QueueUrl=url, MessageBody=order)
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]

    service.miss_archive(ArchiveOrder.model_validate_json(order), tries=1, receipt=message["ReceiptHandle"])

    with archives.later(timedelta(seconds=59)):
        assert [again["Body"] for again in sqs.receive_message(QueueUrl=url)["Messages"]] == [order]
