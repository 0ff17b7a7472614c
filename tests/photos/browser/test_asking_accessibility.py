"""axe-core finds nothing in any page of the asking, and no page is wider than a phone."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, Scheme, as_json, new_phone, sign_in, widest_overflow

System = Mapping[str, Any]


@pytest.mark.parametrize(
    ("language", "scheme", "width", "axe"),
    [("ru", "light", 1280, True), ("es", "dark", 360, True), ("en", "dark", 1280, False)],
)
def test_axe_finds_nothing_on_the_way_and_everything_fits(
    system: System, new_desk: NewDesk, language: str, scheme: Scheme, width: int, axe: bool
) -> None:
    page = new_desk(language=language, scheme=scheme, width=width)
    found: dict[str, list[Any]] = {}

    def look(at: str) -> None:
        found[at] = violations(page) if axe else []
        wide = widest_overflow(page)
        if wide:
            found[at].append(f"wider than the window by {wide}")

    page.goto(f"{system['base_url']}/console/sign-in")
    look("sign-in")
    page.locator("#email").fill("nobody@demo.example")
    page.locator("#password").fill("wrong")
    page.locator("#password").press("Enter")
    page.get_by_role("alert").wait_for()
    look("wrong password")
    sign_in(page, system)
    look("form")
    page.locator("#expires_in_days").fill("1")
    page.locator("#remind_after_hours").select_option("48")
    page.locator("#phone").fill(new_phone())
    page.locator("button.main").click()
    page.locator(".wrong").wait_for()
    look("form with a problem")
    page.locator("#remind_after_hours").select_option("")
    page.locator("button.main").click()
    page.wait_for_url(re.compile("/console/requests/"))
    look("request")
    page.goto(f"{system['base_url']}/console/requests/req_none")
    look("no such page")

    assert found.keys() == {"sign-in", "wrong password", "form", "form with a problem", "request", "no such page"}
    assert {at: wrong for at, wrong in found.items() if wrong} == {}, as_json(found)
