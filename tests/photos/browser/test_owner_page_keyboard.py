"""The whole way without a pointer, and where the focus is on it."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.gateway import Gateway
from tests.support.browser.steps import Asked, hash_of, tiles
from tests.support.browser.system import wait_until

pytestmark = pytest.mark.browser

#: The element that has the focus; of an input that is not drawn, its label. The points of it that others lie over.
_FOCUS = """() => {
  const focused = document.activeElement;
  const drawn = focused.matches('input[type=file]') ? focused.labels[0] : focused;
  const { left, top, right, bottom } = drawn.getBoundingClientRect();
  const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) =>
    [left + x * (right - left), top + y * (bottom - top)]));
  const covers = points.map(([x, y]) => document.elementFromPoint(x, y))
    .filter((above) => !above || !(drawn.contains(above) || above.contains(drawn)));
  const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
  return {
    name: focused.id || focused.className || focused.lang || focused.tagName,
    words: focused.getAttribute('aria-label') || drawn.textContent.trim(),
    ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    covered: covers.map((each) => each ? each.outerHTML.slice(0, 80) : `off screen: ${[left, top, right, bottom]}`),
    atTop: focused === document.body,
  };
}"""
_ON_HEADING = "(id) => document.activeElement === document.querySelector(`#${id} h1`)"
_MANY = 60


def tab(phone: Page, key: str = "Tab") -> dict[str, Any]:
    """Move one stop on and return it; its focus is visible, and nothing lies over it."""
    phone.keyboard.press(key)
    stop: dict[str, Any] = phone.evaluate(_FOCUS)
    assert stop["atTop"] or (stop["ring"], stop["covered"]) == (True, []), stop
    return stop


def tab_to(phone: Page, name: str, key: str = "Tab") -> list[str]:
    """Move on until the focus is on an element by its id or class. Returns the stops on the way, and that one."""
    passed: list[str] = []
    while not passed or name not in passed[-1].split():
        assert len(passed) < _MANY, passed
        passed.append(str(tab(phone, key)["name"]))
    return passed


def press(phone: Page, name: str, key: str, *, leads_to: str) -> None:
    """Move to an element, press a key there, and see the next screen with the focus on its heading."""
    tab_to(phone, name)
    phone.keyboard.press(key)
    expect(phone.locator(f"#{leads_to}")).to_be_visible()
    wait_until(phone, _ON_HEADING, leads_to)


@pytest.fixture
def phone(phone: Page) -> Page:
    """Return a phone that hands every file chooser to the test, from its first moment on."""
    phone.on("filechooser", lambda _: None)
    return phone


def choose(phone: Page, name: str, key: str, *files: Path) -> None:
    """Open the file chooser of an input by a key, and choose."""
    tab_to(phone, name)
    with phone.expect_file_chooser() as chooser:
        phone.keyboard.press(key)
    chooser.value.set_files([str(file) for file in files])


@pytest.mark.parametrize("height", [740, 480], ids=["tall", "low"])
def test_case_38_the_whole_way_goes_by_keyboard(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path, height: int
) -> None:
    request = asked(comment="Снимите левую дверь.", categories=[{"code": "exterior", "min": 1, "max": 10}, "damage"])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in range(3800, 3805)]
    gateway.faults.extend(["403", "403"])
    phone.set_viewport_size({"width": 360, "height": height})

    phone.goto(request.link)
    expect(phone.locator("#start")).to_be_visible()
    press(phone, "start", "Enter", leads_to="step-1")
    choose(phone, "camera-1", "Enter", picked[0])
    expect(phone.locator(tiles(phone, "failed"))).to_have_count(1)
    tab_to(phone, "again")
    phone.keyboard.press("Space")
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    choose(phone, "gallery-1", "Space", *picked[1:4])
    expect(phone.locator(tiles(phone, "received"))).to_have_count(4)
    tab_to(phone, "remove")
    phone.keyboard.press("Enter")
    expect(phone.locator("#photos-1 > li")).to_have_count(3)
    wait_until(phone, _ON_HEADING, "step-1")
    press(phone, "next-1", "Space", leads_to="step-2")
    choose(phone, "gallery-2", "Enter", picked[4])
    expect(phone.locator(tiles(phone, "received", step=2))).to_have_count(1)
    press(phone, "next-2", "Enter", leads_to="check")
    press(phone, "line-1", "Enter", leads_to="step-1")
    phone.go_back()
    wait_until(phone, _ON_HEADING, "check")
    expect(phone.locator("#submit")).to_be_enabled()
    press(phone, "submit", "Enter", leads_to="done")

    assert {item["sha256"] for item in request.filed(4)} == {hash_of(photo) for photo in picked[1:]}
    assert request.status() == "completed"


def test_case_38_every_stop_is_seen_forwards_and_backwards(phone: Page, asked: Asked, tmp_path: Path) -> None:
    request = asked(categories=[{"code": "exterior", "min": 1, "max": 10}])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in range(3810, 3816)]
    phone.set_viewport_size({"width": 360, "height": 480})

    phone.goto(request.link)
    expect(phone.locator("#start")).to_be_visible()
    press(phone, "start", "Enter", leads_to="step-1")
    choose(phone, "gallery-1", "Enter", *picked)
    expect(phone.locator(tiles(phone, "received"))).to_have_count(6)
    phone.locator("#step-1 h1").focus()
    forwards = tab_to(phone, "next-1")
    phone.locator(".phone").last.focus()
    backwards = tab_to(phone, "camera-1", "Shift+Tab")

    assert forwards.count("remove") == backwards.count("remove") == 6
    request.filed(6)


def test_case_38_the_typed_code_goes_by_keyboard(phone: Page, asked: Asked) -> None:
    request = asked()

    phone.goto(f"{request.link[:-1]}~")
    tab_to(phone, "button")
    phone.keyboard.press("Enter")
    expect(phone.locator("#code")).to_be_focused()
    phone.keyboard.type(request.code)
    phone.keyboard.press("Enter")

    expect(phone.locator("#start")).to_be_visible()
    assert phone.url == request.link
