"""An agent sells in a browser: KASKO in instalments on a phone, and a client who is another agent's already."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support import selling
from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, as_json, follow, sign_in, widest_overflow
from tests.support.selling import Seller

System = Mapping[str, Any]
#: Pages of an agent, and words of theirs by language.
PAGES = {
    "/console/policies": {"ru": "Портфель", "es": "Cartera", "en": "Portfolio"},
    "/console/quotes": {"ru": "Расчёты", "es": "Cotizaciones", "en": "Quotes"},
    "/console/commissions": {"ru": "акты", "es": "liquidaciones", "en": "statements"},
}


def agent_of(system: System, who: str = "agent") -> Seller:
    return selling.signed_in(system["base_url"], system[who])


def accessible(page: Page) -> None:
    """Fail if axe finds anything, or the page is wider than a narrow phone."""
    assert violations(page) == [], as_json(violations(page))
    assert widest_overflow(page) == 0


def fill_in(page: Page) -> None:
    page.locator("#plate").fill("О123ОО 77")
    page.locator("#vin").fill("XTAGFK330KY654321")
    page.locator("#sum_insured").fill("900 000")
    page.locator("#plan").select_option("in_4")


def test_an_agent_sells_kasko_in_four_instalments_on_a_phone(new_desk: NewDesk, system: System) -> None:
    client_id = agent_of(system).add_client()
    page = sign_in(new_desk(language="ru", width=360), system, who="agent", to=f"/console/clients/{client_id}")

    page.get_by_role("link", name="+ Оформить").click()
    follow(page.get_by_role("link", name="КАСКО"))
    accessible(page)
    fill_in(page)
    page.locator("#begins").fill("31.02.2027")
    page.get_by_role("button", name="Рассчитать премию").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#sum_insured")).to_have_value("900 000")
    accessible(page)
    page.locator("#begins").fill("01.03.2027")
    page.get_by_role("button", name="Рассчитать премию").click()
    expect(page.locator(".price")).to_contain_text("₽")
    accessible(page)
    page.locator("#paid").select_option("1")
    page.get_by_role("button", name="Оформить полис").click()

    expect(page.get_by_role("status")).to_have_text("Полис оформлен.")
    accessible(page)
    page.goto(page.url.partition("?")[0] + "?tab=payments")
    expect(page.locator("tbody tr")).to_have_count(4)
    accessible(page)
    page.goto(f"{system['base_url']}/console/commissions")
    expect(page.get_by_text("КАСКО").first).to_be_visible()


def test_r13_a_client_of_another_agent_is_refused_with_the_day(new_desk: NewDesk, system: System) -> None:
    body = selling.person()
    first, second = agent_of(system), agent_of(system, "other_agent")
    theirs = second.api("POST", "clients", body, expect=201)["id"]
    page = sign_in(new_desk(language="ru", width=360), system, who="other_agent", to=f"/console/clients/{theirs}")
    page.get_by_role("link", name="+ Оформить").click()
    page.get_by_role("link", name="КАСКО").click()
    fill_in(page)
    mine = first.api("POST", "clients", body, expect=201)["id"]
    sold = first.api("POST", "policies", selling.policy(mine), expect=201)

    page.get_by_role("button", name="Рассчитать премию").click()

    day = "{2}.{1}.{0}".format(*sold["issued_at"][:10].split("-"))
    expect(page.get_by_role("alert")).to_contain_text(day)
    accessible(page)
    page.goto(f"{system['base_url']}/console/clients/{theirs}")
    expect(page.get_by_role("link", name="+ Оформить")).to_have_count(0)
    assert second.ask("POST", "policies", selling.policy(theirs)).status == 409


@pytest.mark.parametrize(("language", "width"), [("ru", 1280), ("es", 360), ("en", 1280)])
def test_pages_of_sales_are_accessible(new_desk: NewDesk, system: System, language: str, width: int) -> None:
    page = sign_in(new_desk(language=language, width=width), system, who="agent", to="/console/policies")
    for path, words in PAGES.items():
        page.goto(f"{system['base_url']}{path}")
        expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(words[language], re.IGNORECASE))
        accessible(page)
    page.goto(f"{system['base_url']}/console/policies")
    follow(page.locator("main a[href*='/console/policies/pol_']").first)
    accessible(page)
