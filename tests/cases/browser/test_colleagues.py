"""Colleagues at two desks: a link that is passed on, a case that is handed over, and its unread mark."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, overflow, sign_in
from tests.support.browser.office import case_address, desk
from tests.support.browser.system import PhotoRequest, wait_until
from tests.support.running import eventually

Asked = Callable[..., PhotoRequest]


#: True if the menu shows the server's present number.
_SHOWN = """async () => {
  const shown = document.getElementById('unread');
  const html = await (await fetch(shown.dataset.src)).text();
  return shown.innerHTML === new DOMParser().parseFromString(html, 'text/html').body.innerHTML;
}"""


def unread_number(page: Page) -> int:
    """Return the number beside the menu's "Cases", as the script has asked for it."""
    page.reload()
    wait_until(page, _SHOWN)
    said = page.locator("#unread [aria-hidden]").all_inner_texts()
    return int(said[0].rstrip("+")) if said else 0


def test_a_link_is_passed_on_and_a_case_handed_over_by_keyboard(
    chromium: Browser, system: Mapping[str, Any], asked: Asked, new_desk: NewDesk
) -> None:
    request = asked(case={"reference": f"HAND-{uuid4().hex[:8]}"})
    with desk(chromium, system, permissions=["clipboard-read", "clipboard-write"]) as admin:
        admin.goto(f"{system['base_url']}/console")
        admin.get_by_role("button", name="Mark all as read").press("Enter")
        expect(admin.locator(".said")).to_have_text("All cases are marked as read.")
        assert unread_number(admin) == 0

        admin.goto(case_address(system, request.case_id, "requests"))
        admin.get_by_role("button", name="Copy the link").press("Enter")
        expect(admin.locator("#copied")).to_have_text("Copied: Link to this case")
        link = admin.evaluate("navigator.clipboard.readText()")
        assert link == case_address(system, request.case_id, "requests")

        expect(admin.get_by_label("Hand over to")).to_be_hidden()
        admin.get_by_text("Hand the case over").press("Enter")
        admin.get_by_label("Hand over to").focus()
        admin.keyboard.type(system["adjuster"]["email"][:8])
        admin.keyboard.press("Tab")
        admin.keyboard.press("Enter")
        expect(admin.locator(".said")).to_have_text("The case is handed over.")

    adjuster = sign_in(new_desk(), system, who="adjuster", to=link.removeprefix(system["base_url"]))
    assert adjuster.url == link
    expect(adjuster.get_by_text("Handled by you")).to_be_visible()
    fresh = asked()
    # Why: cases are listed from an index, which shows a new case a moment later.
    before = eventually(lambda: unread_number(adjuster))
    adjuster.goto(f"{system['base_url']}/console?show=unread")
    adjuster.locator(f"a[href$='{fresh.case_id}']").click()
    adjuster.wait_for_url(f"**/{fresh.case_id}")
    eventually(lambda: unread_number(adjuster), holds=lambda number: number == before - 1)


@pytest.mark.parametrize(("language", "scheme", "width"), [("ru", "dark", 360), ("es", "light", 1280)])
def test_axe_finds_nothing_and_everything_fits(
    chromium: Browser, system: Mapping[str, Any], asked: Asked, language: str, scheme: str, width: int
) -> None:
    request = asked()
    found: dict[str, list[Any]] = {}
    places = {
        "case": f"/console/cases/{request.case_id}",
        "request": f"/console/requests/{request.id}",
        "unread": "/console?show=unread",
        "nothing": "/console/cases/case_none",
    }
    with desk(chromium, system, language=language, width=width, color_scheme=scheme, bypass_csp=True) as page:
        for name, place in places.items():
            page.goto(f"{system['base_url']}{place}")
            for fold in page.locator(".handing").all():
                fold.locator("summary").click()
            found[name] = violations(page) + ([f"{overflow(page)} pixels too wide"] if overflow(page) else [])

    assert {name: each for name, each in found.items() if each} == {}
