"""The daily comparison of bucket and table finds cases that either of them has lost whole."""

from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
import time_machine

from chalicelib.aws import photo_bucket
from chalicelib.clock import now
from chalicelib.photos import service
from tests import sending
from tests.lambda_events import recorded_log
from tests.world import World


@pytest.fixture
def clock(world: World) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


def case_with_photos(world: World, count: int = 2) -> service.Shown:
    shown = sending.ask(world, categories={"damage": (1, 9)})
    for number in range(count):
        sending.send_and_file(shown, sending.photo(number))
    return shown


def forget_rows(shown: service.Shown) -> None:
    """Lose every row of a case, as a wrong restore would."""
    dynamodb, request = boto3.client("dynamodb"), shown.request
    for page in dynamodb.get_paginator("scan").paginate(TableName="cases"):
        for item in page["Items"]:
            if request.case_id in item["pk"]["S"]:
                dynamodb.delete_item(TableName="cases", Key={name: item[name] for name in ("pk", "sk")})


@pytest.mark.parametrize("left", ["originals and pictures", "pictures"])
def test_photos_of_a_case_that_the_table_lost_are_found(world: World, clock: time_machine.Traveller, left: str) -> None:
    shown, kept = case_with_photos(world), case_with_photos(world)
    photos = sending.attachments(world, shown)
    forget_rows(shown)
    if left == "pictures":
        photo_bucket.erase([photo.key for photo in photos])
    clock.shift(timedelta(days=1))

    with recorded_log() as log:
        assert service.reconcile() == (2, 0)
    assert log.alarms == ["bucket and table differ"]
    assert len(sending.attachments(world, kept)) == 2


def test_a_case_of_which_the_bucket_has_nothing_is_found(world: World, clock: time_machine.Traveller) -> None:
    shown, _ = case_with_photos(world), case_with_photos(world)
    for photo in sending.attachments(world, shown):
        photo_bucket.erase([photo.key, photo.preview_key, photo.thumbnail_key])
    clock.shift(timedelta(days=1))

    assert service.reconcile() == (0, 2)


def test_what_was_deleted_on_purpose_is_not_missed(world: World, clock: time_machine.Traveller) -> None:
    shown, _ = case_with_photos(world), case_with_photos(world)
    for photo in sending.attachments(world, shown):
        service.delete_attachment(world.admin, photo.id)
    sending.ask(world)
    clock.shift(timedelta(days=1))

    assert service.reconcile() == (0, 0)
