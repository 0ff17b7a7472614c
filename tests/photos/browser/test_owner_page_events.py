"""Repeated, late and unordered events of S3: a photo is filed once, and the page shows it once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.deployed.inside import Root, sqs_event
from tests.support.browser import photos
from tests.support.browser.gateway import Gateway
from tests.support.browser.steps import Asked, hash_of, open_step, pick, tiles
from tests.support.browser.system import PhotoRequest, eventually
from tests.support.running import send_photo

pytestmark = pytest.mark.browser

_NOTHING_FAILED: dict[str, list[object]] = {"batchItemFailures": []}


@pytest.fixture
def root(system: Mapping[str, Any]) -> Root:
    """Return the powers of the deployment's operator."""
    return Root(system)


def look_again(phone: Page) -> None:
    """Make the page ask the server anew, as it does when its owner comes back to it."""
    with phone.expect_response(lambda answer: "/state" in answer.url):
        phone.evaluate("dispatchEvent(new Event('focus'))")


def events_of(root: Root, request: PhotoRequest) -> list[str]:
    """Return S3's messages for each version of each photo of a request, the oldest first."""
    keys = [root.incoming_key(request, photo_id) for photo_id in request.photos()]
    return [root.notification(key, version) for key in keys for version in reversed(root.versions(key))]


def test_case_42_events_that_come_again_and_in_another_order_file_each_photo_once(
    phone: Page, asked: Asked, root: Root, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in range(4200, 4203)]

    open_step(phone, request)
    pick(phone, *picked)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(3)
    before = [(item["id"], item["sha256"]) for item in request.filed(3)]
    events = events_of(root, request)
    answers = [
        root.invoke("file_photos", sqs_event(*reversed(events))),
        root.invoke("file_photos", sqs_event(*events, *events)),
    ]
    for event in events:
        root.redrive({"Body": event})
    eventually(lambda: root.messages("photo_events", f"/{request.id}/"), holds=lambda left: left == [])
    look_again(phone)

    assert answers == [_NOTHING_FAILED, _NOTHING_FAILED]
    assert {digest for _, digest in before} == {hash_of(photo) for photo in picked}
    assert [(item["id"], item["sha256"]) for item in request.filed(3)] == before
    assert request.shown()["rejected"] == 0
    expect(phone.locator("#photos-1 > li")).to_have_count(3)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(3)


def test_case_42_an_object_that_is_stored_twice_is_one_photo_in_whatever_order_that_is_told(
    phone: Page, gateway: Gateway, asked: Asked, root: Root, tmp_path: Path
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "1.jpg", photos.jpeg(seed=4210))
    gateway.faults.append("hold")

    open_step(phone, request)
    pick(phone, photo)
    gateway.until_held()
    (photo_id,) = request.photos()
    key = root.incoming_key(request, photo_id)
    early = root.invoke("file_photos", sqs_event(root.notification(key, "none")))  # there is no object yet
    send_photo(request, photo.read_bytes(), photo_id=photo_id)  # an earlier try that did come through
    gateway.release.set()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    (kept,) = eventually(lambda: root.versions(key), holds=lambda versions: len(versions) == 1)  # the other is erased
    gone, filed = root.notification(key, "none"), root.notification(key, kept)
    late = [root.invoke("file_photos", sqs_event(event)) for event in (filed, gone, filed)]
    look_again(phone)

    assert [early, *late] == [_NOTHING_FAILED] * 4
    assert request.filed(1)[0]["sha256"] == hash_of(photo)
    expect(phone.locator("#photos-1 > li")).to_have_count(1)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)


def test_case_42_a_late_event_does_not_bring_a_removed_photo_back(
    phone: Page, asked: Asked, root: Root, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (4220, 4221)]

    open_step(phone, request)
    pick(phone, *picked)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    events = events_of(root, request)
    phone.locator("#photos-1 .remove").first.click()
    eventually(request.attachments, holds=lambda items: len(items) == 1)
    answer = root.invoke("file_photos", sqs_event(*reversed(events)))
    look_again(phone)

    assert answer == _NOTHING_FAILED
    assert [item["sha256"] for item in request.filed(1)] == [hash_of(picked[1])]
    expect(phone.locator("#photos-1 > li")).to_have_count(1)
