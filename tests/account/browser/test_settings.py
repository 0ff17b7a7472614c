"""The settings in a browser: for everybody, at any width, and a logo from its file to an owner's phone."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.support.browser.axe import violations
from tests.support.browser.desks import Scheme, as_json, widest_overflow
from tests.support.browser.gateway import Gateway
from tests.support.browser.office import desk
from tests.support.browser.system import PhotoRequest
from tests.support.running import eventually

System = Mapping[str, Any]
MAIN = ("organisation", "processes/osago", "appearance")
ALL = (
    "categories",
    "categories/damage",
    "categories/new-category",
    "categories/keys/remove",
    "templates",
    "templates/full",
    "processes",
    *MAIN,
)


def address(system: System, section: str) -> str:
    return f"{system['base_url']}/console/settings/{section}"


@pytest.mark.parametrize(
    ("language", "scheme", "width", "sections"),
    [("ru", "light", 1280, ALL), ("es", "dark", 360, ALL), ("en", "dark", 1280, MAIN)],
)
def test_axe_finds_nothing_and_everything_fits(
    chromium: Browser, system: System, language: str, scheme: Scheme, width: int, sections: tuple[str, ...]
) -> None:
    found: dict[str, list[Any]] = {}
    with desk(chromium, system, language=language, width=width, color_scheme=scheme) as page:
        for section in sections:
            page.goto(address(system, section), wait_until="domcontentloaded")  # previews have a test of their own
            found[section] = look(page)
        page.goto(address(system, "sms"), wait_until="domcontentloaded")
        found["sms"] = look(page)
        page.locator("#per_day").fill("-1")
        page.locator("#other_countries").fill("XX")
        page.locator("button.main").click()
        expect(page.locator("#other_countries-wrong")).to_be_visible()
        found["a problem"] = violations(page)

    assert {name: each for name, each in found.items() if each} == {}, as_json(found)


def look(page: Page) -> list[Any]:
    """Return the faults of a page."""
    wide = widest_overflow(page)
    return [*violations(page), *([f"too wide by {wide}"] if wide else [])]


@pytest.fixture
def plain(chromium: Browser, system: System) -> Iterator[Page]:
    """Return an administrator's desk without script; the account has no logo again afterwards."""
    with desk(chromium, system, java_script_enabled=False) as page:
        yield page
        page.goto(address(system, "appearance/remove-logo"))
        page.get_by_role("button", name="Remove the logo").click()
        expect(page.get_by_role("status")).to_contain_text("The logo is removed.")


def logo() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (700, 200), (200, 30, 60, 255)).save(out, "PNG")
    return out.getvalue()


def test_a_logo_goes_from_its_file_to_an_owners_phone_without_a_script(
    system: System, plain: Page, phone: Page, gateway: Gateway, asked: Callable[..., PhotoRequest]
) -> None:
    plain.goto(address(system, "appearance"), wait_until="domcontentloaded")
    choose, upload = plain.get_by_label("Picture of the logo"), plain.get_by_role("button", name="Upload")
    choose.set_input_files({"name": "logo.svg", "mimeType": "image/png", "buffer": b"<svg xmlns='x'/>"})
    upload.click()
    expect(plain.get_by_role("alert")).to_contain_text("This is not a PNG, JPEG or WebP picture.")
    choose.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": logo()})
    upload.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Use this logo?")
    for name in ("Owner's page, light", "Owner's page, dark", "E-mail, light", "E-mail, dark"):
        if name == "E-mail, light":
            plain.get_by_text("E-mail to the owner").click()
        plain.get_by_title(name).scroll_into_view_if_needed()
        shown = plain.frame_locator(f'iframe[title="{name}"]').get_by_role("img", name="Верный Полис")
        expect(shown).to_have_attribute("src", re.compile("^data:image/png;base64,"))
    plain.get_by_role("button", name="Use this logo").click()
    expect(plain.get_by_role("status")).to_contain_text("Saved.")

    request = asked()
    seen: list[int] = []

    def shows_logo() -> bool:
        seen.append(len(gateway.seen))
        phone.goto(request.link, wait_until="networkidle")
        return phone.locator("header img.logo").count() == 1

    eventually(shows_logo)

    expect(phone.locator("#start")).to_be_enabled()
    eventually(
        lambda: phone.evaluate("document.querySelector('img.logo').naturalWidth"), holds=lambda width: width == 480
    )
    needed = [each for each in gateway.seen[seen[-1] :] if not each.path.endswith("/state")]  # asked again every second
    assert len(needed) <= 3
