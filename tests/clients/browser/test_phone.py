"""An agent adds a client and confirms the phone by the code that the client reads out."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.clients.browser.test_agents_day import new_surname
from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, as_json, new_phone, sign_in, widest_overflow
from tests.support.running import call, eventually

System = Mapping[str, Any]


def code_sent_to(system: System, phone: str) -> str:
    """Return the code of the only text to a phone."""
    number = phone.replace(" ", "")
    address = f"{system['messages']['sms']}?phoneNumber={quote(number)}"
    (sms,) = eventually(lambda: call("GET", address).json()["sms_messages"].get(number))
    found = re.search(r"\b[0-9]{6}\b", str(sms))
    assert found
    return found[0]


@pytest.mark.parametrize("script", [True, False])
def test_r15_a_client_is_added_with_a_confirmed_phone(system: System, new_desk: NewDesk, script: bool) -> None:
    phone = new_phone()
    page = sign_in(new_desk(script=script, width=360), system, who="agent", to="/console/clients/new")
    page.get_by_label("Surname *").fill(new_surname())
    page.get_by_label("Given name *").fill("Вера")
    page.get_by_label("Patronymic *").fill("Сергеевна")
    page.get_by_label("Birth date *").fill("23.01.1986")
    page.get_by_label("Personal e-mail *").fill("vera@example.org")
    page.get_by_label("Add the client with a phone").check()
    page.get_by_label("Phone number *").fill(phone)
    page.get_by_role("button", name="Save and confirm the phone").click()

    expect(page.get_by_role("status")).to_have_text("The code is on its way.")
    if script:
        assert violations(page) == [], as_json(violations(page))
        assert widest_overflow(page) == 0
    code = code_sent_to(system, phone)
    page.get_by_label("Code from the SMS").fill(f"{(int(code) + 1) % 10**6:06d}")
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.locator("#code-wrong")).to_contain_text("Tries left: 4.")

    page.get_by_label("Code from the SMS").fill(code)
    page.get_by_role("button", name="Confirm", exact=True).click()

    expect(page.get_by_role("status")).to_have_text("The phone is confirmed.")
    expect(page.get_by_text("confirmed", exact=True)).to_be_visible()
