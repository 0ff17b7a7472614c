"""The page's weight, its requests, and its behaviour with many photos on a slow phone.

Times are measured by `make bench`; here are sizes, counts, and that everything is answered and filed.
"""

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Gateway
from tests.support.browser.steps import Asked, hash_of, open_step, pick, tiles
from tests.support.browser.system import PhotoRequest, call

pytestmark = pytest.mark.browser

KILOBYTE = 1024
SCRIPT_KILOBYTES = 10
PAGE_KILOBYTES = 25
REQUESTS = 3
#: The compression of API Gateway.
_LEVEL = 6
_CODES = ["exterior", "damage", "vin", "odometer", "policyholder_policy", "injured_party_policy"]


def compressed_kilobytes(content: bytes) -> float:
    """Return the size on the wire."""
    return len(gzip.compress(content, _LEVEL)) / KILOBYTE


def page_of(request: PhotoRequest, language: str = "ru") -> bytes:
    """Return the document as it is deployed."""
    return call("GET", f"{request.link}?lang={language}").body


def test_case_45_the_script_is_at_most_10_kilobytes(asked: Asked) -> None:
    scripts = re.findall(rb"<script(?![^>]*json)[^>]*>(.*?)</script>", page_of(asked()), re.DOTALL)

    assert len(scripts) == 1
    assert len(scripts[0]) > KILOBYTE
    assert compressed_kilobytes(scripts[0]) <= SCRIPT_KILOBYTES


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_case_45_the_whole_page_is_at_most_25_kilobytes_with_six_categories(asked: Asked, language: str) -> None:
    request = asked(language=language, categories=_CODES, comment="Снимите, пожалуйста, левую дверь. " * 5)

    page = page_of(request, language)

    assert page.decode().count('<section id="step-') == len(_CODES)
    assert compressed_kilobytes(page) <= PAGE_KILOBYTES


def test_case_45_a_phone_asks_for_at_most_three_things_until_the_page_is_usable(
    phone: Page, gateway: Gateway, asked: Asked
) -> None:
    request = asked(categories=_CODES)
    kinds: list[str] = []
    phone.on("request", lambda each: kinds.append(each.resource_type))

    phone.goto(request.link, wait_until="networkidle")
    expect(phone.locator("#start")).to_be_enabled()
    until_usable = [seen.path for seen in gateway.seen]
    for step in range(1, len(_CODES) + 1):
        phone.goto(f"{request.link}#{step}")
        phone.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(phone.locator(f"#step-{step} h1")).to_be_visible()

    assert 1 <= len(until_usable) <= REQUESTS
    assert [seen.path for seen in gateway.seen if "qr" in seen.path] == []
    assert "font" not in kinds
    assert {seen.path.removeprefix(gateway.seen[0].path) for seen in gateway.seen} <= {"", "/opened", "/state"}


@pytest.mark.parametrize(("count", "rounds"), [(10, 3), pytest.param(30, 10_000, marks=pytest.mark.slow)])
def test_case_43_many_photos_on_a_slow_phone_are_all_filed_and_every_tap_is_answered(
    phone: Page, asked: Asked, tmp_path: Path, count: int, rounds: int
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 30}, "damage"])
    picked = [
        photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed, width=320, height=240))
        for seed in range(4300, 4300 + count)
    ]
    open_step(phone, request)
    cdp = phone.context.new_cdp_session(phone)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 6})

    pick(phone, *picked)
    expect(phone.locator("#photos-1 .picture").first).to_be_visible()
    for _ in range(rounds):
        phone.locator("#next-1").tap()
        expect(phone.locator("#step-2 h1")).to_be_focused()
        phone.locator("#step-2 .bar button").first.tap()
        expect(phone.locator("#step-1 h1")).to_be_focused()
        if phone.locator(tiles(phone, "received")).count() == count:
            break
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})  # it burns six times the CPU while the page waits, too

    expect(phone.locator("#photos-1 .picture:visible")).to_have_count(len(picked))
    assert {item["sha256"] for item in request.filed(len(picked))} == {hash_of(photo) for photo in picked}
