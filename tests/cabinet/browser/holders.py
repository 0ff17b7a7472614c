"""Policyholders of the running system for browser tests: their policies, their registration at a phone."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

from chalicelib.base.clock import now
from tests.deployed.test_messages import mails_to
from tests.support import selling
from tests.support.browser.axe import violations
from tests.support.browser.desks import as_json, new_phone, widest_overflow
from tests.support.running import call, eventually

System = Mapping[str, Any]
PASSWORD = "сорок две зелёные лодки"
CONTINUE = {"ru": "Продолжить", "es": "Continuar", "en": "Continue"}
SOLVE = {"ru": "Продолжить без картинки", "es": "Seguir sin la imagen", "en": "Go on without the picture"}
DONE = re.compile("Готово|Listo|Done")
#: Of a car whose renewal is cheaper with a higher deductible.
_OPTIONS = {"cover": "full", "losses": "first", "deductible": "none"}


class Holder(NamedTuple):
    """A client with two KASKO policies: one in four instalments, the first paid, and one that ends in 25 days."""

    client: dict[str, Any]
    phone: str
    driven: dict[str, Any]
    ending: dict[str, Any]


def insured(system: System, language: str = "ru") -> Holder:
    """Sell the policies of a new client."""
    selling.open_shops(system)
    agent = selling.signed_in(system["base_url"], system["agent"])
    staff = selling.signed_in(system["base_url"], system["staff"])
    phone = new_phone()
    client = agent.api("GET", f"clients/{agent.add_client(phone=phone, language=language)}", expect=200)
    common = {"options": _OPTIONS, "paid_instalments": 1}
    driver = {"name": "Петров Иван", "birth_date": "1990-05-01"}
    driven = selling.policy(client["id"], **common, begins=_day(-60), plan="in_4", drivers=[driver], vehicle=_car())
    ending = selling.policy(client["id"], **common, begins=_day(-340), plan="whole", vehicle=_car())
    sold = [staff.api("POST", "policies", each, expect=201) for each in (driven, ending)]
    return Holder(client, phone, *sold)


def register(page: Page, system: System, holder: Holder, language: str = "ru") -> None:
    """Register a holder by a policy's number; the page is the home page then."""
    begin(page, system, holder.driven["number"], language)
    names = {name: holder.client[name] for name in ("surname", "given_name", "patronymic")}
    give_details(page, **names, phone=holder.phone, email=holder.client["email"])
    expect(page.locator("[name=sms]")).to_be_visible()
    readable(page)
    sms, email = codes_to(system, holder.phone, holder.client["email"])
    page.locator("[name=sms]").fill(sms)
    page.locator("[name=email]").fill(email)
    go_on(page)
    expect(page.locator("[name=password]")).to_be_visible()
    readable(page)
    page.locator("[name=password]").fill(PASSWORD)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Вера")
    readable(page)


def begin(page: Page, system: System, number: str, language: str) -> None:
    """Send a number with the solution of the task, by keyboard."""
    page.goto(f"{home(system)}/register")
    page.get_by_label(re.compile("Номер полиса|Número de póliza|Policy number")).fill(number)
    page.get_by_role("button", name=SOLVE[language]).press("Enter")
    expect(page.get_by_role("status").filter(has_text=DONE)).to_be_visible(timeout=60_000)
    readable(page)
    press(page, page.get_by_role("button", name=CONTINUE[language], exact=True))


def give_details(page: Page, **details: str) -> None:
    """Fill in the details and go on."""
    for name, value in details.items():
        page.locator(f"[name={name}]").fill(value)
    for tick in page.locator("[type=checkbox][required]").all():
        tick.check()
    readable(page)
    go_on(page)


def codes_to(system: System, phone: str, email: str) -> tuple[str, str]:
    """Return the codes of the last SMS to a phone and of the last e-mail to an address."""
    mail = eventually(lambda: mails_to(system, email))
    return code_in(texts_to(system, phone)[-1]), code_in(str(mail[-1]["Subject"]))


def texts_to(system: System, phone: str) -> list[str]:
    """Wait for a text to a phone, and return all of them."""
    number = phone.replace(" ", "")
    address = f"{system['messages']['sms']}?phoneNumber={quote(number)}"
    found: list[str] = eventually(lambda: call("GET", address).json()["sms_messages"].get(number))
    return [str(each["Message"]) if isinstance(each, dict) else str(each) for each in found]


def code_in(said: str) -> str:
    """Return the six digits of a message."""
    found = re.search(r"(?<![0-9a-fA-F#])[0-9]{6}\b", said)
    assert found, said
    return found[0]


def go_on(page: Page) -> None:
    """Press the page's main button, by keyboard."""
    press(page, page.locator("main form button.main").first)


def press(page: Page, target: Locator) -> None:
    """Press a button or a link by keyboard, and wait for the page that it leads to."""
    with page.expect_navigation():
        target.press("Enter")


def readable(page: Page) -> None:
    """Fail for findings of axe-core, and for a page that is wider than its screen."""
    assert violations(page) == [], f"{page.url}: {as_json(violations(page))}"
    assert widest_overflow(page) == 0, page.url


def home(system: System) -> str:
    """Return the address of the client area."""
    return f"{system['base_url']}{system['area']['path']}"


def _car() -> dict[str, Any]:
    return {"vin": selling.VIN, "plate": "А123ВС 777", "make": "LADA", "model": "Vesta", "year": 2023}


def _day(days: int) -> str:
    return (now() + timedelta(days=days)).date().isoformat()
