"""The settings of claims in a browser: for everybody, at any width, without a script."""

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser.axe import violations
from tests.support.browser.desks import Scheme, as_json, widest_overflow
from tests.support.browser.office import desk

System = Mapping[str, Any]
KEYS = "claims/kasko/documents/keys"
PAGES = (
    "claims",
    "claims/kasko",
    "claims/new-claim_rules",
    "claims/kasko/restore",
    KEYS,
    "claims/kasko/documents/new-document",
    "claims/kasko/deadlines/decision",
    "calendars",
    "calendars/ru",
    "calendars/new-calendar",
)


def address(system: System, section: str) -> str:
    return f"{system['base_url']}/console/settings/{section}"


def look(page: Page) -> list[Any]:
    """Return the faults of a page."""
    wide = widest_overflow(page)
    return [*violations(page), *([f"too wide by {wide}"] if wide else [])]


@pytest.mark.parametrize(("language", "scheme", "width"), [("ru", "light", 1280), ("es", "dark", 360)])
def test_axe_finds_nothing_and_everything_fits(
    chromium: Browser, system: System, language: str, scheme: Scheme, width: int
) -> None:
    found: dict[str, list[Any]] = {}
    with desk(chromium, system, language=language, width=width, color_scheme=scheme) as page:
        for section in PAGES:
            page.goto(address(system, section))
            found[section] = look(page)
        page.goto(address(system, KEYS))
        page.locator("details summary").last.click()
        page.locator("#most").fill("0")
        page.locator("#when").fill("?")
        page.locator("button.main").click()
        expect(page.locator("#when-wrong")).to_be_visible()
        found["a problem"] = look(page)

    assert {name: each for name, each in found.items() if each} == {}, as_json(found)


def test_a_holiday_is_entered_without_a_script(chromium: Browser, system: System) -> None:
    with desk(chromium, system, language="ru", java_script_enabled=False) as page:
        page.goto(address(system, "calendars/ru"))
        page.get_by_label("Перенесённые выходные").fill("31.12.2026\n11.01.2027")
        page.get_by_role("button", name="Показать расчёт").click()
        expect(page.locator("#example li").first).to_contain_text("20 дней без учёта праздников")
        page.get_by_role("button", name="Сохранить").last.click()
        expect(page.get_by_role("status")).to_be_visible()
        page.goto(address(system, "calendars/ru"))
        expect(page.get_by_label("Перенесённые выходные")).to_have_value("31.12.2026\n11.01.2027")
