"""Texts of outsiders stay text on every page of the console: none of it runs, none has to be blocked."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, expect

from tests.support.browser.office import case_address, desk
from tests.support.browser.system import PhotoRequest

HOSTILE = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"


def test_hostile_names_and_comments_stay_words(
    chromium: Browser, system: Mapping[str, Any], asked: Callable[..., PhotoRequest]
) -> None:
    reference = f"<u>{uuid4().hex[:8]}</u>"
    request = asked(
        comment=HOSTILE,
        email="owner@example.org",
        channels=["email"],
        case={
            "reference": reference,
            "owner": {"name": HOSTILE},
            "vehicle": {"make": HOSTILE[:60]},
            "loss": {"place": HOSTILE, "description": HOSTILE},
        },
    )
    with desk(chromium, system) as page:  # it fails on any violation of the pages' policy
        page.locator("#q").fill(reference)
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name=reference)).to_be_visible()
        for address, shown in {
            case_address(system, request.case_id): "main",
            case_address(system, request.case_id, "requests"): ".request",
            case_address(system, request.case_id, "history"): ".history",
            f"{system['base_url']}/console/requests/{request.id}": "main",
            f"{system['base_url']}/console/new?case={request.case_id}": "#ask",
            f"{system['base_url']}/console/new?again={request.id}": "#comment",
        }.items():
            page.goto(address)
            expect(page.locator(shown).first).to_be_visible()
            assert "run" not in page.title(), address
            assert page.locator("main script, main img[src=x], main u").count() == 0, address
        expect(page.locator("#comment")).to_have_value(HOSTILE)
