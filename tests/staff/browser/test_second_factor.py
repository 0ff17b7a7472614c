"""A second factor from the profile to the next sign-in, with the codes that an authenticator app would show."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chalicelib.identity import people as staff_people
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import ApiClient
from chalicelib.identity.scopes import all_scopes
from chalicelib.tenancy import service as accounts
from tests.deployed.inside import Root, new_tenants
from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, as_json, follow, overflow
from tests.support.browser.desks import sign_in as sign_in_as
from tests.support.totp import totp

System = Mapping[str, Any]
PASSWORD = "Correct-horse-7"


@pytest.fixture
def email(system: System) -> Iterator[str]:
    """The address of a new administrator."""
    email = f"factor-{uuid4().hex[:12]}@insurer.example"
    with Root(system).in_production():
        staff_people.add_user(account_id=system["account_id"], email=email, role=Role.ADMIN, password=PASSWORD)
    yield email


def sign_in(page: Page, system: System, email: str, *, to: str) -> None:
    page.goto(f"{system['base_url']}{to}")
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")


def looked_at(page: Page, found: list[Any]) -> None:
    """Note the page's barriers, here and in the width of a phone."""
    found += violations(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 780})
    found += [f"{page.url}: {overflow(page)} px too wide"] if overflow(page) > 0 else []
    page.set_viewport_size(wide or {"width": 1280, "height": 800})


def test_set_up_asked_for_and_switched_off(system: System, email: str, new_desk: NewDesk, tmp_path: Path) -> None:
    desk, found = new_desk(), list[Any]()
    sign_in(desk, system, email, to="/console/me")
    follow(desk.get_by_role("link", name="Set up"))
    looked_at(desk, found)
    desk.get_by_role("button", name="Set up").click()
    key = desk.get_by_label("Or type this key into the app").input_value()
    looked_at(desk, found)
    desk.get_by_label("Code", exact=True).fill("000000")
    desk.get_by_label("Present password").fill(PASSWORD)
    desk.get_by_role("button", name="Switch on").click()
    expect(desk.get_by_role("alert")).to_contain_text("The code is wrong.")
    assert desk.get_by_label("Or type this key into the app").input_value() == key
    desk.get_by_label("Present password").fill(PASSWORD)
    desk.get_by_label("Code", exact=True).fill(totp(key))
    desk.get_by_label("Code", exact=True).press("Enter")

    codes = desk.get_by_label("Recovery codes").input_value().split()
    assert len(codes) == 10
    looked_at(desk, found)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download").click()
    download.value.save_as(tmp_path / "codes.txt")
    assert (tmp_path / "codes.txt").read_text().split()[-10:] == codes
    expect(desk.get_by_role("button", name="Print")).to_be_visible()
    desk.get_by_role("link", name="I have kept them").click()
    desk.get_by_role("button", name="Sign out").click()

    sign_in(desk, system, email, to="/console/settings/people")
    expect(desk.get_by_label("Code", exact=True)).to_be_focused()
    looked_at(desk, found)
    desk.keyboard.type("000 000")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("The code is wrong.")
    code = totp(key)
    desk.get_by_label("Code", exact=True).fill(f"{code[:3]} {code[3:]}")
    desk.get_by_label("Code", exact=True).press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("People")
    follow(desk.get_by_role("link", name="Second factor"))
    looked_at(desk, found)

    plain = new_desk(script=False)
    sign_in(plain, system, email, to="/console/me")
    plain.get_by_role("link", name="Use a recovery code instead").click()
    plain.get_by_label("Password").fill(PASSWORD)
    plain.get_by_label("Recovery code", exact=True).fill(codes[0].lower().replace("-", " "))
    plain.get_by_role("button", name="Sign in").click()
    plain.get_by_role("link", name="Manage").click()
    expect(plain.get_by_role("definition").filter(has_text="9 left")).to_be_visible()
    plain.get_by_role("link", name="Switch off").click()
    plain.get_by_label("Present password").fill(PASSWORD)
    plain.get_by_label("Code", exact=True).fill(codes[1])
    plain.get_by_role("button", name="Switch off").click()
    expect(plain.get_by_role("status")).to_have_text("The second factor is switched off.")

    assert found == [], as_json(found)


@pytest.fixture
def demanding(deployment: System) -> System:
    """The system with a tenant that demands a second factor, of which its staff have none yet."""
    system = new_tenants(deployment)
    owner = Caller(account_id=system["account_id"], principal=ApiClient("test"), role=Role.ADMIN, scopes=all_scopes())
    with Root(deployment).in_production():
        accounts.change_account(owner, changes={"second_factor_required": True})
    return system


def test_demanded_of_somebody_who_has_none_it_comes_before_all_else(demanding: System, new_desk: NewDesk) -> None:
    desk, wanted, found = new_desk(width=360, scheme="dark"), "/console?show=unread", list[Any]()
    password = demanding["adjuster"]["password"]
    sign_in_as(desk, demanding, who="adjuster", to=wanted)
    expect(desk.locator(".notice")).to_contain_text("demands a second factor of all staff")
    expect(desk.get_by_role("navigation").get_by_role("link", name="Cases")).to_have_count(0)
    desk.goto(f"{demanding['base_url']}/console/new")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Second factor")
    desk.goto(f"{demanding['base_url']}{wanted}")
    looked_at(desk, found)

    desk.get_by_role("button", name="Set up").press("Enter")
    key = desk.get_by_label("Or type this key into the app").input_value()
    for code in ("000000", totp(key)):
        desk.get_by_label("Present password").fill(password)
        desk.get_by_label("Code", exact=True).fill(code)
        desk.get_by_label("Code", exact=True).press("Enter")
        if code == "000000":
            expect(desk.get_by_role("alert")).to_contain_text("The code is wrong.")
            expect(desk.locator(".notice")).to_contain_text("demands a second factor of all staff")
            looked_at(desk, found)
    assert len(desk.get_by_label("Recovery codes").input_value().split()) == 10
    desk.get_by_role("link", name="I have kept them").press("Enter")

    expect(desk.get_by_role("link", name="Unread")).to_have_attribute("aria-current", "page")
    assert desk.url == f"{demanding['base_url']}{wanted}"
    assert found == [], as_json(found)
