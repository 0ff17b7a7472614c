"""Endpoints of webhooks at the console, from the form to the delivery in the log; the look of these pages."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, as_json, follow, overflow, sign_in
from tests.support.receiver import listening, status

System = Mapping[str, Any]
WEBHOOKS = "/console/settings/webhooks"


def faults(page: Page) -> list[Any]:
    return [*violations(page), *([overflow(page)] if overflow(page) else [])]


def test_an_endpoint_is_added_tested_and_followed_in_its_log(system: System, new_desk: NewDesk) -> None:
    admin, name = sign_in(new_desk(), system, to=f"{WEBHOOKS}/new"), f"Claims {uuid4().hex[:8]}"
    admin.context.grant_permissions(["clipboard-read", "clipboard-write"])
    found = {}
    with listening(script=[status(204), status(410)]) as receiver:
        admin.get_by_label("Address").fill("https://127.0.0.1/hooks")
        admin.get_by_label("Description").fill(name)
        expect(admin.get_by_role("checkbox", name="A photo was filed")).not_to_be_visible()
        admin.get_by_role("radio", name="Only those that are ticked").check()
        admin.get_by_role("checkbox", name="A photo was filed").check()
        admin.get_by_role("button", name="Add the endpoint").click()
        expect(admin.locator("#url-wrong")).to_contain_text("not on the public internet")
        expect(admin.get_by_role("checkbox", name="A photo was filed")).to_be_checked()
        found["form"] = faults(admin)

        admin.get_by_label("Address").fill(receiver.url)
        admin.get_by_role("button", name="Add the endpoint").click()
        admin.get_by_role("button", name="Copy").click()
        expect(admin.locator("#copied")).to_have_text("Copied: Secret")
        secret = admin.evaluate("navigator.clipboard.readText()")
        found["secret"] = faults(admin)
        admin.get_by_role("link", name="The secret is stored").click()
        expect(admin.get_by_role("heading", level=1)).to_have_text(name)
        assert secret not in admin.content()

        admin.get_by_role("button", name="Send a test event").click()
        expect(admin.get_by_role("status")).to_have_text("A test event is on its way.")
        expect(admin.locator(".told li")).to_contain_text("Delivered")  # the page follows by itself
        assert receiver.received[0].opened_by(secret)["type"] == "endpoint.test"
        admin.locator("summary").click()
        expect(admin.get_by_role("table")).to_contain_text("204")
        found["log"] = faults(admin)

        admin.get_by_role("button", name="Deliver again").click()
        expect(admin.locator(".told li")).to_contain_text("2 attempts: 410")
        assert len(set(receiver.ids)) == 1

    admin.get_by_role("link", name="To the endpoint").click()
    admin.get_by_role("link", name="Remove the endpoint").click()
    admin.get_by_role("button", name="Remove the endpoint").click()
    expect(admin.get_by_role("status")).to_have_text("The endpoint is removed.")
    assert {place: wrong for place, wrong in found.items() if wrong} == {}, as_json(found)


def test_the_pages_fit_a_phone_in_the_dark(system: System, new_desk: NewDesk) -> None:
    admin, found = sign_in(new_desk(width=360, scheme="dark", language="ru"), system, to=f"{WEBHOOKS}/new"), {}
    with listening() as receiver:
        admin.locator("#url").fill(f"{receiver.url}/{'a-long-path' * 8}")
        admin.locator("#description").fill("Урегулирование")
        follow(admin.locator("main button.main"))
        found["secret"] = faults(admin)
        follow(admin.locator("main a.main"))
        at = admin.url
        admin.get_by_role("button", name="Отправить тестовое событие").click()
        expect(admin.locator(".told li")).to_contain_text("Доставлено")
        for path in ("", "/change", "/rotate-secret", "/replay", "/remove", "/deliveries"):
            admin.goto(f"{at}{path}")
            found[path or "/"] = faults(admin)
        for path in (WEBHOOKS, "/console/settings/blocked"):
            admin.goto(f"{system['base_url']}{path}")
            found[path] = faults(admin)
        admin.goto(f"{at}/remove")
        admin.locator("main button").click()
        expect(admin.get_by_role("status")).to_be_visible()

    assert {place: wrong for place, wrong in found.items() if wrong} == {}, as_json(found)
