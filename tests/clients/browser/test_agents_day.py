"""An agent's day at the console: a path that succeeds, one that fails, and pages that everybody can read."""

from collections.abc import Mapping
from random import SystemRandom
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser.axe import violations
from tests.support.browser.desks import NewDesk, Scheme, overflow, sign_in, widest_overflow

LONG = "Александра-Константиновна-Длиннофамильная-Переименованная"
_LETTERS = "абвгдежзиклмнопрстуфхцчшэюя"


def new_surname() -> str:
    """Return a surname that no other test has."""
    return "Ж" + "".join(SystemRandom().choice(_LETTERS) for _ in range(12))


def at_clients(page: Page, system: Mapping[str, Any]) -> Page:
    """Sign an agent in."""
    return sign_in(page, system, who="agent", to="/console/clients")


def fill(page: Page, surname: str, **others: str) -> None:
    """Fill in the form of a new client."""
    typed = {"surname": surname, "given_name": "Вера", "patronymic": "Сергеевна", "birth_date": "23011986"}
    for name, value in {**typed, "email": "vera@example.org", **others}.items():
        page.locator(f"#{name}").fill(value)


def save(page: Page) -> None:
    """Press the form's own button."""
    page.locator("button[value=save]").click()


def add(page: Page, base_url: str, surname: str, **others: str) -> str:
    """Add a client; return the address of its page."""
    page.goto(f"{base_url}/console/clients/new")
    fill(page, surname, **others)
    save(page)
    page.wait_for_url("**/clients/cli_*")
    return page.url


def test_r15_to_r18_an_agents_day_on_a_phone_without_script(new_desk: NewDesk, system: Mapping[str, Any]) -> None:
    base, name = str(system["base_url"]), new_surname()
    page = at_clients(new_desk(language="ru", width=360, script=False), system)
    page.get_by_role("link", name="Добавить клиента").first.click()
    expect(page.locator("#phone")).to_be_hidden()
    fill(page, name)
    page.get_by_label("Добавить клиента с телефоном").check()
    page.locator("#phone").fill("8 (916) 937-03-41")
    save(page)
    expect(page.locator(".said")).to_have_text("Клиент добавлен.")
    add(page, base, name, given_name="Анна")
    page.goto(f"{base}/console/clients")
    page.locator("#q").fill(f"вера {name[:8].lower()}")
    page.get_by_role("button", name="Найти").click()
    page.get_by_role("link", name=f"{name} Вера").click()
    expect(page.get_by_text("40 лет: 23.01.1986 г. р.")).to_be_visible()
    page.get_by_role("link", name="Редактировать").click()
    page.locator("#comment").fill("Перезвонить в декабре")
    page.get_by_role("button", name="Сохранить данные").click()
    expect(page.locator(".said")).to_have_text("Данные клиента сохранены.")
    page.goto(f"{base}/console/clients?q={name}")
    assert overflow(page) == 0
    for tick in page.locator("[name=ids]").all():
        tick.check()
    page.get_by_role("button", name="Удалить выбранных").click()
    expect(page.get_by_text("Подтвердите удаление выбранных клиентов")).to_be_visible()
    page.get_by_role("button", name="Удалить").click()
    expect(page.locator(".said")).to_have_text("Выбранные клиенты удалены.")


def test_r15_a_wrong_form_keeps_everything_and_leads_to_its_errors(
    new_desk: NewDesk, system: Mapping[str, Any]
) -> None:
    base, name = str(system["base_url"]), new_surname()
    page = at_clients(new_desk(language="ru", width=360), system)
    known = add(page, base, name)
    page.goto(f"{base}/console/clients/new")
    fill(page, name, birth_date="31.02.1990", comment="Не потерять")
    save(page)
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator("#birth_date")).to_be_focused()
    page.locator("#birth_date").fill("23.01.1986")
    save(page)
    with page.expect_popup() as other:
        page.get_by_role("link", name="Открыть того клиента").click()

    assert other.value.url == known
    expect(page.locator("#comment")).to_have_value("Не потерять")


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("ru", "light", 360), ("es", "dark", 1280), ("en", "dark", 360)]
)
def test_axe_finds_nothing_and_everything_fits(
    new_desk: NewDesk, system: Mapping[str, Any], language: str, scheme: Scheme, width: int
) -> None:
    base, found, wide = str(system["base_url"]), {}, []
    page = at_clients(new_desk(language=language, width=width, scheme=scheme), system)
    number = f"{SystemRandom().randrange(10**10):010d}"
    page.goto(f"{base}/console/clients/new")
    page.locator("#document_kind").select_option("passport_ru")
    page.locator("#document_number").fill(number)
    fill(page, new_surname() + LONG, given_name=LONG, comment=LONG * 3)
    save(page)
    page.wait_for_url("**/clients/cli_*")
    client = page.url
    addresses = {
        "list": f"{base}/console/clients?q={LONG[:8]}",
        "all": f"{base}/console/clients",
        "nobody": f"{base}/console/clients?q=nobody-like-that",
        "form": f"{base}/console/clients/new",
        "company": f"{base}/console/clients/new?kind=company",
        "client": client,
        "history": f"{client}?tab=history",
        "edit": f"{client}/edit",
        "document": f"{client}/document",
    }
    for name, address in addresses.items():
        page.goto(address)
        for summary in page.locator(".clients summary").all():
            summary.click()
        found[name] = violations(page)
        wide += [name] if widest_overflow(page) else []
    page.goto(f"{base}/console/clients/new")
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()
    found["errors"] = violations(page)
    page.goto(f"{base}/console/clients")
    page.locator("[name=ids]").first.check()
    page.locator(".chosen-clients .danger").click()
    page.wait_for_url("**/clients/delete")
    found["deletion"] = violations(page)

    assert {name: each for name, each in found.items() if each} == {}
    assert wide == []
