"""Pages of the own data: narrow, enlarged, by keyboard, with and without script, in all languages."""

import pytest
from playwright.sync_api import Page, expect

from chalicelib.base.languages import LANGUAGES
from tests.cabinet.browser.drawn import at, faults
from tests.support.area import PASSWORD
from tests.support.browser.desks import NARROW, overflow

PATHS = ("/me", "/me/consents", "/me/export", "/me/erasure")


# 640 pixels enlarged to 200 % are 320.
@pytest.mark.parametrize("width", [NARROW, 1280])
def test_case_55_pages_of_the_own_data_are_for_everybody(page: Page, width: int) -> None:
    for language in LANGUAGES:
        for path in PATHS:
            at(page, width, language=language, path=path)
            assert (overflow(page), faults(page)) == (0, []), f"{language} {path}"


def test_case_55_a_consent_is_given_and_withdrawn_by_keyboard(page: Page) -> None:
    at(page, NARROW, path="/me/consents")
    button = page.get_by_role("button", name="Даю согласие Реклама")
    button.focus()

    page.keyboard.press("Enter")

    expect(page.get_by_text("Вы согласились")).to_be_visible()
    page.get_by_role("button", name="Отозвать согласие Реклама").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Даю согласие Реклама")).to_be_visible()


def test_case_55_a_wrong_password_is_told_and_the_right_one_makes_the_file(page: Page) -> None:
    at(page, NARROW, path="/me/export")
    page.locator("#password").fill("not the right one")
    page.locator("main form button.main").click()
    expect(page.locator("#password-wrong")).to_be_visible()
    assert faults(page) == []

    page.locator("#password").fill(PASSWORD)
    page.locator("main form button.main").click()

    expect(page.get_by_role("link", name="Скачать файл")).to_be_visible()
    assert (overflow(page), faults(page)) == (0, [])
