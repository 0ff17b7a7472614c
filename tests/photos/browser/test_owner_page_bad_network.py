"""A network that is slow, stalls or goes away: picked photos go up once. Numbers as in the specification."""

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Fault, Gateway
from tests.support.browser.steps import KEPT_BYTES, Asked, hash_of, open_step, pick, stands_still, tiles
from tests.support.browser.system import cors_rules, eventually

pytestmark = pytest.mark.browser

ROOMY = [{"code": "exterior", "min": 1, "max": 10}]

#: Write down the shown state of photos at each change: status, share on the bar, words.
WATCH = """() => {
  window.shown = [];
  new MutationObserver(() => {
    for (const tile of document.querySelectorAll('#photos-1 > li')) {
      const bar = tile.querySelector('.progress');
      window.shown.push([tile.dataset.status, bar.value, tile.querySelector('.words').textContent]);
    }
  }).observe(document.getElementById('photos-1'), { subtree: true, childList: true, attributes: true });
}"""


def test_case_2_ten_photos_at_400_kbit_go_up_one_at_a_time(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=ROOMY)
    small = [photos.jpeg(seed=seed, width=320, height=240) for seed in range(200, 210)]
    picked = [photos.written(tmp_path, f"{number}.jpg", photo) for number, photo in enumerate(small)]
    gateway.kilobytes_per_second = 50

    open_step(phone, request)
    pick(phone, *picked)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(10)

    assert gateway.most_in_flight == 1
    assert len(gateway.uploads()) == 10
    assert {item["sha256"] for item in request.filed(10)} == {hash_of(photo) for photo in picked}


@pytest.mark.parametrize(
    ("fault", "patience", "share"),
    [("stall", 30, 0.1), ("swallow", 60, 0.94)],
    ids=["mid_body_for_30_s", "after_the_body_for_60_s"],
)
def test_case_5_an_upload_that_stalls_is_given_up_and_sent_anew(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path, fault: Fault, patience: int, share: float
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=211, width=1200, height=900))
    gateway.faults.append(fault)
    phone.clock.install()

    open_step(phone, request)
    phone.evaluate(WATCH)
    pick(phone, photo)
    stands_still(phone.locator(f"{tiles(phone, 'sending')} .progress"), above=share)
    phone.clock.fast_forward((patience - 5) * 1000)
    assert (phone.locator(tiles(phone, "sending")).count(), len(gateway.uploads())) == (1, 1)
    phone.clock.fast_forward(5 * 1000)
    # Of real time: bytes that the network took late begin the patience anew; one that is far longer would show.
    eventually(lambda: "waiting" in statuses(phone), within=2 * patience + 60)
    eventually(gateway.uploads, holds=lambda uploads: [upload.fault for upload in uploads] == [fault, None])

    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    assert request.filed(1)[0]["sha256"] == hash_of(photo)


def test_case_10_a_network_that_goes_away_mid_upload_and_comes_back(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=ROOMY)
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (212, 213)]
    gateway.faults.append("hold")

    open_step(phone, request)
    pick(phone, *picked)
    gateway.until_held()
    go_offline(phone, gateway)
    expect(phone.locator(tiles(phone, "waiting")).first).to_contain_text("Ждём связь")
    eventually(lambda: len(phone.evaluate(KEPT_BYTES)), holds=lambda kept: kept == 2)  # it reads one after the other
    go_online(phone, gateway)

    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    assert {item["sha256"] for item in request.filed(2)} == {hash_of(photo) for photo in picked}


def test_case_10_a_network_that_stays_away_for_longer_than_all_tries(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=214))
    gateway.faults.append("hold")
    phone.clock.install()

    open_step(phone, request)
    pick(phone, photo)
    gateway.until_held()
    go_offline(phone, gateway)

    def given_up() -> int:
        phone.clock.fast_forward(31_000)
        return phone.locator(tiles(phone, "failed")).count()

    eventually(given_up)
    expect(phone.locator(tiles(phone, "failed"))).to_contain_text("Фотография сохранена")
    go_online(phone, gateway)

    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    assert request.filed(1)[0]["sha256"] == hash_of(photo)


def test_case_34_progress_only_grows_and_is_never_whole_before_s3_has_answered(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked()
    photo = photos.written(tmp_path, "IMG_1.jpg", photos.jpeg(seed=215, width=2000, height=1500))
    gateway.kilobytes_per_second = 700
    gateway.faults.extend(["reset", "hold_reply"])

    open_step(phone, request)
    phone.evaluate(WATCH)
    pick(phone, photo)
    gateway.until_held()
    expect(phone.locator(f"{tiles(phone, 'sending')} .words")).to_have_text("95 %")
    before = phone.evaluate("window.shown")
    gateway.release.set()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    shares = [share for status, share, _ in before if status == "sending"]
    assert len(set(shares)) > 5
    assert all(earlier <= later for earlier, later in pairwise(shares))
    assert max(shares) < 0.951  # nothing but rounding above 95 %
    assert "100" not in json.dumps([words for _, _, words in before])
    assert request.filed(1)[0]["sha256"] == hash_of(photo)


def test_case_44_a_session_asks_the_storage_for_leave_once(
    phone: Page, gateway: Gateway, system: Mapping[str, Any], asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[*ROOMY, {"code": "damage", "min": 1, "max": 5}])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in range(220, 224)]

    open_step(phone, request)
    pick(phone, *picked[:2])
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    phone.locator("#next-1").click()
    pick(phone, *picked[2:], step=2)
    expect(phone.locator(tiles(phone, "received", step=2))).to_have_count(2)

    assert len(gateway.calls("OPTIONS", "")) == 1
    assert [rule["MaxAgeSeconds"] >= 3600 for rule in cors_rules(system)] == [True]
    assert {item["sha256"] for item in request.filed(4)} == {hash_of(photo) for photo in picked}


def statuses(phone: Page) -> set[str]:
    """Return the statuses that photos have had since WATCH."""
    return {status for status, _, _ in phone.evaluate("window.shown")}


def go_offline(phone: Page, gateway: Gateway) -> None:
    """Cut the network: transfers break off, and the browser knows that it is offline."""
    phone.context.set_offline(True)
    gateway.go_offline()


def go_online(phone: Page, gateway: Gateway) -> None:
    """Restore the network."""
    gateway.offline = False
    phone.context.set_offline(False)
