"""The inbox at work: tabs, unread cases, taking a case, expiring ones; on a desk and on a phone."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.deployed.inside import Root
from tests.support.browser import photos
from tests.support.browser.axe import violations
from tests.support.browser.desks import overflow
from tests.support.browser.office import case_address, desk
from tests.support.browser.system import PhotoRequest, let_link_expire, make_request
from tests.support.running import send_photo

Asked = Callable[..., PhotoRequest]
TABS = ("", "?status=waiting", "?status=received", "?show=mine", "?show=expiring", "?q=nothing-like-it")


def row(page: Page, request: PhotoRequest) -> Locator:
    """Return the row of a request's case."""
    return page.locator("table.inbox tbody tr", has=page.locator(f"a[href$='{request.case_id}']"))


def tab(page: Page, name: str) -> Locator:
    """Return the link of a tab."""
    return page.get_by_role("navigation", name="Lists of cases").get_by_role("link", name=name)


@pytest.fixture(scope="module")
def expired(system: Mapping[str, Any]) -> PhotoRequest:
    """Return a request whose time ended without a photo; tests only look at it."""
    request = make_request(system)
    let_link_expire(system, request)
    Root(system).sweep()
    return request


def test_a_case_is_noticed_taken_looked_after_and_noticed_again(
    chromium: Browser, system: Mapping[str, Any], asked: Asked, expired: PhotoRequest
) -> None:
    reference = f"INBOX-{uuid4().hex[:12]}"
    request = asked(case={"reference": reference}, expires_in_days=1)
    with desk(chromium, system) as page:
        inbox = f"{system['base_url']}/console"
        page.goto(inbox)
        expect(page.get_by_role("link", name=f"Unread: {reference}")).to_be_visible()
        expect(row(page, request).locator("a").first).to_have_css("font-weight", "700")
        tab(page, "Mine").click()
        expect(row(page, request)).to_have_count(0)
        expect(tab(page, "Mine")).to_have_attribute("aria-current", "page")

        page.goto(case_address(system, request.case_id))
        page.get_by_role("button", name="Take the case").press("Enter")
        expect(page.get_by_text("Handled by you")).to_be_visible()
        expect(page.locator(".said")).to_have_text("You handle this case now.")
        page.get_by_role("link", name="All cases").click()
        expect(row(page, request).locator("a").first).to_have_css("font-weight", "400")
        tab(page, "Mine").click()
        expect(row(page, request)).not_to_have_class("unread")

        send_photo(request, photos.jpeg(seed=941))
        request.filed(1)
        page.reload()
        expect(row(page, request)).to_have_class("unread")

        tab(page, "Expiring").click()
        expect(row(page, request)).to_contain_text("Link ends: ")
        expect(row(page, expired)).to_contain_text("Request expired")
        expect(page.locator("#status")).to_have_count(0)
        page.locator("#q").fill(reference.lower())
        page.locator("#q").press("Enter")
        expect(page.locator("table.inbox tbody tr")).to_have_count(1)
        expect(tab(page, "Expiring")).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize(("language", "scheme", "width"), [("ru", "light", 360), ("es", "dark", 1280)])
def test_axe_finds_nothing_in_any_list_and_everything_fits(
    chromium: Browser, system: Mapping[str, Any], expired: PhotoRequest, language: str, scheme: str, width: int
) -> None:
    found: dict[str, list[Any]] = {}
    with desk(chromium, system, language=language, width=width, color_scheme=scheme, bypass_csp=True) as page:
        pages = {
            **{each: f"{system['base_url']}/console{each}" for each in TABS},
            "case": case_address(system, expired.case_id),
        }
        for name, address in pages.items():
            page.goto(address)
            found[name] = violations(page)
            if overflow(page):
                found[name].append(f"{overflow(page)} pixels wider than the window")

    assert {name: each for name, each in found.items() if each} == {}
