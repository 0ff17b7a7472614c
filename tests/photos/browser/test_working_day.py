"""A working day at an insurer, in one piece: ask, watch photos come, convert, download, change a setting."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.support.browser import photos
from tests.support.browser.desks import NewDesk, new_phone, sign_in
from tests.support.browser.steps import pick, tiles
from tests.support.running import DEADLINE

System = Mapping[str, Any]


def test_a_working_day(system: System, new_desk: NewDesk, tmp_path: Path) -> None:
    theirs = {**system, "staff": system["other_account"]["staff"]}  # Spanish plates, of the second tenant
    reference = f"DAY-{uuid4().hex[:8].upper()}"
    page = sign_in(new_desk(language="en"), theirs)

    link = ask(page, reference)
    owner = new_desk(width=360)
    owner.goto(link)
    expect(owner.get_by_text("Matrícula 0000 BBB")).to_be_visible()
    page.get_by_role("link", name=reference).click()
    expect(page.locator("#gallery")).to_contain_text("They appear here as soon as they are sent.")

    send(owner, tmp_path)
    expect(page.locator(".tiles li")).to_have_count(2)  # nobody has reloaded it
    page.goto(f"{system['base_url']}/console?show=review")
    page.get_by_role("link", name=reference).click()
    expect(page.locator(".headline .state")).to_have_text("Photos received")

    convert(page)
    assert names_in_archive(page, tmp_path) == ["Exterior del vehículo-01.jpg", "Exterior del vehículo-02.jpg"]

    sign = f"Taller Ejemplo, {reference}"
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Signature").fill(sign)
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".said")).to_contain_text("Saved.")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")


def ask(page: Page, reference: str) -> str:
    """Ask an owner for photos of the outside; return the link that the SMS carries."""
    page.get_by_label("Case reference").fill(reference)
    page.get_by_label("Mobile phone").fill(new_phone())
    page.get_by_label("Comment for the owner").fill("Matrícula 0000 BBB")
    page.get_by_role("checkbox", name="Damage").uncheck()
    page.get_by_role("button", name="Send the request").click()
    page.wait_for_url(re.compile("/console/requests/"))
    return page.locator("#link").input_value()


def send(owner: Page, folder: Path) -> None:
    """Pick two photos and submit them, as the owner does."""
    owner.locator("#start").click()
    pick(owner, *(photos.written(folder, f"{seed}.jpg", photos.jpeg(seed=seed)) for seed in (951, 952)))
    expect(owner.locator(tiles(owner, "received"))).to_have_count(2)
    owner.locator("#next-1").click()
    owner.locator("#submit").click()
    expect(owner.locator("#done")).to_be_visible()


def convert(page: Page) -> None:
    """Move the case into the account's only process."""
    page.get_by_role("link", name="Convert the case").click()
    page.get_by_role("button", name="Convert").click()
    expect(page.locator(".headline .state")).to_have_text("Converted")
    expect(page.locator(".headline").first).to_contain_text("Repair")


def names_in_archive(page: Page, folder: Path) -> list[str]:
    """Download all photos as one file; return the names of the photos in it."""
    with page.expect_download(timeout=DEADLINE * 1000) as downloading:
        page.get_by_role("link", name="Download all (zip)").click()
    target = folder / "all.zip"
    downloading.value.save_as(target)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        return [name for name in archive.namelist() if name.endswith(".jpg")]
