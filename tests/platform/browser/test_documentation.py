"""The page of documentation: for everybody, on any screen, in any scheme, without script, and on paper."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser.axe import violations


@pytest.fixture(scope="module")
def page(chromium: Browser, system: Mapping[str, Any]) -> Iterator[Page]:
    """Return the page, opened by anyone; a request to anywhere else, or a breach of its policy, fails the tests."""
    complaints: list[str] = []
    # axe is put into the page, which its policy would refuse.
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda each: complaints.append(each.url) if not is_ours(each.url, system) else None)
    page.goto(f"{system['base_url']}/docs")
    yield page
    context.close()
    assert complaints == []


def is_ours(url: str, system: Mapping[str, Any]) -> bool:
    return url.startswith((f"{system['base_url']}/", "data:"))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_and_everything_fits(page: Page, scheme: Literal["light", "dark"], width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_contents_lead_to_an_operation_and_to_its_types_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    contents = page.get_by_role("navigation", name="Contents")

    contents.get_by_text("Webhooks", exact=True).press("Enter")
    contents.get_by_role("link", name="Register an endpoint for events").press("Enter")
    operation = page.get_by_role("article", name="Register an endpoint for events")
    expect(operation).to_be_in_viewport()
    expect(operation.get_by_role("table", name="Body")).to_contain_text("port 443 of the public internet")
    operation.get_by_role("link", name="EndpointWithSecret").press("Enter")
    expect(page.get_by_role("heading", name="EndpointWithSecret")).to_be_in_viewport()


def test_the_page_keeps_its_policy_without_script(chromium: Browser, system: Mapping[str, Any]) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    answer = page.goto(f"{system['base_url']}/docs")

    assert answer is not None
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    expect(page.get_by_role("heading", name="photo_request.completed")).to_be_visible()
    assert refused == []
    context.close()
