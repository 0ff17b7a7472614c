"""A poor photo is pointed out before sending: its owner takes it once more, or sends it unchanged."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Gateway
from tests.support.browser.steps import KEPT_BYTES, Asked, finish, hash_of, open_step, pick, tiles
from tests.support.browser.system import eventually

pytestmark = pytest.mark.browser
_ONE = [{"code": "exterior", "min": 1, "max": 1}]


@pytest.mark.parametrize(
    ("make", "said", "doubt"),
    [(photos.blurred, "кажется нечёткой", "blurred"), (photos.dark, "очень тёмная", "dark")],
    ids=["blurred", "dark"],
)
def test_a_poor_photo_waits_for_its_owner_s_word_and_is_sent_as_it_is(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path, make: photos.Maker, said: str, doubt: str
) -> None:
    request = asked(categories=_ONE)
    poor = photos.written(tmp_path, "IMG_1.jpg", make(seed=500))

    open_step(phone, request)
    pick(phone, poor)
    expect(phone.locator(tiles(phone, "doubtful"))).to_contain_text(said)
    phone.locator("#next-1").click()
    expect(phone.locator("#obstacle")).to_contain_text("1 фотография не очень удачна")
    expect(phone.locator("#submit")).to_be_disabled()
    phone.go_back()
    assert gateway.uploads() == []
    phone.locator(".anyway:visible").click()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    finish(phone)

    (filed,) = request.filed(1)
    assert (filed["sha256"], filed["doubt"]) == (hash_of(poor), doubt)
    assert (request.shown()["funnel"]["doubtful"], request.shown()["funnel"]["retakes"]) == (1, 0)


def test_a_retaken_photo_takes_the_place_of_the_poor_one_and_is_not_questioned_again(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=_ONE)
    better = photos.written(tmp_path, "IMG_2.jpg", photos.blurred(seed=502))

    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "IMG_1.jpg", photos.blurred(seed=501)))
    with phone.expect_file_chooser() as chooser:
        phone.locator(".retake:visible").click()
    chooser.value.set_files(better)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    expect(phone.locator("#photos-1 > li")).to_have_count(1)

    assert request.filed(1)[0]["sha256"] == hash_of(better)
    assert len(gateway.uploads()) == 1
    assert request.shown()["funnel"]["retakes"] == 1
    eventually(lambda: phone.evaluate(KEPT_BYTES), holds=lambda kept: kept == [])


def test_a_poor_photo_still_waits_after_a_reload(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=_ONE)

    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "IMG_1.jpg", photos.dark(seed=503)))
    expect(phone.locator(tiles(phone, "doubtful"))).to_have_count(1)
    phone.reload()

    expect(phone.locator(tiles(phone, "doubtful"))).to_contain_text("очень тёмная")
    expect(phone.locator("#photos-1 .picture")).to_be_visible()
    assert len(phone.evaluate(KEPT_BYTES)) == 1
    phone.locator(".anyway:visible").click()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)


def test_a_poor_photo_can_be_removed(phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path) -> None:
    open_step(phone, asked(categories=_ONE))
    pick(phone, photos.written(tmp_path, "IMG_1.jpg", photos.blurred(seed=504)))

    phone.locator(f"{tiles(phone, 'doubtful')} .remove").click()

    expect(phone.locator("#photos-1 > li")).to_have_count(0)
    expect(phone.locator("#gallery-1")).to_be_enabled()
    eventually(lambda: phone.evaluate(KEPT_BYTES), holds=lambda kept: kept == [])
    assert gateway.uploads() == []
