"""The page's modules one by one, in a Chromium without any server: playwright itself answers for a made-up origin."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.photos.owner.quality import thresholds
from chalicelib.features.photos.owner.texts import owner_texts

ORIGIN = "https://page.example"
LINK = "/r/token"
_SOURCES = Path(__file__).resolve().parents[4] / "chalicelib" / "features" / "photos" / "owner" / "static"
_CATEGORIES = [{"code": "exterior", "label": "Exterior", "min": 1, "max": 10, "photos": []}]
#: Zeros are added by the page: megabytes of text take seconds on their way into a browser.
_BYTES = """window.bytes = (text, zeros = 0) => {
  const given = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const whole = new Uint8Array(given.length + zeros);
  whole.set(given);
  return whole.buffer;
};"""
_RUN = "async ([module, work, values]) => (0, eval)(`(${work})`)(await import(module), ...values)"


class Lab:
    """A page of the made-up origin that runs only the test's own code."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def run(self, module: str, work: str, *values: object) -> Any:
        """Return the answer of a JavaScript function for a module of the page and these values."""
        return self.page.evaluate(_RUN, [f"/owner/{module}.js", work, list(values)])


Labs = Mapping[Language, Lab]


@pytest.fixture
def lab(chromium: Browser) -> Iterator[Lab]:
    """Yield a lab in English with a storage of its own. A script error fails the test."""
    with opened(chromium, "en") as lab:
        yield lab


@pytest.fixture(scope="session")
def shared_lab(chromium: Browser) -> Iterator[Lab]:
    """Return a lab for functions that leave no trace in it."""
    with opened(chromium, "en") as lab:
        yield lab


@pytest.fixture(scope="session")
def shared_labs(chromium: Browser, shared_lab: Lab) -> Iterator[Labs]:
    """Return a lab in each language for functions that leave no trace in it."""
    with ExitStack() as open_labs:
        yield {
            each: shared_lab if each == "en" else open_labs.enter_context(opened(chromium, each)) for each in LANGUAGES
        }


@contextmanager
def opened(chromium: Browser, language: Language) -> Iterator[Lab]:
    complaints: list[str] = []
    context = chromium.new_context(locale="ru-RU", timezone_id="Europe/Moscow")
    context.route("**/*", lambda route: _answer(route, language))
    context.add_init_script(_BYTES)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{ORIGIN}{LINK}")
    yield Lab(page)
    context.close()
    assert complaints == []


def encoded(data: bytes) -> str:
    """Return bytes as the lab's own function `bytes` takes them."""
    return b64encode(data).decode()


def _boot(language: Language) -> dict[str, object]:
    return {
        "language": language,
        "status": "opened",
        "categories": _CATEGORIES,
        "texts": owner_texts(language),
        "quality": thresholds()._asdict(),
    }


def _answer(route: Route, language: Language) -> None:
    """Serve the modules as they lie in the repository, and a page with their first values only."""
    path = route.request.url.removeprefix(ORIGIN)
    if path == LINK:
        data = json.dumps(_boot(language)).replace("<", "\\u003c")
        body = f'<!doctype html><html lang="en"><script type="application/json" id="boot">{data}</script>'
        route.fulfill(content_type="text/html; charset=utf-8", body=body)
        return
    source = _SOURCES / path.removeprefix("/owner/")
    if path.startswith("/owner/") and source.exists():
        route.fulfill(content_type="text/javascript; charset=utf-8", body=source.read_text())
    else:
        route.fulfill(status=404)
