"""The pages of cases for everybody: axe-core finds nothing, and nothing is wider than the screen."""

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import photos
from tests.support.browser.axe import violations
from tests.support.browser.desks import widest_overflow
from tests.support.browser.office import case_address, desk, request_address
from tests.support.browser.system import PhotoRequest
from tests.support.running import force_upload, make_request, new_photo_id, send_photo

LONG = "Александра-Константиновна-Длиннофамильная-Переименованная"


@pytest.fixture(scope="module")
def rich(system: Mapping[str, Any]) -> PhotoRequest:
    """Return a request of a case that has something of everything; tests only look at it."""
    request = make_request(
        system,
        categories=["exterior", "damage"],
        email="owner@example.org",
        channels=["email"],
        comment=LONG * 3,
        case={
            "vehicle": {"vin": "XTA21703080123456", "make": LONG, "plate": "А123ВС77"},
            "owner": {"name": LONG, "phone": "+79161234567"},
            "loss": {"place": LONG, "description": LONG * 4},
        },
    )
    send_photo(request, photos.sideways_with_place(seed=931, width=900, height=600))
    send_photo(request, photos.jpeg(seed=932))
    refused = force_upload(
        request, photo_id=new_photo_id(), category="damage", content_type="image/jpeg", body=b"no photo"
    )
    assert refused.status == 201
    request.filed(2)
    return request


def pages(system: Mapping[str, Any], request: PhotoRequest) -> dict[str, str]:
    """Return the address of each page."""
    case = case_address(system, request.case_id)
    photo = request.attachments()[0]["id"]
    return {
        "inbox": f"{system['base_url']}/console",
        "nothing found": f"{system['base_url']}/console?q=nothing-like-it",
        "attachments": case,
        "requests": case_address(system, request.case_id, "requests"),
        "history": case_address(system, request.case_id, "history"),
        "conversion": f"{case}/convert?process=osago",
        "deletion": f"{case}/photos/{photo}/delete",
        "withdrawal": request_address(system, request.id, "revoke"),
    }


def test_everything_fits_in_english(chromium: Browser, system: Mapping[str, Any], rich: PhotoRequest) -> None:
    with desk(chromium, system, language="en", width=320) as page:
        found = {name: widest_overflow(opened(page, address)) for name, address in pages(system, rich).items()}

    assert found == dict.fromkeys(found, 0)


@pytest.mark.parametrize(("language", "scheme", "width"), [("ru", "light", 1280), ("es", "dark", 360)])
def test_axe_finds_nothing_and_everything_fits(
    chromium: Browser, system: Mapping[str, Any], rich: PhotoRequest, language: str, scheme: str, width: int
) -> None:
    found: dict[str, list[Any]] = {}
    wide = []
    with desk(chromium, system, language=language, width=width, color_scheme=scheme, bypass_csp=True) as page:
        for name, address in pages(system, rich).items():
            found[name] = violations(opened(page, address))
            wide += [name] if widest_overflow(page) else []
        page.goto(case_address(system, rich.case_id))
        page.locator(".tiles a.open").first.click()
        expect(page.locator("#picture")).to_be_visible()
        found["viewer"] = violations(page)

    assert {name: each for name, each in found.items() if each} == {}
    assert wide == []


def opened(page: Page, address: str) -> Page:
    """Open a page, with every fold in it."""
    page.goto(address)
    for summary in page.locator("details:not(details details) > summary").all():
        summary.click()
    return page


def test_the_whole_inbox_can_be_walked_by_keyboard(
    chromium: Browser, system: Mapping[str, Any], rich: PhotoRequest
) -> None:
    with desk(chromium, system) as page:
        page.locator("#q").focus()
        walked = []
        for _ in range(8):
            page.keyboard.press("Tab")
            walked.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))

    assert walked[:3] == ["status", "process", "Show"]
    assert walked[3]
