"""Archives in moto: the queue of orders, the function that handles them, and the content of the file."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import boto3
import pytest
import time_machine

import app
from chalicelib.base.clock import now
from chalicelib.base.settings import settings
from chalicelib.features.photos import service
from chalicelib.features.photos.model import ArchiveOrder
from chalicelib.features.photos.service import Shown
from tests.support import sending
from tests.support.lambda_events import Context, queue_event
from tests.support.world import World

PREFIX = "archives/"


def open_queue(patch: pytest.MonkeyPatch) -> str:
    """Make the queue of orders; within a world."""
    url: str = boto3.client("sqs").create_queue(QueueName="archives")["QueueUrl"]
    patch.setenv("ARCHIVES_QUEUE_URL", url)
    settings.cache_clear()
    return url


def orders() -> list[str]:
    """Remove all orders from the queue and return them."""
    sqs, url = boto3.client("sqs"), settings().queue_url("archives")
    taken = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            taken.append(message["Body"])
    return taken


def ordered(world: World, shown: Shown) -> ArchiveOrder:
    """Ask for an archive, take its order off the queue and return it."""
    service.show_archive(world.admin, shown.request.case_id)
    (body,) = orders()
    return ArchiveOrder.model_validate_json(body)


def function(*bodies: str, tries: int = 1) -> list[str]:
    """Call make_archives as Lambda does; return the ids of the messages that failed."""
    event = queue_event(*bodies)
    for record in event["Records"]:
        record["attributes"]["ApproximateReceiveCount"] = str(tries)
    answer: dict[str, Any] = app.make_archives(event, Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def make_what_was_ordered() -> int:
    """Make all ordered archives; return their number."""
    taken = orders()
    for order in taken:
        assert function(order) == []
    return len(taken)


def keys() -> set[str]:
    """Return the keys of the archives that there are, in any version."""
    return sending.keys_in_bucket(PREFIX)


def unfinished() -> list[Any]:
    """Return the uploads that were begun and neither completed nor aborted."""
    return list(boto3.client("s3").list_multipart_uploads(Bucket="photos").get("Uploads", []))


def the_archive() -> bytes:
    """Return the only archive that there is."""
    (key,) = keys()
    body: bytes = boto3.client("s3").get_object(Bucket="photos", Key=key)["Body"].read()
    return body


def opened(data: bytes) -> dict[str, bytes]:
    """Return the entries of a ZIP by name, after checking it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def later(by: timedelta) -> time_machine.travel:
    """Return a block in which so much time has passed; the clock stands still there."""
    return time_machine.travel(now() + by, tick=False)


def case_with_photos(world: World, count: int = 2) -> Shown:
    """Return a request whose case has so many photos of damage."""
    shown = sending.ask(world, categories={"damage": (1, 30)})
    for number in range(count):
        sending.send_and_file(shown, sending.photo(number))
    return shown
