"""An unusable photo, from the desk to its owner and back: asked for again, sent anew, both in the case."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, as_json, overflow, sign_in
from tests.support.browser.office import case_address
from tests.support.browser.steps import Asked, finish, pick, tiles
from tests.support.browser.system import PhotoRequest, wait_until
from tests.support.running import send_photo

pytestmark = pytest.mark.browser
System = Mapping[str, Any]
WORDS = "Не видно царапину у ручки"


def found_unusable(request: PhotoRequest) -> dict[str, Any]:
    """Mark the only photo of a request as blurred, and return it."""
    (photo,) = request.filed(1)
    said = {"usable": False, "reason": "blurred", "text": WORDS}
    assert request.staff("PUT", f"attachments/{photo['id']}/verdict", said).status == 200
    return photo


def asked_again(request: PhotoRequest) -> PhotoRequest:
    """Return the second request of a case."""
    made = request.staff("GET", f"cases/{request.case_id}/photo-requests").json()["items"][1]
    return PhotoRequest(api=request.api, key=request.key, id=made["id"], case_id=made["case_id"], link=made["link"])


def look(page: Page, at: str, found: dict[str, Any]) -> None:
    wide = overflow(page)
    found |= {at: [*violations(page), *([f"wider by {wide}"] if wide else [])]}


def seen(page: Page, picture: str) -> None:
    """Wait until a picture is there, not only its place."""
    wait_until(page, "(it) => document.querySelector(it)?.naturalWidth > 0", picture)


def test_a_photo_goes_back_to_its_owner_and_comes_anew(
    system: System, new_desk: NewDesk, phone: Page, asked: Asked, tmp_path: Path
) -> None:
    found: dict[str, Any] = {}
    request = asked(categories=["damage"])
    send_photo(request, photos.jpeg(seed=951), category="damage")
    rejected = found_unusable(request)
    desk = sign_in(new_desk(language="ru", width=360, scheme="dark"), system)

    desk.goto(case_address(system, request.case_id))
    desk.locator("#ask-again").click()
    expect(desk.locator("#photos input:checked")).to_have_count(1)
    expect(desk.locator("#preview")).to_contain_text("1 фото нужно снять ещё раз")
    desk.locator("#photos img").scroll_into_view_if_needed()
    seen(desk, "#photos img")
    look(desk, "form", found)
    desk.locator("p.actions button.main").click()
    desk.wait_for_url(re.compile("/console/requests/"))

    again = asked_again(request)
    phone.goto(again.link)
    expect(phone.locator("#welcome h1")).to_have_text("Снимите, пожалуйста, 1 фото ещё раз")
    look(phone, "welcome", found)
    phone.locator("#start").click()
    expect(phone.locator("#step-1 .redo")).to_contain_text(WORDS)
    expect(phone.locator("#step-1 .redo b")).to_have_text("Фото размыто.")
    seen(phone, "#step-1 .redo img")
    look(phone, "step", found)
    pick(phone, photos.written(tmp_path, "new.jpg", photos.jpeg(seed=952)))
    expect(phone.locator(tiles(phone, "received"))).to_have_count(1)
    finish(phone)
    expect(phone.locator("#done h1")).to_be_visible()
    phone.reload()
    expect(phone.locator("#done h1")).to_be_visible()
    assert phone.locator(".redo img").count() == 0

    assert again.status() == "completed"
    desk.goto(case_address(system, request.case_id))
    expect(desk.locator(".tiles li")).to_have_count(2)
    expect(desk.locator(f"[id='{rejected['id']}'] .mark")).to_contain_text("Запрошено снова")
    expect(desk.locator(f"li:not([id='{rejected['id']}']) .mark")).to_have_text(f"Вместо {rejected['file_name']}")
    expect(desk.locator("#ask-again")).to_have_count(0)
    look(desk, "case", found)
    desk.goto(case_address(system, request.case_id, "requests"))
    expect(desk.locator(".request").first).to_contain_text(f"{rejected['file_name']}: Размыто «{WORDS}»")
    look(desk, "requests", found)
    assert {at: wrong for at, wrong in found.items() if wrong} == {}, as_json(found)
