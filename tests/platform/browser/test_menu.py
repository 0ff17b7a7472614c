"""The console's menu: a row of a wide window, and behind a button in a narrow one, without a script."""

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser.axe import violations
from tests.support.browser.desks import NARROW, NewDesk, Scheme, overflow, sign_in

System = Mapping[str, Any]
#: Two rows of 44 pixels, with their surroundings.
TWO_ROWS = 102
#: Makes a menu of ten entries of this one.
_TEN = """() => {
  const menu = document.querySelector('.menu');
  for (let each = menu.children.length; each < 10; each++) {
    const link = menu.lastElementChild.cloneNode();
    link.textContent = `Выплаты ${each}`;
    menu.append(link);
  }
}"""


def opened(page: Page) -> Page:
    """Open the menu by keyboard."""
    button = page.locator(".menu-open")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".menu")).to_be_visible()
    return page


def outside(page: Page) -> list[str]:
    """Return the entries that lie outside of the window, even when they are focused."""
    found = []
    for link in page.locator(".menu a").all():
        link.focus()
        box, size = link.bounding_box(), page.viewport_size
        assert box
        assert size
        if box["x"] < 0 or box["y"] < 0 or box["x"] + box["width"] > size["width"]:
            found.append(link.inner_text())
        if box["y"] + box["height"] > size["height"] or box["height"] < 44:
            found.append(link.inner_text())
    return found


def test_the_header_takes_two_rows_of_a_phone_whoever_reads_it(system: System, new_desk: NewDesk) -> None:
    found = {}
    for who in ("staff", "adjuster", "viewer", "agent"):
        page = sign_in(new_desk(width=360), system, who=who, to="/console/me")
        for language in ("ru", "es", "en"):
            page.locator(f".languages [lang={language}]").click()
            expect(page.locator(f"html[lang={language}]")).to_have_count(1)
            height = page.locator(".top").evaluate("(top) => top.offsetHeight")
            found[f"{who} {language}"] = [height > TWO_ROWS, overflow(page)]
        expect(page.locator(".out")).to_be_visible()
        assert violations(page) == []

    assert {place: wrong for place, wrong in found.items() if any(wrong)} == {}


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (NARROW, "dark")])
def test_every_entry_is_reached_on_a_phone_without_script(
    system: System, new_desk: NewDesk, width: int, scheme: Scheme
) -> None:
    page = sign_in(new_desk(width=width, scheme=scheme, language="ru", script=False), system, to="/console/clients")
    button = page.get_by_role("button", name="Меню Клиенты")
    expect(page.locator(".menu")).to_be_hidden()

    opened(page)

    expect(page.locator(".menu a")).to_have_text(
        [
            "Дела",
            "Убытки",
            "Обращения",
            "Клиенты",
            "Портфель",
            "Акты",
            "Новый запрос",
            "Платежи",
            "Показатели",
            "Настройки",
        ]
    )
    expect(page.locator(".menu [aria-current]")).to_have_text("Клиенты")
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).to_be_hidden()
    expect(button).to_be_focused()
    opened(page).keyboard.press("Tab")
    expect(page.get_by_role("link", name="Дела")).to_be_focused()
    page.get_by_role("link", name="Новый запрос").click()
    expect(page).to_have_url(f"{system['base_url']}/console/new")


@pytest.mark.parametrize("width", [NARROW, 360, 1280])
def test_the_menu_stands_for_ten_entries(system: System, new_desk: NewDesk, width: int) -> None:
    page = sign_in(new_desk(width=width, language="ru"), system, to="/console/clients")
    page.evaluate(_TEN)
    before = overflow(page)
    if width < 1280:
        opened(page)

    assert (before, overflow(page), outside(page)) == (0, 0, [])
    assert violations(page) == []
    assert page.locator(".top").evaluate("(top) => top.offsetHeight") <= TWO_ROWS
