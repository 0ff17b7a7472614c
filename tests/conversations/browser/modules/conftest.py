"""The model of a conversation in a Chromium without any server. Tests do all that it asks for, in their own order."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

ORIGIN = "https://chat.example"
_SOURCES = Path(__file__).resolve().parents[4] / "chalicelib" / "features" / "conversations" / "console" / "static"
_SETUP = """async () => {
  const { conversation } = await import('/conversation.js');
  const models = {};
  Object.assign(window, { time: 1_790_000_000_000, chance: 0.5, ids: 0 });
  const tools = {
    now: () => window.time,
    random: () => window.chance,
    newId: () => `01${String(++window.ids).padStart(24, '0')}`,
  };
  window.begin = (name, boot) => { models[name] = conversation(boot, tools); };
  window.tell = (name, event, values) => {
    const effects = models[name].on(event, ...values);
    return JSON.parse(JSON.stringify({ effects, lines: models[name].lines(), view: models[name].view() }));
  };
}"""


class Chats:
    """A page with models of conversations, each of which has a name; time passes only when a test says so."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def begin(self, name: str, boot: dict[str, Any]) -> None:
        """Make a model, in place of another one of this name."""
        self.page.evaluate("([name, boot]) => window.begin(name, boot)", [name, boot])

    def tell(self, name: str, event: str, *values: object) -> dict[str, Any]:
        """Return the `effects` of an event, and the `lines` and the `view` of the page after it."""
        told: dict[str, Any] = self.page.evaluate(
            "([name, event, values]) => window.tell(name, event, values)", [name, event, list(values)]
        )
        return told

    def let_pass(self, milliseconds: float) -> None:
        """Add to the time of all models."""
        self.page.evaluate("(more) => { window.time += more; }", milliseconds)

    def draw_lots(self, chance: float) -> None:
        """Set the random number of all models, from 0 to 1."""
        self.page.evaluate("(chance) => { window.chance = chance; }", chance)


@pytest.fixture(scope="module")
def chats(chromium: Browser) -> Iterator[Chats]:
    """Yield the page. A script error fails the test."""
    complaints: list[str] = []
    context = chromium.new_context()
    context.route("**/*", _answer)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(ORIGIN)
    page.evaluate(_SETUP)
    yield Chats(page)
    context.close()
    assert complaints == []


def _answer(route: Route) -> None:
    """Serve the modules as they lie in the repository, and a page without anything."""
    name = route.request.url.removeprefix(ORIGIN).strip("/")
    if not name:
        route.fulfill(content_type="text/html; charset=utf-8", body="<!doctype html><title>chat</title>")
    else:
        route.fulfill(content_type="text/javascript; charset=utf-8", body=(_SOURCES / name).read_text())
