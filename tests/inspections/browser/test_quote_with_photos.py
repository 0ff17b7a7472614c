"""Photos of a quote's vehicle, asked for on a phone by an agent, and the settings of inspections."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import expect

from tests.clients.bodies import person
from tests.clients.browser.test_agents_day import new_surname
from tests.photos.browser.test_case_of_a_policy import made
from tests.policies.sales import quote
from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, as_json, new_phone, sign_in, widest_overflow

System = Mapping[str, Any]


def test_b8_photos_of_a_quote_on_a_phone(system: System, new_desk: NewDesk) -> None:
    client = made(system, "/v1/clients", person(surname=new_surname(), document=None, phone=new_phone()))
    quoted = made(system, "/v1/quotes", quote(client))
    page = sign_in(new_desk(language="ru", width=360), system, to=f"/console/quotes/{quoted}")
    assert violations(page) == [], as_json(violations(page))

    page.get_by_role("button", name="Попросить фото машины").click()

    expect(page.get_by_role("status")).to_have_text("Запрос фото автомобиля отправлен клиенту.")
    assert violations(page) == [], as_json(violations(page))
    assert widest_overflow(page) == 0
    page.get_by_role("link", name="Открыть дело с фото").click()
    expect(page.get_by_text("А123ВС 777").first).to_be_visible()


def test_settings_of_inspections_on_a_phone(system: System, new_desk: NewDesk) -> None:
    page = sign_in(new_desk(language="ru", width=360), system, to="/console/settings/inspections")
    assert violations(page) == [], as_json(violations(page))
    assert widest_overflow(page) == 0
