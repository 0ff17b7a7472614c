"""Several devices, wrong clocks, and links whose time runs out. Numbers as in the specification."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Gateway
from tests.support.browser.phones import NewPhone
from tests.support.browser.steps import KEPT_BYTES, Asked, finish, hash_of, open_step, pick, tiles
from tests.support.browser.system import eventually, let_link_expire

pytestmark = pytest.mark.browser


def test_case_27_two_devices_converge_and_the_category_takes_no_more_than_it_holds(
    new_phone: NewPhone, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 3}])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in range(500, 504)]
    first, second = new_phone(), new_phone()

    open_step(first, request)
    open_step(second, request)
    second.context.set_offline(True)  # it can't know yet that places are being taken
    pick(second, *picked[2:])
    expect(second.locator("#photos-1 > li")).to_have_count(2)
    pick(first, *picked[:2])
    expect(first.locator(tiles(first, "received"))).to_have_count(2)
    second.context.set_offline(False)

    expect(second.locator(tiles(second, "failed"))).to_contain_text("Здесь уже достаточно фотографий.")
    filed = {item["sha256"] for item in request.filed(3)}
    for device in (first, second):
        expect(device.locator(tiles(device, "received"))).to_have_count(3)
    expect(first.locator("#gallery-1")).to_be_disabled()
    assert filed > {hash_of(photo) for photo in picked[:2]}
    assert filed < {hash_of(photo) for photo in picked}


def test_case_27_what_one_device_removes_or_sends_off_the_other_shows(
    new_phone: NewPhone, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 3}])
    first, second = new_phone(), new_phone()

    open_step(first, request)
    pick(first, *(photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (504, 505)))
    expect(first.locator(tiles(first, "received"))).to_have_count(2)
    open_step(second, request)
    expect(second.locator(tiles(second, "received"))).to_have_count(2)
    second.locator("#photos-1 .remove").first.click()
    expect(first.locator("#photos-1 > li")).to_have_count(1)
    finish(second)

    expect(first.locator("#done")).to_be_visible()
    request.filed(1)


@pytest.mark.parametrize("off", [-1, 1], ids=["behind", "ahead"])
def test_case_32_a_clock_that_is_a_day_off_changes_nothing(phone: Page, asked: Asked, tmp_path: Path, off: int) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    exif = photos.sideways_with_place(seed=506, width=800, height=600)
    picked = [photos.written(tmp_path, "1.jpg", photos.jpeg(seed=507)), photos.written(tmp_path, "2.jpg", exif)]
    phone.clock.install(time=datetime.now(UTC) + timedelta(days=off))

    open_step(phone, request)
    pick(phone, picked[0])
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    phone.reload()
    pick(phone, picked[1])
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    finish(phone)

    assert hash_of(picked[0]) in {item["sha256"] for item in request.filed(2)}
    assert request.status() == "completed"


def test_case_32_a_clock_set_right_between_the_pick_and_the_sending_changes_nothing(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "1.jpg", photos.jpeg(seed=508))
    gateway.faults.append("stall")
    phone.clock.install(time=datetime.now(UTC) + timedelta(days=1))

    open_step(phone, request)
    pick(phone, photo)
    eventually(gateway.uploads)
    phone.clock.set_system_time(datetime.now(UTC))
    phone.reload()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    assert request.filed(1)[0]["sha256"] == hash_of(photo)


def test_a_link_that_expires_mid_upload_is_explained_and_the_photos_stay(
    phone: Page, gateway: Gateway, system: Mapping[str, Any], asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (509, 510)]
    gateway.faults.extend(["reset", "hold"])

    open_step(phone, request)
    pick(phone, *picked)
    gateway.until_held()
    let_link_expire(system, request)
    gateway.release.set()

    expect(phone.locator("#closed")).to_be_visible()
    expect(phone.locator("#closed")).to_contain_text("2 фотографии ещё не отправлены и хранятся на этом устройстве")
    assert len(phone.evaluate(KEPT_BYTES)) == 2
    filed = [item["sha256"] for item in request.attachments()]  # S3 may have had the second one in time
    assert filed in ([], *([hash_of(photo)] for photo in picked))


def test_a_photo_that_one_phone_announced_and_never_sent_is_brought_by_another(
    new_phone: NewPhone, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=290))
    first, second = new_phone(), new_phone()
    gateway.faults.append("stall")

    open_step(first, request)
    pick(first, photo)
    eventually(gateway.uploads)
    first.context.close()
    open_step(second, request)
    expect(second.locator(tiles(second, "elsewhere"))).to_have_count(1)
    pick(second, photo)

    expect(second.locator(tiles(second, "received"))).to_have_count(1)
    assert request.filed(1)[0]["sha256"] == hash_of(photo)
