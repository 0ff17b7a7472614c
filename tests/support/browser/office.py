"""A desk in an office: Chromium with a keyboard, signed in to the console of the running system."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.support.running import new_address

#: The languages' own tags, as browsers send them.
LOCALES = {"ru": "ru-RU", "es": "es-ES", "en": "en-GB"}


@contextmanager
def desk(
    chromium: Browser,
    system: Mapping[str, Any],
    *,
    who: str = "staff",
    language: str = "en",
    width: int = 1280,
    **options: Any,
) -> Iterator[Page]:
    """Return a page of the console; a script error or a violation of the page's policy fails the test."""
    complaints: list[str] = []
    size: Any = {"width": width, "height": 800}
    session: Any = _session(chromium, str(system["base_url"]), system[who]["email"], system[who]["password"])
    context = chromium.new_context(viewport=size, locale=LOCALES[language], storage_state=session, **options)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    page.goto(f"{system['base_url']}/console")
    yield page
    context.close()
    assert complaints == []


@cache
def _session(chromium: Browser, base_url: str, email: str, password: str) -> object:
    """Sign a person in, once for all of a module's tests, from an address of their own. Tries from one are limited."""
    context = chromium.new_context(extra_http_headers=new_address())
    page = context.new_page()
    page.goto(f"{base_url}/console/sign-in")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("main button").click()
    page.wait_for_url("**/console")
    state = context.storage_state()
    context.close()
    return state


def is_complaint(message: ConsoleMessage) -> bool:
    """Return True if Chromium has found a fault; a form that comes back with 422 is none."""
    return message.type == "error" and "Failed to load resource: the server responded" not in message.text


def case_address(system: Mapping[str, Any], case_id: str, tab: str = "") -> str:
    """Return the address of a case's page."""
    return f"{system['base_url']}/console/cases/{case_id}{f'?tab={tab}' if tab else ''}"


def request_address(system: Mapping[str, Any], request_id: str, deed: str) -> str:
    """Return the address of something to do with a photo request."""
    return f"{system['base_url']}/console/requests/{request_id}/{deed}"
