"""Staff ask an owner for photos: sign in, fill in one small form, hand over the link."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.deployed.inside import Root
from tests.support.browser.desks import NewDesk, new_phone, sign_in
from tests.support.running import call, eventually

System = Mapping[str, Any]
TEMPORARY, LASTING = "Temporary-pass-1", "Lasting-pass-2026"


def at_form(new_desk: NewDesk, system: System, *, who: str = "staff") -> Page:
    """Sign a person in and wait until the form's script follows typed values."""
    page = sign_in(new_desk(), system, who=who)
    expect(page.locator("html")).to_have_attribute("data-script", "yes")
    return page


def send(page: Page) -> None:
    """Press the button and wait for the page of the request."""
    page.get_by_role("button", name="Send the request").click()
    page.wait_for_url(re.compile("/console/requests/"))


def cases(system: System, reference: str) -> list[Any]:
    """Return the cases that the API finds by a reference."""
    answer = call(
        "GET", f"{system['base_url']}/v1/cases?q={reference}", headers={"Authorization": f"Bearer {system['api_key']}"}
    )
    return list(answer.json()["items"])


def test_one_small_form_asks_an_owner(system: System, new_desk: NewDesk) -> None:
    page = at_form(new_desk, system, who="adjuster")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone = new_phone()

    page.get_by_label("Mobile phone").fill(phone)
    page.get_by_label("Comment for the owner").fill("Снимите дверь")
    expect(page.locator(".letter")).to_contain_text("> Снимите дверь")
    expect(page.locator("#preview")).to_contain_text(re.compile(r"Billed as \d SMS"))
    send(page)

    expect(page.get_by_role("status").first).to_have_text("The request is made.")
    expect(page.locator("#states .state")).to_have_text("Sent")
    link = page.locator("#link").input_value()
    page.locator("[data-copy=link]").click()
    expect(page.locator("#copied")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == link
    sent = call("GET", f"{system['messages']['sms']}?phoneNumber=%2B{re.sub('[^0-9]', '', phone)}").json()
    assert link in str(sent)
    owner = new_desk(width=360)
    owner.goto(link)
    expect(owner.get_by_text("Снимите дверь")).to_be_visible()


def test_the_form_follows_what_is_typed(system: System, new_desk: NewDesk) -> None:
    page = at_form(new_desk, system)
    sms, mail = page.get_by_role("checkbox", name="SMS"), page.get_by_role("checkbox", name="E-mail")
    every, vin = page.get_by_role("checkbox", name="Select all"), page.get_by_role("checkbox", name="VIN", exact=True)

    page.get_by_label("Owner's e-mail").fill("owner@mail.example")
    expect(mail).to_be_checked()
    expect(sms).not_to_be_checked()
    page.get_by_label("Mobile phone").fill(new_phone())
    expect(sms).to_be_checked()
    mail.uncheck()
    page.get_by_label("Owner's e-mail").fill("other@mail.example")
    expect(mail).not_to_be_checked()

    page.get_by_label("Template").select_option("full")
    expect(vin).to_be_checked()
    expect(page.get_by_role("checkbox", name="Keys")).not_to_be_checked()
    every.check()
    expect(page.get_by_role("checkbox", name="Keys")).to_be_checked()
    vin.uncheck()
    expect(every).not_to_be_checked()
    expect(page.locator(".letter")).to_contain_text("- Ключи")
    expect(page.locator(".letter")).not_to_contain_text("- VIN")


def test_what_is_wrong_is_shown_at_its_field_and_nothing_is_lost(system: System, new_desk: NewDesk) -> None:
    page = at_form(new_desk, system)
    page.get_by_label("Mobile phone").fill("+7 916")
    page.get_by_label("Comment for the owner").fill("Дверь")

    page.get_by_role("button", name="Send the request").click()

    expect(page.get_by_role("alert")).to_contain_text("There is no such phone number.")
    page.get_by_role("link", name="Mobile phone").click()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Mobile phone")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Mobile phone")).to_have_accessible_description(re.compile("no such phone"))
    expect(page.get_by_label("Comment for the owner")).to_have_value("Дверь")
    page.get_by_label("Mobile phone").fill(new_phone())
    send(page)


def test_an_address_arrives_as_it_was_typed(system: System, new_desk: NewDesk) -> None:
    page = at_form(new_desk, system)
    page.get_by_label("Owner's e-mail").fill("o@straße.example")
    page.get_by_role("checkbox", name="SMS").uncheck()

    send(page)

    address = f"{system['base_url']}/v1/photo-requests/{page.url.split('/requests/')[1].split('?')[0]}"
    asked = partial(call, "GET", address, headers={"Authorization": f"Bearer {system['api_key']}"})
    messages = eventually(lambda: asked().json()["messages"])
    assert [message["to"] for message in messages] == ["o@xn--strae-oqa.example"]


def test_pressing_twice_asks_once(system: System, new_desk: NewDesk) -> None:
    page = at_form(new_desk, system)
    reference = f"TWICE-{uuid4().hex[:8]}"
    page.get_by_label("Case reference").fill(reference)
    page.get_by_role("checkbox", name="SMS").uncheck()

    page.get_by_role("button", name="Send the request").dblclick()

    page.wait_for_url(re.compile("/console/requests/"))
    (case,) = eventually(lambda: cases(system, reference))
    listed = call(
        "GET",
        f"{system['base_url']}/v1/cases/{case['id']}/photo-requests",
        headers={"Authorization": f"Bearer {system['api_key']}"},
    )
    assert len(listed.json()["items"]) == 1


def test_a_reference_that_exists_leads_into_its_case(system: System, new_desk: NewDesk) -> None:
    page = at_form(new_desk, system)
    reference = f"SAME-{uuid4().hex[:8]}"
    for _ in range(2):
        page.goto(f"{system['base_url']}/console/new")
        page.get_by_label("Case reference").fill(reference)
        page.get_by_role("checkbox", name="SMS").uncheck()
        page.get_by_role("button", name="Send the request").click()

    page.get_by_role("button", name="Ask in that case").click()

    page.wait_for_url(re.compile("/console/requests/"))
    expect(page.locator("dl")).to_contain_text(reference)
    assert len(cases(system, reference)) == 1


def test_everything_works_without_a_script(system: System, new_desk: NewDesk) -> None:
    page = sign_in(new_desk(script=False), system)

    page.get_by_label("Template").select_option("full")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("checkbox", name="VIN", exact=True)).to_be_checked()
    page.get_by_label("Comment for the owner").fill("Снимите дверь")
    page.get_by_label("Mobile phone").fill(new_phone())
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".letter")).to_contain_text("> Снимите дверь")
    send(page)

    expect(page.locator("#link")).to_have_value(re.compile("/r/"))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")


def test_the_keyboard_is_enough(system: System, new_desk: NewDesk) -> None:
    page = at_form(new_desk, system)
    keyboard = page.keyboard

    for _ in range(40):
        if page.evaluate("document.activeElement.id") == "phone":
            break
        keyboard.press("Tab")
    keyboard.type(new_phone())
    keyboard.press("Tab")
    keyboard.press("Enter")

    page.wait_for_url(re.compile("/console/requests/"))
    assert page.locator("#link").input_value()


def test_the_language_is_one_press_away_and_stays(system: System, new_desk: NewDesk) -> None:
    page = at_form(new_desk, system)

    page.get_by_role("button", name="ES Español").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Nueva solicitud")
    assert page.url.endswith("/console/new")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_another_sites_form_does_nothing(system: System, new_desk: NewDesk) -> None:
    page = at_form(new_desk, system)
    form = f'<form method="post" action="{system["base_url"]}/console/sign-out"><button>Win a car</button></form>'

    page.goto("about:blank")
    page.set_content(form)
    page.get_by_role("button").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Not allowed")
    page.goto(f"{system['base_url']}/console/new")
    expect(page.get_by_role("heading", level=1)).to_have_text("New request")


def test_a_link_elsewhere_opens_the_page_of_who_is_signed_in(system: System, new_desk: NewDesk) -> None:
    page = at_form(new_desk, system)

    page.goto(system["emulator_url"].replace("localhost", "127.0.0.1") + "/_ministack/ready")
    page.set_content(f'<a href="{system["base_url"]}/console/new">The case</a>')
    page.get_by_role("link").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("New request")


def test_a_viewer_asks_for_nothing(system: System, new_desk: NewDesk) -> None:
    page = new_desk()
    page.goto(f"{system['base_url']}/console/new")
    page.locator("#email").fill(system["viewer"]["email"])
    page.locator("#password").fill(system["viewer"]["password"])
    page.locator("#password").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Not allowed")


@pytest.fixture
def invited(system: System) -> Iterator[str]:
    """Set a temporary password for the adjuster, as an invitation does; restore the own one afterwards."""
    pool, user_pool = Root(system).client("cognito-idp"), system["user_pool"]["id"]
    person = system["adjuster"]
    pool.admin_set_user_password(UserPoolId=user_pool, Username=person["email"], Password=TEMPORARY, Permanent=False)
    yield person["email"]
    pool.admin_set_user_password(
        UserPoolId=user_pool, Username=person["email"], Password=person["password"], Permanent=True
    )


def test_an_invitation_begins_with_a_password_of_ones_own(system: System, new_desk: NewDesk, invited: str) -> None:
    page = new_desk()
    page.goto(f"{system['base_url']}/console/sign-in")
    page.get_by_label("E-mail").fill(invited)
    page.get_by_label("Password").fill(TEMPORARY)
    page.get_by_role("button", name="Sign in").click()

    page.get_by_label("New password").fill("no-capitals-or-digits")
    page.get_by_label("The same password again").fill("no-capitals-or-digits")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("At least 12 characters")
    page.get_by_label("New password").fill(LASTING)
    page.get_by_label("The same password again").fill(LASTING)
    page.get_by_role("button", name="Save and go on").click()

    page.wait_for_url(re.compile("/console$"))
    page.goto(f"{system['base_url']}/console/new")
    expect(page.locator(".who")).to_contain_text(invited)
