"""An agent's day at the console: a path that succeeds, one that fails, and pages that everybody can read."""

import csv
import io
from collections.abc import Mapping
from random import SystemRandom
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.clients.files import csv_bytes
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


def table_of(page: Page, press: str) -> list[list[str]]:
    """Press a link or a button, and return the rows of the CSV file that comes."""
    with page.expect_download() as coming:
        page.get_by_text(press, exact=True).click()
    written = coming.value.path().read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(written), delimiter=";"))


def exported(page: Page, base: str, surname: str) -> list[list[str]]:
    """Export the base with full numbers; return the headings and the rows of clients of a surname."""
    page.goto(f"{base}/console/clients/import")
    page.get_by_label("Зачем нужны полные номера").fill("Перенос базы")
    headings, *rows = table_of(page, "Экспорт с полными номерами")
    return [headings, *sorted(row for row in rows if any(cell.startswith(surname) for cell in row))]


def upload(page: Page, base: str, data: bytes) -> None:
    """Upload a file of clients, and wait until it is checked."""
    page.goto(f"{base}/console/clients/import")
    assert (violations(page), widest_overflow(page)) == ([], 0)
    file: Any = {"name": "Клиенты.csv", "mimeType": "text/csv", "buffer": data}
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Загрузить и проверить").click()
    expect(page.get_by_role("heading", name="Проверка перед импортом")).to_be_visible(timeout=60_000)


def run(page: Page, button: str) -> None:
    """Add the clients of a checked file, and wait for the end."""
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name="Импорт завершён")).to_be_visible(timeout=60_000)


def test_r21_an_agent_imports_a_file_and_another_one_imports_its_export_equal(
    new_desk: NewDesk, system: Mapping[str, Any]
) -> None:
    base, name = str(system["base_url"]), new_surname()
    number = SystemRandom().randrange(10**6)
    people = [
        (f"{name}а", "Вера", "Сергеевна", "23.01.1986", "vera@example.org", f"45 17 {number:06}"),
        (f"{name}а", "Анна", "Сергеевна", "31.02.1990", "anna@example.org", ""),
        (f"{name}", "Пётр", "Ильич", "1.02.1980", "petr@example.org", ""),
    ]
    page = at_clients(new_desk(language="ru", width=360), system)
    headings = ("Фамилия", "Имя", "Отчество", "Дата рождения", "Куда писать, если что", "Серия и номер")
    upload(page, base, csv_bytes(headings, *people, encoding="cp1251"))
    expect(page.get_by_text("Пока нельзя импортировать ни одной строки.")).to_be_visible()
    page.get_by_label("Куда писать, если что").select_option("email")
    page.get_by_role("button", name="Сохранить и проверить ещё раз").click()

    expect(page.get_by_text("Дата рождения: ")).to_be_visible(timeout=60_000)
    assert (violations(page), widest_overflow(page)) == ([], 0)
    _, refused = table_of(page, "Скачать строки с ошибками")
    assert (refused[0], refused[1].partition(":")[0], refused[5]) == ("3", "Дата рождения", "31.02.1990")
    run(page, "Добавить 2 клиентов")
    given = exported(page, base, name)
    assert [row[2] for row in given[1:]] == ["Пётр", "Вера"]

    other = sign_in(new_desk(language="ru", width=360), system, who="other_agent", to="/console/clients")
    upload(other, base, csv_bytes(*given))
    run(other, "Добавить 2 клиентов")

    assert exported(other, base, name) == given


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
