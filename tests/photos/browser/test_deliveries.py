"""Deliveries for staff: the five steps of progress, messages with reasons, at every width and in the dark."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser, expect

from tests.deployed import test_delivery_reports as reports
from tests.deployed.inside import Root
from tests.deployed.test_messages import new_mail, new_phone
from tests.support import delivery_documents as documents
from tests.support.browser.axe import violations
from tests.support.browser.desks import Scheme, as_json, overflow
from tests.support.browser.office import case_address, desk
from tests.support.browser.system import make_request
from tests.support.running import eventually

LOOKS: tuple[tuple[int, Scheme], ...] = ((1280, "light"), (360, "dark"))


def test_the_steps_show_reported_deliveries_alone(chromium: Browser, system: Mapping[str, Any]) -> None:
    root = Root(system)
    request = make_request(system, phone=new_phone(), email=new_mail(), channels=["sms", "email"])
    reports.handed_over(request, "sms", "email")

    with desk(chromium, system) as page:
        page.goto(case_address(system, request.case_id, "requests"))
        expect(page.locator(".progress li").nth(1)).to_have_text("Request delivered no report yet")
        reports.publish(root, documents.mail_bounced(reports.provider_id(root, request, "email")))
        said = "Message has been accepted by phone carrier"
        reports.queue(root, documents.sms(reports.provider_id(root, request, "sms"), said))
        eventually(
            lambda: [each["status"] for each in request.shown()["messages"]],
            holds=lambda found: sorted(found) == ["delivered", "failed"],
        )
        page.reload()

        expect(page.locator(".progress li.done")).to_have_count(2)
        expect(page.locator(".letters .failed")).to_contain_text("there is no such mailbox")
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            assert overflow(page) == 0
            assert violations(page) == [], as_json(violations(page))
