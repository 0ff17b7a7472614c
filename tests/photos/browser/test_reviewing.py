"""Reviewing photos at speed: verdicts by keys in the viewer, from case to case, none of them lost."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.deployed.inside import new_tenants
from tests.photos.browser.reviewing import cases_to_review, judge, sees, tab_to, verdicts
from tests.support.browser.axe import violations
from tests.support.browser.desks import as_json, overflow
from tests.support.browser.office import case_address, desk

pytestmark = pytest.mark.browser
REASONS = ["blurred", "dark", "too_far", "wrong_subject", "other"]
VERDICT, PHOTOS = re.compile("/verdict$"), re.compile(r"/cases/[^/]+/photos$")


@pytest.mark.parametrize("each", [4, pytest.param(10, marks=pytest.mark.slow)])
def test_photos_of_5_cases_are_reviewed_without_the_mouse(
    chromium: Browser, deployment: Mapping[str, Any], each: int
) -> None:
    system = new_tenants(deployment)
    requests = cases_to_review(system, of=5, each=each)
    with desk(chromium, system) as page:
        tab_to(page, "a[href$='/console?show=review']")
        page.keyboard.press("Enter")
        expect(page.locator("tbody tr")).to_have_count(5)
        tab_to(page, "a[href$='/console/review']")
        page.keyboard.press("Enter")

        for case in range(5):
            for photo in range(1, each + 1):
                sees(page, photo, of=each)
                if photo in (2, each):
                    say_unusable(page, case)
                else:
                    press_usable(page, "u" if case % 2 else "г")
            expect(page.locator("#outcome")).to_have_text("All photos of this case are reviewed.")
            page.keyboard.press("n")

        expect(
            page.get_by_text("All photos are reviewed. A case appears here as soon as a new photo comes.")
        ).to_be_visible()
        expect(page.locator("a[href$='/console?show=review'] .count")).to_have_text("0")
    found = [Counter(verdicts(request)) for request in requests]  # in which order they came is the system's affair
    assert sorted(found, key=sorted) == sorted(({"usable": each - 2, reason: 2} for reason in REASONS), key=sorted)
    photos = [photo for request in requests for photo in request.attachments()]
    said = [photo["verdict"]["text"] for photo in photos if photo["verdict"]["reason"] == "other"]
    assert said == ["The plate is hidden"] * 2


def press_usable(page: Page, key: str) -> None:
    """Press the key that has U on an English keyboard. It may be a Russian one, whose keys playwright doesn't know."""
    keyboard = page.context.new_cdp_session(page)
    pressed = {"key": key, "text": key, "code": "KeyU", "windowsVirtualKeyCode": 85}
    for kind in ("keyDown", "keyUp"):
        keyboard.send("Input.dispatchKeyEvent", {"type": kind, **pressed})


def say_unusable(page: Page, reason: int) -> None:
    page.keyboard.press("x")
    expect(page.locator("#reasons")).to_be_visible()
    page.keyboard.press(str(reason + 1))
    if REASONS[reason] == "other":
        page.keyboard.type("The plate is hidden")
        page.keyboard.press("Enter")


def test_no_verdict_is_lost(chromium: Browser, deployment: Mapping[str, Any]) -> None:
    system = new_tenants(deployment)
    (request, after) = cases_to_review(system, of=2, each=3)
    with desk(chromium, system) as page:
        page.goto(case_address(system, request.case_id))
        page.locator("#review").click()
        sees(page, 1, of=3)
        judge(request, request.attachments()[0], usable=False, reason="dark")

        # A colleague was first: the photo comes back with the colleague's verdict.
        page.keyboard.press("u")
        expect(page.locator("#refusal")).to_contain_text("was not saved. A colleague has reviewed this photo")
        page.get_by_role("button", name="Show the photo").click()
        sees(page, 1, of=3)
        expect(page.locator("#about .judged")).to_have_text("Unusable: Too dark")
        page.keyboard.press("u")
        expect(page.locator("#refusal")).to_be_hidden()
        sees(page, 2, of=3)

        # Nobody answers: it is tried again, and nobody is led away from an unsaved verdict.
        page.route(VERDICT, lambda route: route.fulfill(status=503))
        page.keyboard.press("u")
        sees(page, 3, of=3)
        page.keyboard.press("n")
        expect(page.locator("#outcome")).to_have_text("Not saved yet. Trying again…")
        assert page.url.endswith(request.case_id)
        page.unroute(VERDICT)
        page.keyboard.press("ArrowLeft")
        expect(page.locator("#about .judged")).to_have_text("Usable")

        # The session has ended: its verdict is saved after the next sign-in.
        cookies: Any = page.context.cookies()
        page.context.clear_cookies()
        page.keyboard.press("End")
        page.keyboard.press("x")
        page.keyboard.press("1")
        expect(page.locator("#refusal")).to_contain_text("Your session has ended.")
        page.context.add_cookies(cookies)
        page.on("dialog", lambda dialog: dialog.accept())  # the browser asks before it leaves an unsaved verdict
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator(".tiles .judged").nth(2)).to_have_text("Unusable: Blurred")

    assert verdicts(request) == ["usable", "usable", "blurred"]
    assert verdicts(after) == [""] * 3


def test_a_verdict_is_taken_back_and_what_cannot_be_given_is_told(
    chromium: Browser, deployment: Mapping[str, Any]
) -> None:
    system = new_tenants(deployment)
    (request,) = cases_to_review(system, of=1, each=2)
    with desk(chromium, system) as page:
        page.goto(case_address(system, request.case_id))
        page.locator("#review").click()
        page.get_by_role("button", name="X Unusable").click()
        page.get_by_role("button", name="Other").click()
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#other-wrong")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#reasons")).to_be_hidden()
        expect(page.locator("#viewer")).to_be_visible()

        page.get_by_role("button", name="U Usable").click()
        sees(page, 2, of=2)
        page.keyboard.press("ArrowLeft")
        expect(page.locator("#about .judged")).to_have_text("Usable")
        page.keyboard.press("z")
        expect(page.locator("#about .judged")).to_have_text("To review")
        page.route(PHOTOS, lambda route: route.fulfill(status=304))  # the page doesn't know yet
        gone = page.locator(".tiles li").first.get_attribute("id")
        assert request.staff("DELETE", f"attachments/{gone}").status == 204
        page.keyboard.press("u")
        expect(page.locator("#refusal")).to_contain_text("was not saved.")
        page.unroute(PHOTOS)
        expect(page.locator(".tiles li")).to_have_count(1)
        page.get_by_role("button", name="Show the photo").click()
        expect(page.locator("#refusal")).to_be_hidden()
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        expect(page.locator("#viewer")).to_be_hidden()
        expect(page.locator("#review")).to_have_text("Review 1 photo")
        expect(page.locator(".tiles a.open").first).to_be_focused()
    assert verdicts(request) == [""]


@pytest.mark.parametrize(
    ("language", "width", "scheme", "axe"),
    [("ru", 360, "dark", True), ("es", 360, "light", True), ("en", 1280, "light", False)],
)
def test_everybody_can_review(
    chromium: Browser, deployment: Mapping[str, Any], language: str, width: int, scheme: Any, axe: bool
) -> None:
    system = new_tenants(deployment)
    (request,) = cases_to_review(system, of=1, each=2)
    photo = request.attachments()[0]
    judge(request, photo, usable=False, reason="other", text="Не видно царапину " * 8)
    found: dict[str, Any] = {}

    def look(at: str) -> None:
        wide = overflow(page)
        found[at] = [*(violations(page) if axe else []), *([f"wider by {wide}"] if wide else [])]

    with desk(chromium, system, language=language, width=width, color_scheme=scheme) as page:
        page.goto(f"{system['base_url']}/console?show=review")
        look("inbox")
        page.goto(case_address(system, request.case_id))
        page.locator(".judging summary").first.click()
        look("tiles")
        page.locator(".tiles a.open").first.click()
        expect(page.locator("#picture")).to_be_visible()
        look("judged")
        page.keyboard.press("x")
        page.keyboard.press("5")
        page.keyboard.press("Enter")
        expect(page.locator("#other-wrong")).to_be_visible()
        look("reasons")
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        look("keys")
        page.goto(f"{case_address(system, request.case_id)}/photos/{photo['id']}/verdict")
        look("page")
    assert {at: wrong for at, wrong in found.items() if wrong} == {}, as_json(found)
