"""The client area on a phone without script: sign-in with a code, own data; pages that everybody can read."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, Scheme, as_json, widest_overflow
from tests.support.running import call, eventually

System = Mapping[str, Any]
OWN_DATA = ("/me/consents", "/me/export", "/me/erasure")


def readable(page: Page) -> None:
    """Fail for findings of axe-core, and for a page that is wider than a narrow phone."""
    assert violations(page) == [], as_json(violations(page))
    assert widest_overflow(page) == 0


def code_sent_to(system: System, phone: str) -> str:
    """Return the code of the last text to a phone, once it was sent."""

    def last() -> str:
        found = call("GET", f"{system['messages']['sms']}?phoneNumber={quote(phone)}").json()["sms_messages"]
        texts = [each["Message"] for each in found.get(phone, [])]
        codes = [code[0] for text in texts if (code := re.search(r"\b[0-9]{6}\b", text))]
        return codes[-1] if codes else ""

    return eventually(last, holds=bool, within=60)


def sign_in(page: Page, system: System) -> None:
    """Sign the client of the demo in, with the code for a new device."""
    area = system["area"]
    page.goto(f"{system['base_url']}{area['path']}")
    page.locator("#login").fill(area["email"])
    page.locator("#password").fill(area["password"])
    page.locator("main form button.main").click()
    page.locator("#code").fill(code_sent_to(system, area["phone"]))
    page.locator("main form button.main").first.click()


def test_case_55_a_client_signs_in_without_script_and_ends_the_session(system: System, new_desk: NewDesk) -> None:
    page = new_desk(language="ru", width=320, script=False)

    sign_in(page, system)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Здравствуйте")
    page.get_by_role("button", name="Меню").click()
    page.get_by_role("link", name="Мой профиль").click()
    page.get_by_role("link", name="Устройства и сеансы").click()
    expect(page.get_by_text("это устройство")).to_be_visible()
    page.get_by_role("button", name="ES Español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dispositivos y sesiones")
    page.locator(".menu-open").click()
    page.get_by_role("navigation").get_by_role("button").click()
    expect(page.locator(".said")).to_be_visible()
    page.goto(f"{system['base_url']}{system['area']['path']}/me")
    expect(page.locator("#login")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_case_55_pages_of_the_area_are_for_everybody(system: System, new_desk: NewDesk, scheme: Scheme) -> None:
    page, base = new_desk(language="en", width=360, scheme=scheme), f"{system['base_url']}{system['area']['path']}"
    for path in ("/sign-in", "/recovery", "/recovery/codes", "/none"):
        page.goto(f"{base}{path}")
        readable(page)
    page.goto(f"{base}/sign-in")
    page.locator("main form button.main").click()
    expect(page.locator(".wrong").first).to_be_visible()
    readable(page)
    sign_in(page, system)
    for path in ("", "/me", "/me/password", "/me/contacts/phone", "/me/contacts/email", "/me/sessions", *OWN_DATA):
        page.goto(f"{base}{path}")
        readable(page)
