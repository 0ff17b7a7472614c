"""The menu of client areas: one row of a phone with its entries behind a button."""

import pytest
from playwright.sync_api import Page, expect

from chalicelib.base.languages import LANGUAGES
from tests.cabinet.browser.drawn import BASE, at, faults
from tests.cabinet.visitors import HOME
from tests.support.browser.desks import NARROW, overflow

#: Two rows of 48 pixels, the name's and the menu's, with their lines.
TWO_ROWS = 64 + 4 + 49


def height_above(page: Page) -> float:
    """Return the pixels from the top of the page to the end of the menu's row."""
    box = page.locator(".menu-open").bounding_box()
    assert box
    return box["y"] + box["height"]


@pytest.mark.parametrize("width", [NARROW, 360, 640])
def test_the_head_of_a_page_takes_two_rows_of_a_phone_and_names_the_place(page: Page, width: int) -> None:
    for language in LANGUAGES:
        at(page, width, language=language)

        assert (height_above(page) <= TWO_ROWS, overflow(page)) == (True, 0), language
        assert faults(page) == [], language
    expect(at(page, width).get_by_role("button", name="Меню Мой профиль")).to_be_visible()


def test_the_menu_opens_and_closes_by_keyboard_and_marks_the_place(page: Page) -> None:
    at(page, NARROW)
    button, menu = page.locator(".menu-open"), page.get_by_role("navigation", name="Меню")
    expect(menu).to_be_hidden()

    button.focus()
    page.keyboard.press("Enter")

    expect(menu).to_be_visible()
    expect(menu.locator("[aria-current=page]")).to_have_text("Мой профиль")
    assert faults(page) == []
    for entry in menu.locator("a, button").all():
        box = entry.bounding_box()
        assert box
        assert box["height"] >= 48
        assert (box["x"] >= 0, box["x"] + box["width"] <= NARROW) == (True, True)
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    menu.get_by_role("link", name="Полисы").click()
    expect(page).to_have_url(f"{BASE}{HOME}/policies")


def test_a_wide_window_shows_the_entries_themselves(page: Page) -> None:
    for language in LANGUAGES:
        at(page, 1280, language=language)

        expect(page.locator(".menu-open")).to_be_hidden()
        expect(page.locator(".menu")).to_be_visible()
        assert (overflow(page), faults(page)) == (0, []), language
