"""Chromium at the desks of staff. `system` is the running system, `new_desk` makes browsers for its console."""

import json
from collections.abc import Iterator, Mapping
from random import SystemRandom
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.support.browser.system import wait_until
from tests.support.running import new_address

#: Chromium's own messages about answers that a test provokes: a form that is shown again, a page refused.
_EXPECTED = "Failed to load resource"
Scheme = Literal["light", "dark"]
#: CSS pixels of the narrowest window that pages are made for (WCAG 2.2, 1.4.10).
NARROW = 320


class NewDesk(Protocol):
    """Makes a browser of its own for someone: `width` in CSS pixels, `script` False for a browser that runs none."""

    def __call__(
        self, *, width: int = 1280, scheme: Scheme = "light", language: str = "en", script: bool = True
    ) -> Page: ...


@pytest.fixture
def new_desk(chromium: Browser) -> Iterator[NewDesk]:
    """Return a maker of browsers; a script error or policy violation in any of them fails the test."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and _EXPECTED not in message.text:
            complaints.append(message.text)

    def make(*, width: int = 1280, scheme: Scheme = "light", language: str = "en", script: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            locale=language,
            java_script_enabled=script,
            # Sign-ins from one address are limited; each desk has one of its own.
            extra_http_headers=new_address(),
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", listen)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, system: Mapping[str, Any], *, who: str = "staff", to: str = "/console/new") -> Page:
    """Sign someone of run.json (`staff`, `adjuster`, `viewer`) in and go to a page.

    The form is sent without being shown: tests of signing in show it.
    """
    base = str(system["base_url"])
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(base))
    login = {name: system[who][name] for name in ("email", "password")}
    sent: Any = {"form": login, "headers": {"Origin": origin}, "max_redirects": 0}
    answer = page.context.request.post(f"{base}/console/sign-in", **sent)
    assert answer.status == 303, answer.text()
    page.goto(f"{base}{to}")
    expect(page.locator(".who")).to_be_visible()
    return page


def follow(target: Locator) -> None:
    """Press a link or a button, and wait for the page that it leads to: a press alone returns before."""
    with target.page.expect_navigation():
        target.click()


def new_phone() -> str:
    """Return a mobile phone that nobody has asked yet: a phone gets ten SMS a day at most."""
    return f"+7 916 {SystemRandom().randrange(10**7):07d}"


def overflow(page: Page) -> int:
    """Return the number of pixels by which the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def widest_overflow(page: Page) -> int:
    """Return the pixels by which the page is wider than the narrowest phone or its own window, at most."""
    size, own = page.viewport_size, overflow(page)
    if not size or size["width"] == NARROW:
        return own
    page.set_viewport_size({"width": NARROW, "height": size["height"]})
    wait_until(page, "(width) => innerWidth === width", NARROW)
    narrow = overflow(page)
    page.set_viewport_size(size)
    wait_until(page, "(width) => innerWidth === width", size["width"])
    return max(own, narrow)


def as_json(found: object) -> str:
    """Write findings so that a failure shows all of them."""
    return json.dumps(found, ensure_ascii=False, indent=1)
