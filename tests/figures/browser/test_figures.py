"""The page of figures with a season behind it: for all readers, on any screen, in any scheme."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.deployed.inside import Root
from tests.figures.season import record, season
from tests.support.browser.axe import violations
from tests.support.browser.desks import widest_overflow
from tests.support.browser.office import desk

WAYS: list[tuple[str, Literal["light", "dark"], int]] = [
    ("ru", "light", 1280),
    ("en", "dark", 360),
]


@pytest.fixture(scope="module")
def figures(system: Mapping[str, Any]) -> str:
    """Return the address of the page, of an account with a season behind it."""
    account = system["account_id"]
    with Root(system).in_production():
        record(account, season(account_id=account))
    return f"{system['base_url']}/console/figures"


@pytest.fixture
def page(chromium: Browser, system: Mapping[str, Any]) -> Iterator[Page]:
    """Return the desk of a viewer."""
    with desk(chromium, system, who="viewer") as page:
        yield page


def width_of(page: Page, selector: str) -> tuple[float, float]:
    """Return the right end of the widest of these, and the width of the window."""
    right = page.locator(selector).evaluate_all(
        "all => Math.max(...all.map(each => each.getBoundingClientRect().right))"
    )
    return float(right), float(page.evaluate("document.documentElement.clientWidth"))


@pytest.mark.parametrize(("language", "scheme", "width"), WAYS)
def test_axe_finds_nothing_and_everything_fits(
    chromium: Browser,
    system: Mapping[str, Any],
    figures: str,
    language: str,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    with desk(
        chromium, system, who="viewer", language=language, width=width, color_scheme=scheme, bypass_csp=True
    ) as page:
        others = ("/claims?by=kind", "/documents?from=soon", "/conversations?from=soon", "/documents", "/conversations")
        for query in (*others, "/cabinet?from=soon", "/cabinet", "?from=soon", "?by=channel"):
            page.goto(f"{figures}{query}")
            page.wait_for_load_state("load")
            assert violations(page) == []
            assert widest_overflow(page) == 0
        for selector in (".drawn text", ".drawn rect", ".drawn line"):
            right, window = width_of(page, selector)
            assert right <= window


def test_figures_are_chosen_and_downloaded_by_keyboard(page: Page, figures: str) -> None:
    page.goto(figures)
    page.get_by_label("From the week of").focus()
    page.get_by_label("Split by").select_option("device")
    page.get_by_role("button", name="Show").press("Enter")

    expect(page.get_by_role("table", name="How requests ended")).to_contain_text("Phone")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").press("Enter")
    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbfweek_beginning_utc,channel,")
