"""A policyholder registers at a phone: by the task in place of the picture, and by keyboard alone."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cabinet.browser.holders import begin, give_details, go_on, insured, readable, register
from tests.support.browser.desks import NewDesk, new_phone

System = Mapping[str, Any]


def test_k5_a_policyholder_registers_and_is_in_the_cabinet(system: System, new_desk: NewDesk) -> None:
    register(new_desk(language="ru", width=360), system, insured(system))


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_stranger_is_asked_a_question_and_led_to_a_call(system: System, new_desk: NewDesk, language: str) -> None:
    page = new_desk(language=language, width=360)

    begin(page, system, f"XX {new_phone()[-9:]}", language)
    give_details(page, surname="Nadie", given_name="Ninguno", phone=new_phone(), email="nadie@mail.example")
    for _ in range(3):
        readable(page)
        page.locator("[name=answer]").fill("0")
        go_on(page)

    expect(page.locator("[name=answer]")).to_have_count(0)
    expect(page).to_have_url(re.compile("/register/staff$"))
    readable(page)


def test_the_picture_is_renewed_without_script_and_keeps_the_number(system: System, new_desk: NewDesk) -> None:
    page = new_desk(language="en", width=320, script=False)
    page.goto(f"{system['base_url']}{system['area']['path']}/register")
    page.get_by_label("Policy number").fill("XX 1")
    before = page.locator("img.picture").get_attribute("src")

    page.get_by_role("button", name="Another picture").click()

    expect(page.get_by_label("Policy number")).to_have_value("XX 1")
    assert page.locator("img.picture").get_attribute("src") != before
    expect(page.get_by_role("button", name="Go on without the picture")).to_be_hidden()
