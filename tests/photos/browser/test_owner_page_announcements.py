"""Announcements of the page for screen readers."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Fault, Gateway
from tests.support.browser.steps import Asked, open_step, pick, tiles

pytestmark = pytest.mark.browser

#: Collects the words of the live region; nobody hears words that are overwritten before the browser's next turn.
_COLLECT = """() => {
  window.said = [];
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]);
    said.push(...added.filter((node) => node.isConnected).map((node) => node.textContent).filter(Boolean));
  }).observe(document.getElementById('live'), { childList: true, subtree: true });
}"""
_START, _DONE, _FAILED = "отправляется", "получена", "не отправилась"


def listen(phone: Page) -> None:
    """Collect announcements from here on; a region that a screen reader hears is there, and empty, beforehand."""
    live = phone.locator("#live")
    expect(live).to_have_attribute("aria-live", "polite")
    assert live.evaluate("(live) => getComputedStyle(live).display") != "none"
    phone.evaluate(_COLLECT)


def said(phone: Page) -> list[str]:
    """Return the announcements since then, in their order."""
    return list(phone.evaluate("said"))


def times(words: list[str], what: str) -> int:
    """Return the number of times that words were announced."""
    return sum(what in each.lower() for each in words)


def test_case_39_start_done_and_failure_of_each_photo_are_said_once_and_anew_when_the_owner_tries_again(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path
) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 5}])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (3900, 3901, 3902)]
    gateway.faults.extend(["403", "403"])

    open_step(phone, request)
    listen(phone)
    pick(phone, *picked)
    expect(phone.locator(tiles(phone, "failed"))).to_have_count(1)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)

    words = said(phone)
    assert (times(words, _START), times(words, _DONE), times(words, _FAILED)) == (3, 2, 1)
    assert len(words) == 6
    phone.locator("#photos-1 .again:visible").click()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(3)
    words = said(phone)
    assert (times(words, _START), times(words, _DONE), times(words, _FAILED)) == (4, 3, 1)
    request.filed(3)


@pytest.mark.parametrize("fault", ["503", "reset", "lose_reply"])
def test_case_39_what_is_tried_again_by_itself_is_not_said_again(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path, fault: Fault
) -> None:
    request = asked()
    gateway.faults.extend([fault, fault])

    open_step(phone, request)
    listen(phone)
    pick(phone, photos.written(tmp_path, "1.jpg", photos.jpeg(seed=3910)))
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    words = said(phone)
    assert (times(words, _START), times(words, _DONE), len(words)) == (1, 1, 2)
    request.filed(1)


def test_case_39_what_was_received_before_is_not_said_at_the_opening(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked()
    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "1.jpg", photos.jpeg(seed=3912)))
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    phone.reload()
    with phone.expect_response("**/state*"):
        expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    expect(phone.locator("#live")).to_be_empty()
    request.filed(1)
