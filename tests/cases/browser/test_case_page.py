"""The page of a case as one works with it: photos that arrive, the viewer, and the day's other deeds."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.deployed.inside import new_tenants
from tests.support.browser import photos
from tests.support.browser.office import case_address, desk
from tests.support.browser.system import PhotoRequest, eventually, make_request
from tests.support.running import call, send_photo

Asked = Callable[..., PhotoRequest]
#: Places where the page looks for photos; a browser names the sign-in of a redirect, too, and doesn't go there.
LOOK = r"[^?]+/photos"


@pytest.fixture
def page(chromium: Browser, system: Mapping[str, Any]) -> Iterator[Page]:
    """Return the desk of an administrator."""
    with desk(chromium, system) as page:
        yield page


@pytest.fixture
def filled(asked: Asked) -> PhotoRequest:
    """Return a request with three photos in two categories, one of them sideways and with a place."""
    request = asked(categories=["exterior", "damage"])
    send_photo(request, photos.sideways_with_place(seed=901, width=900, height=600))
    send_photo(request, photos.jpeg(seed=902, width=2000, height=1500))
    send_photo(request, photos.jpeg(seed=903), category="damage")
    request.filed(3)
    return request


def names(page: Page) -> list[str]:
    """Return the file names of the photos, in the page's order."""
    return page.locator(".tiles .file").all_inner_texts()


def test_photos_appear_while_one_looks_and_nothing_else_moves(
    page: Page, asked: Asked, system: Mapping[str, Any]
) -> None:
    request = asked()
    page.goto(case_address(system, request.case_id))
    expect(page.locator("#gallery")).to_contain_text("They appear here as soon as they are sent.")

    send_photo(request, photos.jpeg(seed=911))
    expect(page.locator(".tiles li")).to_have_count(1)
    page.locator(".tiles summary").first.click()
    page.locator(".tiles .save").focus()
    page.evaluate("document.querySelector('.tiles li').dataset.mine = 'yes'")
    send_photo(request, photos.jpeg(seed=912))

    expect(page.locator(".tiles li")).to_have_count(2)
    expect(page.locator("#count")).to_have_text("2")
    expect(page.locator("#news")).to_contain_text("2 photos")
    expect(page.locator(".tiles li[data-mine] details[open]")).to_have_count(1)
    expect(page.locator(".tiles li[data-mine] .save")).to_be_focused()


def test_nobody_asks_for_photos_while_the_page_is_hidden(page: Page, asked: Asked, system: Mapping[str, Any]) -> None:
    looks: list[str] = []
    page.on("request", lambda each: looks.append(each.url) if re.fullmatch(LOOK, each.url) else None)
    page.clock.install()
    page.goto(case_address(system, asked().case_id))
    page.clock.run_for(5_000)
    eventually(lambda: page.evaluate("1") and len(looks), holds=lambda count: count == 1)

    page.evaluate("""() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }""")
    page.clock.run_for(120_000)
    assert len(looks) == 1

    with page.expect_request("**/photos"):
        page.evaluate("""() => {
          Object.defineProperty(document, 'hidden', { value: false, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }""")


def test_looking_ends_with_the_session(page: Page, asked: Asked, system: Mapping[str, Any]) -> None:
    looks: list[str] = []
    page.on("request", lambda each: looks.append(each.url) if re.fullmatch(LOOK, each.url) else None)
    page.clock.install()
    page.goto(case_address(system, asked().case_id))
    page.context.clear_cookies()

    with page.expect_response("**/photos") as last:
        page.clock.run_for(5_000)
    assert last.value.status == 303
    page.clock.run_for(120_000)

    assert len(looks) == 1
    expect(page.locator("#gallery")).to_contain_text("No photos yet.")


def scale(page: Page) -> tuple[float, float]:
    """Return the width and height that the picture has on the screen."""
    box = page.locator("#picture").bounding_box()
    assert box
    return round(box["width"]), round(box["height"])


def test_the_viewer_is_driven_by_keys(page: Page, filled: PhotoRequest, system: Mapping[str, Any]) -> None:
    page.goto(case_address(system, filled.case_id))
    all_names = names(page)
    page.locator(".tiles a.open").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_text(f"Photo 1 of 3: {all_names[0]}")
    expect(page.locator("#picture")).to_be_visible()

    page.keyboard.press("ArrowRight")
    expect(page.locator("#place")).to_have_text(f"Photo 2 of 3: {all_names[1]}")
    expect(page.locator("#about")).to_contain_text("2000 × 1500")
    expect(page.locator("#picture")).to_be_visible()
    width, height = scale(page)
    assert width <= 1280
    assert round(width / height, 2) == 1.33

    page.keyboard.press("r")
    turned = scale(page)
    assert turned[1] > turned[0]
    page.keyboard.press("+")
    assert scale(page)[1] > turned[1]
    page.keyboard.press("0")
    assert scale(page) == turned

    page.keyboard.press("End")
    expect(page.locator("#place")).to_have_text(f"Photo 3 of 3: {all_names[2]}")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#place")).to_have_text(f"Photo 1 of 3: {all_names[0]}")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    expect(page.locator(".tiles a.open").nth(2)).to_be_focused()


def wide_and_at_the_edge(box: Any, *, stage: Any) -> bool:
    return bool(box and box["width"] > stage["width"] and round(box["x"]) == round(stage["x"]))


def test_the_viewer_zooms_by_wheel_and_moves_no_further_than_the_edge(
    page: Page, filled: PhotoRequest, system: Mapping[str, Any]
) -> None:
    page.goto(case_address(system, filled.case_id))
    page.locator(".tiles a.open").nth(1).click()
    expect(page.locator("#picture")).to_be_visible()
    stage = page.locator("#stage").bounding_box()
    assert stage
    page.mouse.move(stage["x"] + 300, stage["y"] + 300)
    for _ in range(6):
        page.mouse.wheel(0, -100)

    page.mouse.down()
    page.mouse.move(stage["x"] + 5000, stage["y"] + 300, steps=4)
    page.mouse.up()

    # The browser may handle the wheel after the call for it has returned.
    eventually(lambda: page.locator("#picture").bounding_box(), holds=partial(wide_and_at_the_edge, stage=stage))
    expect(page.locator("#place")).to_have_text(re.compile("^Photo 2"))


def test_the_original_is_saved_under_its_name(page: Page, filled: PhotoRequest, system: Mapping[str, Any]) -> None:
    page.goto(case_address(system, filled.case_id))
    name = names(page)[0]

    with page.expect_download() as download:
        page.locator(".tiles .save").first.click()

    item = next(item for item in filled.attachments() if item["file_name"] == name)
    assert download.value.suggested_filename == name
    assert download.value.path().read_bytes() == filled.original(item)


def test_the_place_of_a_photo_is_shown_on_request_only(chromium: Browser, deployment: Mapping[str, Any]) -> None:
    system = new_tenants(deployment, keep_place=True)
    request = make_request(system)
    send_photo(request, photos.sideways_with_place(seed=904, width=900, height=600))
    request.filed(1)
    with desk(chromium, system) as page:
        page.goto(case_address(system, request.case_id))
        page.locator(".tiles summary", has_text="About the photo").first.click()
        expect(page.get_by_role("link", name="Show on OpenStreetMap")).to_be_hidden()

        page.locator(".place summary").first.click()

        link = page.get_by_role("link", name="Show on OpenStreetMap")
        expect(link).to_be_visible()
        assert "mlat=55.755" in str(link.get_attribute("href"))


def test_an_afternoons_work_on_a_case(page: Page, asked: Asked, system: Mapping[str, Any]) -> None:
    request = asked(categories=["exterior"], email="owner@example.org", channels=["email"])
    reference = request.staff("GET", f"cases/{request.case_id}").json()["reference"]
    send_photo(request, photos.jpeg(seed=921))
    request.filed(1)

    page.goto(f"{system['base_url']}/console")
    page.locator("#q").fill(reference[:8].lower())
    page.keyboard.press("Enter")
    page.get_by_role("link", name=reference).click()
    page.get_by_role("link", name="Requests").click()
    page.locator("[name=days]").fill("3")
    page.get_by_role("button", name="Extend").click()
    expect(page.locator(".said")).to_have_text("There are more days to send the photos now.")
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(".letters li")).to_have_count(2)
    page.get_by_role("link", name="Withdraw…").click()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("link", name="Withdraw…").click()
    page.get_by_role("button", name="Withdraw the request").click()
    expect(page.locator(".request .state")).to_have_text("Withdrawn")

    page.get_by_role("link", name="Convert the case").click()
    page.get_by_role("link", name="KASKO").click()
    page.get_by_label("Policy number").fill("ААА 123")
    page.get_by_role("button", name="Convert").click()
    expect(page.locator(".wrong")).to_have_count(1)
    expect(page.get_by_label("Policy number")).to_have_value("ААА 123")
    page.get_by_label("Date of loss").fill("2026-02-01")
    page.get_by_role("button", name="Convert").click()
    expect(page.locator(".known")).to_contain_text("ААА 123")

    page.get_by_role("link", name="Delete:").click()
    page.get_by_role("button", name="Delete the photo").click()
    expect(page.locator(".said")).to_have_text("The photo is deleted.")
    expect(page.locator(".tiles li")).to_have_count(0)
    page.get_by_role("link", name="History").click()
    told = page.locator(".history .what")
    expect(told.nth(0)).to_have_text(re.compile("^Photo deleted: "))
    expect(told.nth(1)).to_have_text(re.compile("^Converted into KASKO"))
    assert call("GET", f"{request.link}/state").status == 404


def test_everything_but_the_viewer_works_without_script(
    chromium: Browser, filled: PhotoRequest, system: Mapping[str, Any]
) -> None:
    reference = filled.staff("GET", f"cases/{filled.case_id}").json()["reference"]
    with desk(chromium, system, who="adjuster", java_script_enabled=False) as page:
        page.locator("#q").fill(reference)
        page.get_by_role("button", name="Show", exact=True).click()
        page.get_by_role("link", name=reference).click()
        expect(page.locator(".tiles .file")).to_have_count(3)
        page.get_by_role("link", name="Look for new photos").click()
        page.get_by_role("link", name="History").click()
        expect(page.locator(".history li")).to_have_count(5)
        page.get_by_role("link", name="Attachments").click()
        with page.expect_response(lambda answer: answer.request.resource_type == "document" and answer.ok) as shown:
            page.locator(".tiles a.open").first.click()

        assert shown.value.headers["content-type"] == "image/jpeg"
