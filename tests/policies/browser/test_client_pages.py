"""A client's pages on a phone without script: the offer, the bank, the policy. And the agent's view of documents."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page, expect

from tests.support import selling
from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, as_json, sign_in, widest_overflow
from tests.support.running import eventually

System = Mapping[str, Any]


def readable(page: Page) -> None:
    """Fail for findings of axe-core, and for a page that is wider than a narrow phone."""
    assert violations(page) == [], as_json(violations(page))
    assert widest_overflow(page) == 0


def test_a_client_pays_an_offer_without_script_and_opens_the_policy(system: System, new_desk: NewDesk) -> None:
    selling.open_shops(system)
    agent = selling.signed_in(system["base_url"], system["agent"])
    offer = agent.offered(agent.add_client(language="ru"))
    page = new_desk(language="ru", width=360, script=False)

    page.goto(f"{offer['offer_url']}?lang=ru")
    expect(page.get_by_role("heading", level=1)).to_have_text("КАСКО")
    page.get_by_role("button", name="Оплатить").click()
    page.wait_for_url(f"{system['bank']}/**")
    page.locator("button[value=pay]").click()
    expect(page.get_by_text("Оплачено")).to_be_visible()

    page.goto(f"{offer['offer_url']}?lang=ru")
    page.get_by_role("link", name="Открыть полис").click()
    expect(page.get_by_role("button", name="Открыть документ (PDF)")).to_be_visible(timeout=60_000)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Открыть документ (PDF)").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF")


def test_pages_of_offers_documents_and_payments_are_for_everybody(system: System, new_desk: NewDesk) -> None:
    selling.open_shops(system)
    agent = selling.signed_in(system["base_url"], system["agent"])
    client_id = agent.add_client()
    offer = agent.offered(client_id)
    policy = agent.api("POST", "policies", selling.policy(client_id, paid_instalments=1, plan="in_2"), expect=201)
    page = new_desk(language="ru", width=360)

    page.goto(f"{offer['offer_url']}?lang=ru")
    readable(page)
    desk = sign_in(new_desk(language="ru", width=360), system, who="agent", to=f"/console/quotes/{offer['id']}")
    readable(desk)
    documents = f"policies/{policy['id']}/documents"
    eventually(lambda: agent.api("GET", documents), holds=lambda found: found.body.count(b'"printed"') == 2, within=300)
    desk.goto(f"{system['base_url']}/console/policies/{policy['id']}?tab=documents")
    expect(desk.get_by_text("готов", exact=True).first).to_be_visible()
    readable(desk)
    desk.goto(f"{system['base_url']}/console/policies/{policy['id']}?tab=payments")
    readable(desk)
    page.goto(desk.locator("#client-link").input_value())
    expect(page.get_by_role("button", name="Оплатить")).to_be_visible()
    readable(page)
