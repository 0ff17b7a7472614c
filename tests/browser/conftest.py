"""Chromium as an owner's phone, behind a gateway that can spoil its uploads. `system` is the running system."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.gateway import Gateway, running_gateway
from tests.browser.system import PhotoRequest, make_request

_QUIET = [
    "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
#: What Chromium itself prints about the faults that a test has asked for.
_EXPECTED = ("Failed to load resource", "net::ERR_")

NewPhone = Callable[[], Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start one Chromium for all tests: the system's, or playwright's own where there is none."""
    expect.set_options(timeout=45_000)
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """Run a gateway of this test's own."""
    with running_gateway() as gateway:
        yield gateway


@pytest.fixture
def new_phone(chromium: Browser, gateway: Gateway) -> Iterator[NewPhone]:
    """Return a maker of phones, each with a storage of its own; a script error or policy violation fails the test."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in _EXPECTED):
            complaints.append(message.text)

    def make() -> Page:
        context = chromium.new_context(
            viewport={"width": 360, "height": 740},
            locale="ru-RU",
            is_mobile=True,
            has_touch=True,
            proxy={"server": gateway.address, "bypass": "<-loopback>"},
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


@pytest.fixture
def phone(new_phone: NewPhone) -> Page:
    """Return one phone's browser: 360 by 740, Russian, touch."""
    return new_phone()


@pytest.fixture
def asked(system: Mapping[str, Any]) -> Callable[..., PhotoRequest]:
    """Return a maker of photo requests in the running system; its arguments are those of `make_request`."""
    return lambda **wishes: make_request(system, **wishes)
