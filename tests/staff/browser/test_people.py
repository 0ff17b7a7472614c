"""An administrator's day with people and keys: invite, first sign-in, role, access, forgotten password, an API key."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, Scheme, as_json, overflow, sign_in
from tests.support.running import call, eventually

System = Mapping[str, Any]
OWN, FORGOTTEN = "Own-password-2026", "Later-password-2027"
SETTINGS = "/console/settings"


def mails_to(system: System, mail: str) -> list[dict[str, Any]]:
    by_account = call("GET", system["messages"]["email"]).json()["messages"]
    return [each for mails in by_account.values() for each in mails if mail in each["To"]]


def in_bold(system: System, mail: str, *, number: int) -> str:
    """Return the bold text of a person's e-mail by its number: a temporary password, or a code."""
    letters = eventually(lambda: mails_to(system, mail), holds=lambda found: len(found) >= number)
    said = set(re.findall("<b>([^<]+)</b>", letters[number - 1]["BodyHtml"]))
    assert len(said) == 1
    return str(said.pop())


def fill_sign_in(page: Page, system: System, *, email: str, password: str) -> None:
    page.goto(f"{system['base_url']}/console/sign-in")
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("#password").press("Enter")


def choose(page: Page, password: str) -> None:
    page.get_by_label("New password").fill(password)
    page.get_by_label("The same password again").fill(password)


def test_from_the_invitation_to_the_last_day(system: System, new_desk: NewDesk) -> None:
    admin, email = sign_in(new_desk(), system, to=f"{SETTINGS}/people"), f"olga-{uuid4().hex[:8]}@insurer.example"

    admin.get_by_role("link", name="Invite someone").click()
    admin.get_by_label("Name").fill("Ольга Иванова")
    admin.get_by_label("E-mail", exact=True).fill(email)
    admin.get_by_role("button", name="Send the invitation").click()
    expect(admin.get_by_role("status")).to_have_text("The invitation is on its way.")
    row = admin.get_by_role("row").filter(has_text=email)
    expect(row).to_contain_text("Invited")

    newcomer = new_desk()
    fill_sign_in(newcomer, system, email=email, password=in_bold(system, email, number=1))
    choose(newcomer, OWN)
    newcomer.get_by_role("button", name="Save and go on").click()
    newcomer.get_by_role("link", name="Ольга Иванова").click()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("My profile")

    row.get_by_role("link").click()
    admin.get_by_role("radio", name="Viewer").check()
    admin.get_by_role("button", name="Save name and role").click()
    expect(admin.get_by_role("status")).to_have_text("Name and role are saved.")
    # the session of the former role is over as soon as every process has read the new one
    eventually(lambda: newcomer.goto(newcomer.url) and "/sign-in" in newcomer.url)
    fill_sign_in(newcomer, system, email=email, password=OWN)
    expect(newcomer.get_by_role("link", name="New request")).to_have_count(0)
    expect(newcomer.get_by_role("link", name="Ольга Иванова")).to_be_visible()

    admin.get_by_role("link", name="Take the access").click()
    admin.get_by_role("button", name="Take the access").click()
    expect(admin.get_by_role("status")).to_have_text("This person has no access any more.")
    other = new_desk()
    fill_sign_in(other, system, email=email, password=OWN)
    expect(other.get_by_role("alert")).to_have_count(1)
    admin.get_by_role("button", name="Give access again").click()
    expect(admin.get_by_role("status")).to_have_text("This person has access again.")

    other.goto(f"{system['base_url']}/console/sign-in")
    other.get_by_role("link", name="Forgotten your password?").click()
    other.get_by_label("E-mail", exact=True).fill(email)
    other.get_by_role("button", name="Send the code").click()
    expect(other.get_by_label("E-mail", exact=True)).to_have_value(email)
    other.get_by_label("Code from the e-mail").fill("000000")
    choose(other, FORGOTTEN)
    other.get_by_role("button", name="Save the password").click()
    expect(other.get_by_label("Code from the e-mail")).to_have_accessible_description(
        re.compile("wrong or has expired")
    )
    other.get_by_label("Code from the e-mail").fill(in_bold(system, email, number=2))
    choose(other, FORGOTTEN)
    other.get_by_role("button", name="Save the password").click()
    expect(other.get_by_role("status")).to_have_text("The new password is saved. Sign in with it.")


def test_a_key_is_copied_used_and_revoked(system: System, new_desk: NewDesk) -> None:
    admin, name = sign_in(new_desk(), system, to=f"{SETTINGS}/keys/new"), f"Claims {uuid4().hex[:8]}"
    admin.context.grant_permissions(["clipboard-read", "clipboard-write"])

    admin.get_by_label("Name of the key").fill(name)
    admin.get_by_role("checkbox", name="See the settings").check()
    admin.get_by_role("button", name="Make the key").click()
    admin.get_by_role("button", name="Copy").click()
    expect(admin.locator("#copied")).to_have_text("Copied: API key")
    secret = admin.evaluate("navigator.clipboard.readText()")
    assert call("GET", f"{system['base_url']}/v1/account", headers=bearer(secret)).status == 200

    admin.reload()  # the browser sends the form again
    expect(admin.get_by_role("alert")).to_contain_text("made already")
    assert secret not in admin.content()
    admin.get_by_role("link", name="Revoke the key").click()
    admin.get_by_role("button", name="Revoke the key").click()
    expect(admin.get_by_role("row").filter(has_text=name)).to_contain_text("Revoked")
    eventually(
        lambda: call("GET", f"{system['base_url']}/v1/account", headers=bearer(secret)).status,
        holds=lambda status: status == 401,
    )


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_everybody_can_use_these_pages(system: System, new_desk: NewDesk) -> None:
    found: dict[str, Any] = {}
    looks: tuple[tuple[int, Scheme, str], ...] = ((1280, "light", "ru"), (360, "dark", "es"))
    for width, scheme, language in looks:
        page = sign_in(new_desk(width=width, scheme=scheme, language=language), system, to=f"{SETTINGS}/people")
        someone = page.locator(".people a").filter(has_not_text=system["staff"]["email"]).first.get_attribute("href")
        own = [SETTINGS + place for place in ("/people/invite", "/keys", "/keys/new")] if width < 400 else []
        places = ["/console/me", "/console/forgotten/code", f"{SETTINGS}/people", f"/console{after(someone)}", *own]
        for place in places:
            page.goto(system["base_url"] + place)
            if wrong := violations(page) or overflow(page):
                found[f"{place} {width} {language}"] = wrong

    assert found == {}, as_json(found)


def after(address: str | None) -> str:
    """Return the part of an address below the console's."""
    return str(address).partition("/console")[2]


def test_an_agent_arrives_at_a_page_of_their_own(system: System, new_desk: NewDesk) -> None:
    page, called = new_desk(width=360), list[str]()
    page.on("request", lambda request: called.append(request.url))

    sign_in(page, system, who="agent", to="/console")

    assert page.url != f"{system['base_url']}/console"
    expect(page.get_by_role("link", name="Cases")).to_have_count(0)
    page.locator(".who a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My profile")
    expect(page.get_by_text("Keeps a base of clients; sees no cases.")).to_be_visible()
    assert (violations(page), overflow(page)) == ([], 0)
    assert [url for url in called if url.endswith("/console/unread")] == []
