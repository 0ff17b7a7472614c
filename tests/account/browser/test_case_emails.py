"""Recipients of e-mails about cases, chosen in a browser: by the keyboard for oneself, without script for all."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser, expect

from tests.support.browser.axe import violations
from tests.support.browser.desks import as_json, overflow
from tests.support.browser.office import desk

System = Mapping[str, Any]


def test_one_chooses_by_the_keyboard_and_axe_finds_nothing(chromium: Browser, system: System) -> None:
    with desk(chromium, system, who="adjuster", language="es", width=360, color_scheme="dark") as page:
        page.goto(f"{system['base_url']}/console/me#emails")
        page.get_by_role("radio", name="Como lo ha fijado la organización").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("radio", name="De todos los expedientes")).to_be_checked()
        page.keyboard.press("Enter")

        expect(page.get_by_role("status")).to_have_text("Su elección de correos está guardada.")
        expect(page.get_by_role("radio", name="De todos los expedientes")).to_be_checked()
        assert violations(page) == [], as_json(violations(page))
        assert overflow(page) == 0


def test_an_administrator_sets_the_rule_without_script(chromium: Browser, system: System) -> None:
    with desk(chromium, system, java_script_enabled=False) as page:
        page.goto(f"{system['base_url']}/console/settings/organisation")
        page.get_by_label("Who is told").select_option(label="The handler and administrators")
        page.get_by_role("button", name="Save").click()

        expect(page.get_by_role("status")).to_contain_text("Saved.")
        expect(page.get_by_label("Who is told")).to_have_value("administrators")
        page.goto(f"{system['base_url']}/console/me")
        expect(page.locator("#emails")).to_contain_text("As the organisation has set")
