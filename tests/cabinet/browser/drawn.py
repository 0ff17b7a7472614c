"""Pages of a client area in a browser, drawn in the process of the test."""

from playwright.sync_api import Page

from tests.cabinet.visitors import HOME
from tests.support.browser.axe import violations

BASE = "https://area.example"


def at(page: Page, width: int, *, language: str = "ru", path: str = "/me") -> Page:
    """Open a page in a window of a width."""
    page.set_viewport_size({"width": width, "height": 800})
    page.set_extra_http_headers({"X-Language": language})
    page.goto(f"{BASE}{HOME}{path}")
    return page


def faults(page: Page) -> list[object]:
    """Return axe-core's findings; it needs scripts."""
    return violations(page) if page.evaluate("matchMedia('(scripting: enabled)').matches") else []
