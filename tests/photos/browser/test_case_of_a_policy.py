"""A case by a policy on a phone: found by its number, and outside its term."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from playwright.sync_api import expect

from chalicelib.base.clock import now
from tests.clients.bodies import person
from tests.clients.browser.test_agents_day import new_surname
from tests.policies.sales import policy
from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, as_json, follow, new_phone, sign_in, widest_overflow
from tests.support.running import call

System = Mapping[str, Any]


def made(system: System, path: str, body: Mapping[str, Any]) -> str:
    """Post a body as a back-end; return the id of the new thing."""
    headers = {"Authorization": f"Bearer {system['api_key']}", "Idempotency-Key": uuid4().hex}
    answer = call("POST", f"{system['base_url']}{path}", body=body, headers=headers)
    assert answer.status == 201, answer.body
    found: str = answer.json()["id"]
    return found


def sold(system: System, number: str) -> str:
    """Return a paid policy that begins tomorrow, of a new client."""
    client = made(system, "/v1/clients", person(surname=new_surname(), document=None, phone=new_phone()))
    begins = now().date() + timedelta(days=1)
    term = {"begins": begins.isoformat(), "ends": (begins + timedelta(days=364)).isoformat()}
    vehicle = {"plate": f"А{uuid4().int % 900 + 100}ВС77", "make": "LADA"}
    body = policy(client, number=number, paid_instalments=1, vehicle=vehicle, **term)
    return made(system, "/v1/policies", body)


def test_case_54_a_case_of_a_policy_on_a_phone(system: System, new_desk: NewDesk) -> None:
    number = f"К-9{uuid4().int % 10**8:08d}"
    sold(system, number)
    page = sign_in(new_desk(language="ru", width=360), system, to="/console/new")
    page.get_by_role("link", name="Выбрать полис").click()
    page.get_by_role("searchbox").fill(number)
    follow(page.get_by_role("button", name="Найти"))
    assert (violations(page), widest_overflow(page)) == ([], 0)
    page.get_by_role("link", name=number).click()

    expect(page.get_by_text("По полису")).to_contain_text(number)
    assert violations(page) == [], as_json(violations(page))
    assert widest_overflow(page) == 0
    page.get_by_label("Дата и время события").fill((now() - timedelta(days=3)).strftime("%Y-%m-%dT12:00"))
    for channel in page.locator("[name=channels]").all():
        channel.uncheck()
    page.locator("button.main[value=send]").click()
    page.wait_for_url("**/console/requests/req_*")
    page.locator("a[href*='/console/cases/case_']").first.click()

    expect(page.get_by_text("срок страхования ещё не начался")).to_be_visible()
    assert violations(page) == [], as_json(violations(page))
    assert widest_overflow(page) == 0
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("link", name="Новое дело")).to_be_visible()
    page.get_by_role("link", name="Дела", exact=True).last.click()
    expect(page.get_by_role("link", name="К-9").or_(page.locator("table.inbox tbody tr"))).to_have_count(1)
    assert (violations(page), widest_overflow(page)) == ([], 0)
