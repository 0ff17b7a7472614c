"""The daily comparison of bucket and table finds cases that either of them has lost whole."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
import time_machine

from chalicelib.aws import photo_bucket
from chalicelib.base.clock import now
from chalicelib.features.photos import service
from tests.support import sending
from tests.support.faults import between
from tests.support.lambda_events import recorded_log
from tests.support.world import World


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


def erase_all_of(world: World, shown: service.Shown) -> None:
    for photo in sending.attachments(world, shown):
        photo_bucket.erase([photo.key, photo.preview_key, photo.thumbnail_key])


def test_an_account_of_which_the_bucket_has_lost_everything_is_found(
    world: World, clock: time_machine.Traveller
) -> None:
    shown = case_with_photos(world)
    clock.shift(timedelta(days=1))
    assert service.reconcile() == (0, 0)

    erase_all_of(world, shown)

    assert [service.reconcile(), service.reconcile()] == [(0, 2)] * 2


@pytest.fixture
def markers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Markers that versions were listed after; moto leaves out the first key behind one, as AWS does not."""
    asked: list[str] = []
    listed = photo_bucket.list_incoming

    def play(operation: str, parameters: dict[str, Any], call: Any) -> Any:
        if operation == "ListObjectVersions":
            asked.append(parameters.get("KeyMarker", ""))
        return call()

    def after_markers(*, after: str = "") -> Iterator[tuple[str, str]]:
        with between(play):
            list(listed(after=after))
        return (each for each in listed() if each[0] > asked[-1])

    monkeypatch.setattr(photo_bucket, "list_incoming", after_markers)
    return asked


@pytest.mark.usefixtures("markers")
def test_what_a_run_does_not_reach_is_compared_by_the_next_and_nothing_twice(
    world: World, clock: time_machine.Traveller
) -> None:
    all_of_it = sorted((case_with_photos(world, 1) for _ in range(5)), key=lambda shown: shown.request.case_id)
    for shown in (all_of_it[1], all_of_it[4]):
        erase_all_of(world, shown)
    forget_rows(all_of_it[3])
    clock.shift(timedelta(days=1))

    with recorded_log() as log:
        found = [service.reconcile(seconds=0) for _ in range(8)]

    # cases 0, 2 and 3 are in the bucket; a run finds missing photos up to its stop, the one at the end the rest
    assert found == [(0, 0), (0, 1), (1, 0), (0, 1)] * 2
    assert len(log.named("comparison not finished, the next one goes on")) == 6


def test_a_case_of_which_a_row_can_not_be_read_keeps_no_other_from_being_compared(
    world: World, clock: time_machine.Traveller
) -> None:
    broken, lost = case_with_photos(world, 1), case_with_photos(world, 1)
    erase_all_of(world, lost)
    key = {"pk": f"{world.account.id}#{broken.request.case_id}", "sk": f"req#{broken.request.id}"}
    boto3.resource("dynamodb").Table("cases").update_item(
        Key=key, UpdateExpression="SET document = :nothing", ExpressionAttributeValues={":nothing": "{}"}
    )
    clock.shift(timedelta(days=1))

    with recorded_log() as log:
        assert service.reconcile() == (0, 1)
    assert log.alarms == ["case can't be compared", "bucket and table differ"]
