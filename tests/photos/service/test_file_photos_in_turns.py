"""A batch in which some files cost a decoder more than all others together: nobody waits for them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import boto3
import pytest

import app
from chalicelib.base.settings import settings
from chalicelib.features.photos import service
from chalicelib.features.photos.model import UploadStatus
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.features.photos.sandbox import examination
from chalicelib.features.photos.service import filing
from chalicelib.sandbox import allowance
from chalicelib.sandbox.process import Sandbox
from tests.photos import hostile_factory
from tests.support import sending
from tests.support.lambda_events import Context, object_created, queue_event
from tests.support.world import World

WORDS = [b"spin", b"fill memory", b"crash"]


@dataclass(frozen=True)
class Hurried(Context):
    """A call with so little time left."""

    seconds: float = 0

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower the limits."""
    monkeypatch.setattr(allowance, "SHORT", 0.2)
    monkeypatch.setattr(allowance, "WHOLE", 0.4)


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A child for which files are words that say how they get the better of a decoder."""
    sandbox = Sandbox("tests.photos.sandbox_child")
    monkeypatch.setattr(examination, "SANDBOX", sandbox)
    yield
    sandbox.close()


@pytest.fixture
def queue(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """The queue of photo events."""
    url: str = boto3.client("sqs").create_queue(QueueName="photo-events")["QueueUrl"]
    monkeypatch.setenv("PHOTO_EVENTS_QUEUE_URL", url)
    settings.cache_clear()
    return url


def file_photos(*bodies: str, seconds: float = 600) -> list[str]:
    """Call the function as Lambda does; return the ids of the messages that failed."""
    answer: dict[str, Any] = app.file_photos(queue_event(*bodies), Hurried(seconds=seconds))
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def bodies_in(queue: str) -> list[str]:
    answer = boto3.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    return [message["Body"] for message in answer.get("Messages", [])]


@pytest.mark.usefixtures("sandbox")
def test_nine_photos_are_filed_before_any_bomb_beside_them_is_judged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bombed, shown = sending.ask(world), sending.ask(world, categories={"damage": (1, 9)})
    bombs = [sending.send(bombed, word) for word in WORDS]
    good = [sending.send(shown, sending.photo(number)) for number in range(9)]
    filed = service.file_photo
    judged: list[str] = []

    def noted(arrived: service.Arrived, **how: Any) -> UploadStatus | None:
        status = filed(arrived, **how)
        judged.append(arrived.key)
        return status

    monkeypatch.setattr(filing, "file_photo", noted)

    assert file_photos(*[object_created(key) for _, key in [bombs[0], *good[:4], bombs[1], *good[4:], bombs[2]]]) == []

    refused = {sending.upload_of(bombed, photo.photo_id).reason for photo, _ in bombs}
    assert refused == {RejectionReason.TOO_COMPLEX}
    assert len(sending.attachments(world, shown)) == 9
    assert judged.index(bombs[0][1]) > max(judged.index(key) for _, key in good)  # its short time was used up


@pytest.mark.usefixtures("sandbox")
def test_a_tenants_bombs_cost_another_one_the_short_time_of_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bombed, others = sending.ask(world), sending.ask(replace(world, admin=world.stranger))
    bombs = [sending.send(bombed, word)[1] for word in WORDS]
    neighbours = sending.send(others, sending.photo())[1]
    filed = service.file_photo
    judged: list[str] = []

    def noted(arrived: service.Arrived, **how: Any) -> UploadStatus | None:
        judged.append(arrived.key)
        return filed(arrived, **how)

    monkeypatch.setattr(filing, "file_photo", noted)

    assert file_photos(*map(object_created, [*bombs, neighbours])) == []

    assert judged[:4] == [bombs[0], neighbours, *bombs[1:]]
    assert len(sending.attachments(replace(world, admin=world.stranger), others)) == 1


def test_real_bombs_are_refused_and_the_photos_beside_them_filed(world: World) -> None:
    bombed, shown = sending.ask(world), sending.ask(world, categories={"damage": (1, 9)})
    bombs = [sending.send(bombed, data) for data in hostile_factory.bombs().values()]
    good = [sending.send(shown, sending.photo(number)) for number in range(9)]

    assert file_photos(*[object_created(key) for _, key in [*bombs, *good]]) == []

    for photo, _ in bombs:
        upload = sending.upload_of(bombed, photo.photo_id)
        assert (upload.status, upload.reason) == (UploadStatus.REJECTED, RejectionReason.TOO_COMPLEX)
    assert len(sending.attachments(world, shown)) == 9


@pytest.mark.usefixtures("sandbox")
def test_what_has_no_time_left_goes_back_into_the_queue_and_is_not_counted_as_failed(world: World, queue: str) -> None:
    shown = sending.ask(world)
    photo, key = sending.send(shown, b"spin")

    assert file_photos(object_created(key), seconds=allowance.seconds_needed(0.2) + 0.1) == []

    assert sending.upload_of(shown, photo.photo_id).status == UploadStatus.RESERVED
    assert bodies_in(queue) == [object_created(key)]


def test_a_call_that_begins_late_puts_everything_back(world: World, queue: str) -> None:
    shown = sending.ask(world)
    told = [object_created(sending.send(shown, sending.photo(number))[1]) for number in range(3)]

    assert file_photos(*told, seconds=1) == []

    assert sorted(bodies_in(queue)) == sorted(told)
    assert sending.attachments(world, shown) == []


def test_what_can_not_be_put_back_comes_again_as_failed(world: World) -> None:
    told = object_created(sending.send(sending.ask(world), sending.photo())[1])

    assert file_photos(told, seconds=1) == ["m0"]


@pytest.mark.usefixtures("sandbox")
def test_two_versions_of_an_object_have_one_allowance(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = sending.ask(world)
    photo = sending.announced(b"spin")
    key = sending.reserve_key(shown, photo)
    sending.put(key, b"spin")
    later = sending.put(key, b"crash")
    asked: list[float] = []
    ask = Sandbox.ask

    def noted(self: Sandbox, request: Any, *, seconds: float) -> Any:
        asked.append(request.header["cpu_seconds"])
        return ask(self, request, seconds=seconds)

    monkeypatch.setattr(Sandbox, "ask", noted)
    file_photos(object_created(key, version_id=later))

    assert sending.upload_of(shown, photo.photo_id).reason == RejectionReason.TOO_COMPLEX
    assert all(each <= 0.4 for each in asked)
