"""Chromium as an owner's phone, behind a gateway that can spoil its uploads. `system` is the running system."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright

from tests.support.browser.devices import QUIET, Profile, executable, phone_options
from tests.support.browser.gateway import Gateway, running_gateway
from tests.support.browser.system import PhotoRequest, make_request
from tests.support.running import DEADLINE

#: Chromium's own messages about the faults that a test provokes.
_EXPECTED = ("Failed to load resource", "net::ERR_")

NewPhone = Callable[[], Page]


@pytest.fixture(scope="session")
def engine() -> Iterator[Playwright]:
    """Yield the starter of browsers."""
    expect.set_options(timeout=DEADLINE * 1000)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(engine: Playwright) -> Iterator[Browser]:
    """Start one Chromium for all tests: the system's, or playwright's own where there is none."""
    browser = engine.chromium.launch(executable_path=executable(), args=QUIET)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browser, "new_context", partial(patient_context, browser.new_context))
        yield browser
    browser.close()


def patient_context(new_context: Callable[..., BrowserContext], **options: Any) -> BrowserContext:
    """Make a context whose pages wait as long as the tests do. Playwright's own 30 s are too few on a busy machine."""
    context = new_context(**options)
    context.set_default_timeout(DEADLINE * 1000)
    return context


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """Run a gateway of this test's own."""
    with running_gateway() as gateway:
        yield gateway


@pytest.fixture
def new_phone(chromium: Browser, gateway: Gateway) -> Iterator[NewPhone]:
    """Yield a maker of phones, each with a storage of its own. A script error or policy violation fails the test."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in _EXPECTED):
            complaints.append(message.text)

    def make() -> Page:
        context = chromium.new_context(**phone_options(gateway.address))
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


@pytest.fixture
def profile(engine: Playwright, gateway: Gateway, tmp_path: Path) -> Iterator[Profile]:
    """Return a phone's browser of this test's own that may be killed."""
    profile = Profile(engine, tmp_path / "profile", gateway.address)
    yield profile
    profile.close()
