"""All photos of a case as one file: made once, whole or not at all, without deleted photos."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from itertools import repeat
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import pytest

from chalicelib.aws import photo_bucket
from chalicelib.base.errors import NotFound, QuotaExceeded, Unavailable
from chalicelib.features.cases.service import NewCase
from chalicelib.features.photos import service
from chalicelib.features.photos.service import ArchiveFailed, archives
from chalicelib.features.photos.service.keys import key_of_archive
from tests.photos.archives import (
    case_with_photos,
    function,
    keys,
    later,
    make_what_was_ordered,
    open_queue,
    opened,
    ordered,
    orders,
    the_archive,
    unfinished,
)
from tests.support import sending
from tests.support.faults import between, counted, every_crash, refusal, refusing
from tests.support.lambda_events import recorded_log
from tests.support.world import World


@pytest.fixture(autouse=True)
def queue(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """The queue of orders."""
    return open_queue(monkeypatch)


def show(world: World, shown: service.Shown) -> service.Archive:
    return service.show_archive(world.admin, shown.request.case_id)


def test_it_holds_the_originals_under_their_names(world: World) -> None:
    shown = case_with_photos(world, 3)

    assert show(world, shown).url is None
    assert make_what_was_ordered() == 1

    held = opened(the_archive())
    assert list(held) == ["manifest.csv", *(f"Повреждения-0{number}.jpg" for number in (1, 2, 3))]
    assert [held[f"Повреждения-0{number + 1}.jpg"] for number in range(3)] == [sending.photo(n) for n in range(3)]
    assert show(world, shown).number == 3


def test_entries_are_stored_as_they_are_and_dated_by_the_accounts_clock(world: World) -> None:
    shown = case_with_photos(world)
    show(world, shown)
    make_what_was_ordered()
    received = {each.file_name: each.received_at for each in sending.attachments(world, shown)}

    with zipfile.ZipFile(io.BytesIO(the_archive())) as archive:
        entries = {info.filename: info for info in archive.infolist() if info.filename in received}

    assert entries.keys() == received.keys()
    for name, info in entries.items():
        local = received[name].astimezone(ZoneInfo("Europe/Moscow"))
        assert info.date_time == (*local.timetuple()[:5], local.second // 2 * 2)  # ZIP counts every other second
        assert (info.compress_type, info.compress_size) == (zipfile.ZIP_STORED, info.file_size)
        # the name is UTF-8; sizes stand before the bytes, for readers that can't look at the end
        assert info.flag_bits == 0x800


def test_it_is_led_to_under_the_cases_reference(world: World) -> None:
    shown = sending.ask(world, new_case=NewCase(reference='УБ "7"/А'))
    sending.send_and_file(shown, sending.photo())
    show(world, shown)
    make_what_was_ordered()

    url = show(world, shown).url

    assert url is not None
    # УБ _7__А.zip, as RFC 5987 writes it and the query of an address once more
    assert "response-content-disposition=attachment%3B%20filename%2A%3DUTF-8%27%27%25D0%25A3%25D0%2591" in url
    assert "%2520_7__%25D0%2590.zip" in url


def test_a_case_without_photos_has_no_archive(world: World) -> None:
    shown = sending.ask(world)

    with pytest.raises(NotFound, match="no photos"):
        show(world, shown)
    assert orders() == []


def test_another_tenants_case_has_no_archive(world: World) -> None:
    shown = case_with_photos(world)

    with pytest.raises(NotFound, match="no such case"):
        service.show_archive(world.stranger, shown.request.case_id)


def test_asking_reads_thrice_and_ordering_writes_once_more_and_sends(world: World) -> None:
    shown = case_with_photos(world)

    with counted() as ordering:
        show(world, shown)
    make_what_was_ordered()
    with counted() as asking:
        show(world, shown)

    assert asking == ["GetItem", "Query", "HeadObject"]
    assert ordering == [*asking, "TransactWriteItems", "SendMessage"]


def test_asking_while_it_is_made_does_not_begin_again(world: World) -> None:
    shown = case_with_photos(world)

    assert [show(world, shown).url for _ in range(5)] == [None] * 5

    assert len(orders()) == 1


def test_asking_twice_at_once_orders_one(world: World) -> None:
    shown = case_with_photos(world)
    nested: list[str] = []

    def ask_in_between(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        if operation == "TransactWriteItems" and not nested:
            nested.append(operation)
            show(world, shown)
        return call()

    with between(ask_in_between):
        show(world, shown)

    assert len(orders()) == 1


def test_a_photo_filed_meanwhile_makes_another_archive(world: World) -> None:
    shown = case_with_photos(world)
    first = ordered(world, shown)
    sending.send_and_file(shown, sending.photo(7))

    second = ordered(world, shown)

    assert second.digest != first.digest
    for order in (first, second):
        service.make_archive(order)
    assert len(opened(the_archive())) == 4  # of the first nothing is left


@pytest.mark.parametrize("who", ["administrator", "owner"])
def test_deleting_a_photo_erases_the_archives_that_hold_it(world: World, who: str) -> None:
    shown = case_with_photos(world, 1)
    photo = sending.send_and_file(shown, sending.photo(1))
    service.make_archive(ordered(world, shown))
    (key,) = keys()
    boto3.client("s3").delete_object(Bucket="photos", Key=key)  # a marker, as the bucket's lifecycle leaves it
    elsewhere = case_with_photos(world)
    service.make_archive(ordered(world, elsewhere))

    if who == "owner":
        service.remove_upload(shown.link.token, photo.photo_id, address=sending.ADDRESS)
    else:
        service.delete_attachment(world.admin, sending.attachments(world, shown)[-1].id)

    (left,) = keys()
    assert elsewhere.request.case_id in left
    assert "DeleteMarkers" not in boto3.client("s3").list_object_versions(Bucket="photos", Prefix=key)


def test_a_photo_that_goes_while_the_archive_is_made_does_not_live_on(world: World) -> None:
    shown = case_with_photos(world)
    order = ordered(world, shown)
    attachment = sending.attachments(world, shown)[0]

    def delete_first(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        if operation == "CompleteMultipartUpload" and sending.attachments(world, shown)[0].id == attachment.id:
            service.delete_attachment(world.admin, attachment.id)
        return call()

    with between(delete_first):
        service.make_archive(order)

    assert keys() == set()


def test_a_photo_that_is_gone_before_it_is_read_ends_the_work_quietly(world: World) -> None:
    shown = case_with_photos(world)
    order = ordered(world, shown)
    last = sending.attachments(world, shown)[-1]

    def delete_last(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        if operation == "CreateMultipartUpload":
            service.delete_attachment(world.admin, last.id)
        return call()

    with between(delete_last):
        service.make_archive(order)

    assert (keys(), unfinished()) == (set(), [])


def test_photos_that_the_bucket_has_lost_are_named_beside_those_that_are_there(world: World) -> None:
    shown = case_with_photos(world, 3)
    order = ordered(world, shown)
    first, _, last = sending.attachments(world, shown)
    photo_bucket.erase([first.key, last.key])

    with recorded_log() as log:
        service.make_archive(order)

    held = opened(the_archive())
    assert list(held) == ["manifest.csv", "Повреждения-02.jpg", "missing.csv"]
    assert [line.split(",")[0] for line in held["missing.csv"].decode("utf-8-sig").splitlines()] == [
        "file_name",
        first.file_name,
        last.file_name,
    ]
    assert log.alarms == ["photos missing in the bucket"]


@pytest.mark.parametrize("operation", ["GetObject", "UploadPart", "CompleteMultipartUpload"])
def test_a_failure_on_the_way_leaves_nothing_and_the_next_try_succeeds(world: World, operation: str) -> None:
    shown = case_with_photos(world)
    order = ordered(world, shown)

    with refusing(operation, iter([refusal(operation, "SlowDown", status=503)])) as refused:
        assert function(order.model_dump_json()) == ["m0"]
    assert (len(refused), keys(), unfinished()) == (1, set(), [])
    assert show(world, shown).url is None  # the second try is on its way
    assert orders() == []

    assert function(order.model_dump_json(), tries=2) == []
    assert len(opened(the_archive())) == 3


def test_after_the_last_try_people_are_told_and_later_it_is_begun_anew(world: World) -> None:
    shown = case_with_photos(world)
    order = ordered(world, shown)

    with refusing("GetObject", repeat(refusal("GetObject", "SlowDown", status=503))):
        assert function(order.model_dump_json(), tries=archives.TRIES) == ["m0"]

    with pytest.raises(ArchiveFailed) as failed:
        show(world, shown)
    assert 0 < (failed.value.retry_after or 0) <= archives.PAUSE.total_seconds()
    assert orders() == []
    with later(archives.PAUSE):
        assert show(world, shown).url is None
        assert make_what_was_ordered() == 1
        assert show(world, shown).url is not None


def test_a_function_of_which_nothing_is_heard_has_failed(world: World) -> None:
    shown = case_with_photos(world)
    show(world, shown)

    with later(archives.QUEUED - timedelta(minutes=1)):
        assert show(world, shown).url is None
    with later(archives.QUEUED), pytest.raises(ArchiveFailed):
        show(world, shown)
    assert len(orders()) == 1
    with later(archives.QUEUED + archives.PAUSE):
        assert show(world, shown).url is None
    assert len(orders()) == 1


def test_who_was_given_up_and_comes_back_leaves_the_work_to_the_one_that_began_anew(world: World) -> None:
    shown = case_with_photos(world)
    first = ordered(world, shown)

    with later(archives.QUEUED + archives.PAUSE):
        second = ordered(world, shown)
        service.make_archive(first)
        assert keys() == set()
        service.make_archive(second)

    assert second.digest == first.digest
    assert len(keys()) == 1


def test_an_order_that_comes_twice_makes_one(world: World) -> None:
    shown = case_with_photos(world)
    order = ordered(world, shown)

    for _ in range(2):
        service.make_archive(order)

    versions = boto3.client("s3").list_object_versions(Bucket="photos", Prefix="archives/")["Versions"]
    assert len(versions) == 1


def test_work_that_takes_long_says_that_it_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = case_with_photos(world, 3)
    order = ordered(world, shown)
    beats: list[str] = []

    def count(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        beats.extend([operation] if operation == "TransactWriteItems" else [])
        return call()

    monkeypatch.setattr(archives, "BEAT", timedelta(0))
    with between(count):
        service.make_archive(order)

    assert len(beats) == 1 + 4 + 1  # at the beginning, after the list and each photo, at the end


def test_who_is_superseded_at_work_stops_and_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = case_with_photos(world, 3)
    order = ordered(world, shown)

    def begin_anew(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        if operation == "CreateMultipartUpload":
            with later(archives.SILENCE + archives.PAUSE):
                show(world, shown)
        return call()

    monkeypatch.setattr(archives, "BEAT", timedelta(0))
    with between(begin_anew):
        service.make_archive(order)

    assert (keys(), unfinished(), len(orders())) == (set(), [], 1)


def test_an_order_that_cannot_be_sent_keeps_nobody_waiting(world: World) -> None:
    shown = case_with_photos(world)

    busy = iter([refusal("SendMessage", "ServiceUnavailable", status=503)])
    with refusing("SendMessage", busy), pytest.raises(Unavailable):
        show(world, shown)

    assert show(world, shown).url is None
    assert make_what_was_ordered() == 1


def test_making_again_after_a_crash_makes_a_whole_one(world: World) -> None:
    for order in every_crash(lambda: ordered(world, case_with_photos(world)), service.make_archive):
        service.make_archive(order)
        key = key_of_archive(order)
        body = boto3.client("s3").get_object(Bucket="photos", Key=key)["Body"].read()
        assert len(opened(body)) == 3
        photo_bucket.erase([key])


def test_no_account_orders_so_many_that_all_others_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "ORDERS", 2)
    mine, theirs = (
        [case_with_photos(world, 1) for _ in range(3)],
        World(world.other_account, world.stranger, world.account, world.admin),
    )
    for shown in (*mine[:2], *mine[:2]):  # asking again for an archive that is being made counts as nothing
        show(world, shown)

    with pytest.raises(QuotaExceeded) as refused:
        show(world, mine[2])

    assert 0 < refused.value.retry_after <= archives.ORDER_SECONDS
    assert len(orders()) == 2
    show(theirs, case_with_photos(theirs, 1))
    assert len(orders()) == 1
