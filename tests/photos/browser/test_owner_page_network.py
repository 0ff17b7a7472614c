"""No photo is lost or filed twice by faults between phone and storage. Numbers as in the specification."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Fault, Gateway
from tests.support.browser.phones import NewPhone
from tests.support.browser.steps import KEPT_BYTES, Asked, hash_of, open_step, pick, tiles
from tests.support.browser.system import eventually, force_upload, let_uploads_expire

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "faults",
    [["reset"], ["lose_reply"], ["503", "503", "503"], ["403"]],
    ids=["case_3_reset_mid_body", "case_4_reply_lost", "case_6_503_three_times", "case_7_policy_expired"],
)
def test_a_broken_upload_is_tried_again_and_filed_once(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path, faults: list[Fault]
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=2, width=1200, height=900))
    gateway.faults.extend(faults)

    open_step(phone, request)
    pick(phone, photo)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    assert [upload.fault for upload in gateway.uploads()][: len(faults)] == faults
    assert request.filed(1)[0]["sha256"] == hash_of(photo)


def test_case_8_a_lasting_403_is_said_and_the_photo_kept(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    gateway.faults.extend(["403", "403"])

    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=3)))
    expect(phone.locator(tiles(phone, "failed"))).to_contain_text("Она сохранена")
    assert len(phone.evaluate(KEPT_BYTES)) == 1
    phone.locator("#photos-1 .again").click()

    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    request.filed(1)


def test_case_28_two_tabs_send_each_photo_once(phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=4))
    gateway.faults.append("hold")

    open_step(phone, request)
    pick(phone, photo)
    gateway.until_held()
    second = phone.context.new_page()
    open_step(second, request)
    expect(second.locator("#photos-1 > li")).to_have_count(1)
    gateway.release.set()

    expect(second.locator(tiles(second, "received"))).to_have_count(1)
    assert request.filed(1)[0]["sha256"] == hash_of(photo)
    assert len(gateway.uploads()) == 1


def test_photos_go_up_one_at_a_time(phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 10}])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in range(10, 14)]
    gateway.kilobytes_per_second = 400

    open_step(phone, request)
    pick(phone, *picked)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(4)

    assert gateway.most_in_flight == 1
    assert {item["sha256"] for item in request.filed(4)} == {hash_of(photo) for photo in picked}


def test_case_9_what_is_picked_offline_goes_up_when_the_network_is_back(
    phone: Page, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=15))

    open_step(phone, request)
    phone.context.set_offline(True)
    pick(phone, photo)
    expect(phone.locator(tiles(phone, "waiting"))).to_have_count(1)
    phone.context.set_offline(False)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    assert request.filed(1)[0]["sha256"] == hash_of(photo)


def test_case_14_without_storage_the_owner_is_told_to_keep_the_page_open(
    phone: Page, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=16))
    phone.add_init_script("indexedDB.open = () => { throw new DOMException('blocked', 'SecurityError'); };")

    open_step(phone, request)
    pick(phone, photo)
    expect(phone.locator("#tell-1")).to_contain_text("Не закрывайте страницу")
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    assert request.filed(1)[0]["sha256"] == hash_of(photo)


def test_case_11_a_reload_mid_upload_loses_nothing(phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (20, 21)]
    gateway.faults.append("stall")

    open_step(phone, request)
    pick(phone, *picked)
    eventually(gateway.uploads)
    expect(phone.locator("#photos-1 > li")).to_have_count(2)
    phone.reload()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)

    assert {item["sha256"] for item in request.filed(2)} == {hash_of(photo) for photo in picked}
    eventually(lambda: phone.evaluate(KEPT_BYTES), holds=lambda kept: kept == [])


def test_case_24_the_same_photo_from_another_device_is_said_and_stored_once(
    new_phone: NewPhone, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    photo = photos.written(tmp_path, "image.jpg", photos.jpeg(seed=41))
    first, second = new_phone(), new_phone()

    open_step(first, request)
    pick(first, photo)
    expect(first.locator(tiles(first, "received"))).to_have_count(1)
    open_step(second, request)
    pick(second, photo)

    expect(second.locator("#tell-1")).to_contain_text("Эта фотография уже добавлена")
    expect(second.locator("#photos-1 > li")).to_have_count(1)
    request.filed(1)


def test_case_29_a_link_revoked_mid_upload_is_explained_and_the_photos_stay(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (60, 61)]
    gateway.faults.append("reset")
    gateway.faults.append("hold")

    open_step(phone, request)
    pick(phone, *picked)
    gateway.until_held()
    revoked = request.staff("POST", f"photo-requests/{request.id}/revoke")
    gateway.release.set()

    assert revoked.status == 200
    expect(phone.locator("#closed h1")).to_have_text("Ссылка закрыта")
    expect(phone.locator("#closed")).to_contain_text("2 фотографии ещё не отправлены и хранятся на этом устройстве")
    assert len(phone.evaluate(KEPT_BYTES)) == 2
    late = force_upload(
        request, photo_id="01J00000000000000000000029", category="exterior", content_type="image/jpeg", body=b"late"
    )
    assert late.status == 404
    assert [item["sha256"] for item in request.attachments()] in ([], *([hash_of(photo)] for photo in picked))


def test_case_33_a_photo_that_was_damaged_on_its_way_is_sent_anew(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 1}])
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=70))
    gateway.faults.append("corrupt")

    open_step(phone, request)
    pick(phone, photo)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    assert [upload.fault for upload in gateway.uploads()] == ["corrupt", None]
    assert request.filed(1)[0]["sha256"] == hash_of(photo)
    assert request.shown()["rejected"] == 1
    eventually(request.listed, holds=lambda photos: [photo["status"] for photo in photos] == ["received"])
    expect(phone.locator("#photos-1 > li")).to_have_count(1)


def test_a_photo_that_came_later_than_it_was_awaited_is_sent_anew(
    phone: Page, gateway: Gateway, system: Mapping[str, Any], asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=71))
    gateway.faults.append("stall")

    open_step(phone, request)
    pick(phone, photo)
    eventually(gateway.uploads)
    let_uploads_expire(system, request)
    phone.reload()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    assert request.filed(1)[0]["sha256"] == hash_of(photo)
    expect(phone.locator("#photos-1 > li")).to_have_count(1)
    eventually(lambda: phone.evaluate(KEPT_BYTES), holds=lambda kept: kept == [])


def test_a_photo_that_is_cut_off_is_refused_not_sent_half_grey(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked()
    whole = photos.jpeg(seed=72, width=3200, height=2400)

    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "IMG_1.jpg", whole[: len(whole) * 3 // 5]))

    expect(phone.locator(tiles(phone, "rejected"))).to_contain_text("Фотография повреждена и не открывается целиком.")
    assert [photo["reason_code"] for photo in request.listed()] == ["broken"]
    assert request.attachments() == []
