"""A policyholder registers at a phone: by the task in place of the picture, and by keyboard alone."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.deployed.test_messages import mails_to
from tests.support import selling
from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, as_json, new_phone, widest_overflow
from tests.support.running import call, eventually

System = Mapping[str, Any]
CONTINUE = {"ru": "Продолжить", "es": "Continuar", "en": "Continue"}
SOLVE = {"ru": "Продолжить без картинки", "es": "Seguir sin la imagen", "en": "Go on without the picture"}
DONE = re.compile("Готово|Listo|Done")


def readable(page: Page) -> None:
    """Fail for findings of axe-core, and for a page that is wider than a narrow phone."""
    assert violations(page) == [], as_json(violations(page))
    assert widest_overflow(page) == 0


def begin(page: Page, system: System, number: str, language: str) -> None:
    """Send a number with the solution of the task, by keyboard."""
    page.goto(f"{system['base_url']}{system['area']['path']}/register")
    page.get_by_label(re.compile("Номер полиса|Número de póliza|Policy number")).fill(number)
    page.get_by_role("button", name=SOLVE[language]).press("Enter")
    expect(page.get_by_role("status").filter(has_text=DONE)).to_be_visible(timeout=60_000)
    readable(page)
    page.get_by_role("button", name=CONTINUE[language], exact=True).press("Enter")


def give_details(page: Page, **details: str) -> None:
    """Fill in the details and go on."""
    for name, value in details.items():
        page.locator(f"[name={name}]").fill(value)
    for tick in page.locator("[type=checkbox][required]").all():
        tick.check()
    readable(page)
    page.locator("main button.main").press("Enter")


def codes_to(system: System, phone: str, email: str) -> tuple[str, str]:
    """Return the codes of the last SMS to a phone and of the last e-mail to an address."""
    number = phone.replace(" ", "")
    address = f"{system['messages']['sms']}?phoneNumber={quote(number)}"
    texts = eventually(lambda: call("GET", address).json()["sms_messages"].get(number))
    mail = eventually(lambda: mails_to(system, email))
    return _code(str(texts[-1])), _code(str(mail[-1]["Subject"]))


def _code(said: str) -> str:
    found = re.search(r"(?<![0-9a-fA-F#])[0-9]{6}\b", said)
    assert found, said
    return found[0]


def test_k5_a_policyholder_registers_and_is_in_the_cabinet(system: System, new_desk: NewDesk) -> None:
    agent = selling.signed_in(system["base_url"], system["agent"])
    phone = new_phone()
    client = agent.api("GET", f"clients/{agent.add_client(phone=phone, language='ru')}", expect=200)
    policy = agent.api("POST", "policies", selling.policy(client["id"]), expect=201)
    page = new_desk(language="ru", width=360)

    begin(page, system, policy["number"], "ru")
    names = {name: client[name] for name in ("surname", "given_name", "patronymic")}
    give_details(page, **names, phone=phone, email=client["email"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Введите оба кода")
    readable(page)
    sms, email = codes_to(system, phone, client["email"])
    page.locator("[name=sms]").fill(sms)
    page.locator("[name=email]").fill(email)
    page.locator("main button.main").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Придумайте пароль")
    readable(page)
    page.locator("[name=password]").fill("сорок две зелёные лодки")
    page.locator("main button.main").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Вера")
    readable(page)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_stranger_is_asked_a_question_and_led_to_a_call(system: System, new_desk: NewDesk, language: str) -> None:
    page = new_desk(language=language, width=360)

    begin(page, system, f"XX {new_phone()[-9:]}", language)
    give_details(page, surname="Nadie", given_name="Ninguno", phone=new_phone(), email="nadie@mail.example")
    for _ in range(3):
        readable(page)
        page.locator("[name=answer]").fill("0")
        page.locator("main button.main").press("Enter")

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
