"""axe-core finds nothing in any state of the page: WCAG 2.2 A and AA, and its own best practices."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import axe, photos
from tests.support.browser.axe import violations
from tests.support.browser.gateway import Gateway
from tests.support.browser.steps import Asked, open_step, pick, tiles
from tests.support.browser.system import force_upload

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """Return the browser of a desk: 1280 by 800, a mouse."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def test_axe_is_the_one_that_was_reviewed() -> None:
    digest = hashlib.sha256(axe.SCRIPT.read_bytes()).hexdigest()

    assert digest in (axe.VENDOR / "README.md").read_text()


@pytest.mark.parametrize(("language", "scheme"), [("ru", "light"), ("en", "dark")])
def test_case_37_axe_finds_nothing_on_the_way(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path, language: str, scheme: Any
) -> None:
    request = asked(language=language, comment="Снимите левую дверь.", categories=["exterior"])
    picked = [photos.written(tmp_path, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (80, 81)]
    found: dict[str, list[Any]] = {}
    phone.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    phone.goto(f"{request.link}?lang={language}")
    found["welcome"] = violations(phone)
    phone.locator("#start").click()
    expect(phone.locator("#step-1")).to_be_visible()
    found["empty step"] = violations(phone)
    gateway.faults.append("hold")
    pick(phone, *picked)
    gateway.until_held()
    expect(phone.locator(tiles(phone, "kept"))).to_have_count(1)
    found["uploading"] = violations(phone)
    phone.locator("#next-1").click()
    expect(phone.locator("#submit")).to_be_disabled()
    found["check, pending"] = violations(phone)
    phone.go_back()
    gateway.release.set()
    expect(phone.locator(tiles(phone, "received"))).to_have_count(2)
    found["received"] = violations(phone)
    phone.locator("#next-1").click()
    expect(phone.locator("#submit")).to_be_enabled()
    found["check"] = violations(phone)
    phone.locator("#submit").click()
    expect(phone.locator("#done")).to_be_visible()
    found["thanks"] = violations(phone)

    assert {state: wrong for state, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("language", "scheme"), [("es", "dark"), ("en", "light")])
def test_case_37_axe_finds_nothing_where_things_go_wrong(
    phone: Page, gateway: Gateway, asked: Asked, tmp_path: Path, language: str, scheme: Any
) -> None:
    request = asked(language=language, categories=[{"code": "exterior", "min": 1, "max": 1}])
    force_upload(
        request, photo_id="01J00000000000000000000037", category="exterior", content_type="image/jpeg", body=b"no photo"
    )
    found: dict[str, list[Any]] = {}
    gateway.faults.extend(["403", "403"])
    phone.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    open_step(phone, request)
    phone.goto(f"{request.link}?lang={language}#1")
    expect(phone.locator(tiles(phone, "rejected"))).to_have_count(1)
    pick(phone, photos.written(tmp_path, "1.jpg", b"%PDF-1.7"))
    expect(phone.locator("#tell-1 p")).to_have_count(1)
    found["rejected, refused"] = violations(phone)
    pick(phone, photos.written(tmp_path, "2.jpg", photos.jpeg(seed=82)))
    expect(phone.locator(tiles(phone, "failed"))).to_have_count(1)
    found["failed, full"] = violations(phone)
    request.staff("POST", f"photo-requests/{request.id}/revoke")
    phone.evaluate("dispatchEvent(new Event('online'))")  # it asks now, and perhaps has asked already
    expect(phone.locator("#closed")).to_be_visible()
    found["closed"] = violations(phone)
    phone.goto(f"{request.link}?lang={language}")
    found["not found"] = violations(phone)
    phone.goto(f"{request.api}/c?lang={language}")
    found["code"] = violations(phone)
    phone.locator("#code").fill("AAAA-AAAA")
    phone.get_by_role("button").click()
    expect(phone.locator("#problem")).to_be_visible()
    found["wrong code"] = violations(phone)

    assert {state: wrong for state, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("language", "scheme"), [("ru", "light"), ("es", "dark")])
def test_case_37_axe_finds_nothing_on_a_wide_screen(
    desk: Page, asked: Asked, tmp_path: Path, language: str, scheme: Any
) -> None:
    request = asked(language=language, comment="Снимите левую дверь.", categories=["exterior", "damage"])
    found: dict[str, list[Any]] = {}
    desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    desk.goto(f"{request.link}?lang={language}")
    expect(desk.locator(".handover img")).to_be_visible()
    found["welcome"] = violations(desk)
    desk.locator("#start").click()
    expect(desk.locator(".rail")).to_be_visible()
    pick(desk, photos.written(tmp_path, "1.jpg", photos.jpeg(seed=83)))
    expect(desk.locator(tiles(desk, "received"))).to_have_count(1)
    found["step"] = violations(desk)
    desk.locator(".rail [href='#check']").click()
    expect(desk.locator("#check")).to_be_visible()
    found["check"] = violations(desk)

    assert {state: wrong for state, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("language", "scheme"), [("ru", "light"), ("en", "dark")])
def test_case_37_axe_finds_nothing_in_what_is_offered_when_a_photo_is_poor_or_can_not_be_chosen(
    phone: Page, asked: Asked, tmp_path: Path, language: str, scheme: Any
) -> None:
    request = asked(language=language)
    phone.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_step(phone, request)
    pick(phone, photos.written(tmp_path, "1.jpg", photos.jpeg(seed=84)))
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)

    phone.evaluate("""() => {
      const tile = document.querySelector('#photos-1 > li');
      tile.dataset.status = 'doubtful';
      for (const part of tile.querySelectorAll('.retake, .anyway')) part.hidden = false;
      document.querySelector('#step-1 .pickers').after(document.getElementById('elsewhere'));
      document.getElementById('elsewhere').hidden = false;
    }""")

    expect(phone.locator("#photos-1 .anyway")).to_be_visible()
    expect(phone.locator("#open-browser")).to_have_attribute("href", request.link)
    assert violations(phone) == []
