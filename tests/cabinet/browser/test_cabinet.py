"""A policyholder's cabinet from registration to renewal on a phone in Russian, and its pages in each language."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader, PdfWriter

from chalicelib.base.clock import now
from tests.cabinet.browser.holders import Holder, go_on, home, insured, press, readable, register
from tests.support import selling
from tests.support.browser import photos
from tests.support.browser.desks import NewDesk
from tests.support.browser.steps import pick, tiles
from tests.support.running import eventually

System = Mapping[str, Any]
WORKSHOP = {"name": "Кузовной центр «Север»", "address": "Москва, Летниковская, 10", "phone": "+7 495 123-45-67"}


def unseen(_: Page) -> None:
    """Pass any page: axe-core needs a page that runs scripts."""


def pay_on_the_banks_page(page: Page, system: System, look: Callable[[Page], None] = readable) -> None:
    """Save the method, and pay at the training bank; the bank leads back."""
    page.locator("[name=save]").check()
    press(page, page.locator("main form").filter(has=page.locator("[name=save]")).get_by_role("button"))
    page.wait_for_url(f"{system['bank']}/**")
    press(page, page.locator("button[value=pay]"))
    page.wait_for_url(f"{system['base_url']}/**")
    expect(page.get_by_text("Оплачено", exact=False).first).to_be_visible()
    look(page)


def declare_a_loss(page: Page, policy: dict[str, Any], look: Callable[[Page], None] = readable) -> None:
    """Fill in the notice of loss to its end, with an error on the way."""
    press(page, page.get_by_role("link", name="Заявить об убытке").first)
    look(page)
    page.locator(f"input[name=policy_id][value={policy['id']}]").check()
    go_on(page)
    go_on(page)
    expect(page.get_by_text("Укажите время", exact=False).first).to_be_visible()
    look(page)
    page.locator("#day").fill((now() - timedelta(days=1)).date().isoformat())
    page.locator("#time").fill("18:30")
    page.locator("#place").fill("Москва, Тверская, 1")
    go_on(page)
    page.locator("#description").fill("На парковке задели левое крыло и фару.")
    go_on(page)
    page.locator("input[name=driver]").first.check()
    go_on(page)
    page.locator("input[name=police][value=yes]").check()
    go_on(page)
    expect(page.get_by_text("Петров Иван")).to_be_visible()
    look(page)
    go_on(page)


def send_photos(page: Page, folder: Path) -> None:
    """Send one photo of the outside, and of the damage as many as the claim needs."""
    page.wait_for_url("**/r/**")
    page.locator("#start").click()
    for step, count in ((1, 1), (2, 3)):
        pictures = [photos.written(folder, f"{step}-{n}.jpg", photos.jpeg(seed=step * 10 + n)) for n in range(count)]
        pick(page, *pictures, step=step)
        expect(page.locator(tiles(page, "received", step))).to_have_count(count)
        page.locator(f"#next-{step}").click()
    page.locator("#submit").click()
    expect(page.locator("#done h1")).to_have_text("Фотографии успешно отправлены. Спасибо!")


def upload(page: Page, paper: Path) -> None:
    """Add a PDF to the first document that lacks, and wait until it was checked."""
    press(page, page.get_by_role("button", name="Добавить документ").first)
    page.locator("#file").set_input_files(str(paper))
    readable(page)
    go_on(page)

    def checked() -> bool:
        again = page.get_by_role("link", name="Проверить ещё раз")
        if again.count():
            again.click()
        return page.get_by_text("получено, проверяем").count() > 0

    eventually(checked)
    readable(page)


def refer_to_a_workshop(system: System, client_id: str) -> str:
    """Review the claim, decide for the repair, and refer the car to a workshop; return the claim's id."""
    staff = selling.signed_in(system["base_url"], system["staff"])
    (claim,) = staff.api("GET", f"claims?client_id={client_id}", expect=200)["items"]
    path = f"claims/{claim['id']}"

    def act(move: str, **body: Any) -> None:
        version = staff.api("GET", path, expect=200)["version"]
        staff.api("POST", f"{path}/{move}", {"version": version, **body}, expect=200)

    act("review")
    act("decide", outcome="repair", lines=[])
    until = (now() + timedelta(days=40)).date().isoformat()
    act("referral", workshop=WORKSHOP, until=until, deductible={"amount": "15000.00", "currency": "RUB"})
    return str(claim["id"])


def test_a_policyholder_settles_everything_alone(system: System, new_desk: NewDesk, tmp_path: Path) -> None:
    holder = insured(system)
    page, base = new_desk(language="ru", width=360), home(system)
    register(page, system, holder)

    page.goto(f"{base}/policies/{holder.driven['id']}")
    readable(page)
    press(page, page.get_by_role("link", name=re.compile("^Оплатить")).first)
    readable(page)
    pay_on_the_banks_page(page, system)
    page.goto(base)
    press(page, page.get_by_role("button", name=re.compile("^Оплатить.*4477")).first)
    expect(page.get_by_role("heading", name="Оплачено")).to_be_visible()

    page.goto(f"{base}/claims")
    declare_a_loss(page, holder.driven)
    send_photos(page, tmp_path)
    page.goto(f"{base}/claims")
    press(page, page.get_by_role("link", name=re.compile("LADA Vesta")).first)
    readable(page)
    upload(page, written_pdf(tmp_path / "Паспорт.pdf"))

    claim_id = refer_to_a_workshop(system, holder.client["id"])
    download_the_referral(page, f"{base}/claims/{claim_id}")
    press(page, page.get_by_role("link", name="Оплатить франшизу"))
    press(page, page.get_by_role("button", name=re.compile("^Оплатить 15")).first)
    expect(page.get_by_role("heading", name="Оплачено")).to_be_visible()

    complain(page, f"{base}/messages/new")
    renew_with_a_deductible(page, system, base, holder)


def written_pdf(file: Path) -> Path:
    """Write a PDF of one page."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(str(file))
    return file


def download_the_referral(page: Page, claim: str) -> None:
    """Wait until the referral is printed, and read it."""

    def printed() -> bool:
        page.goto(claim)
        return page.get_by_role("link", name="Скачать направление").count() > 0

    eventually(printed)
    readable(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Скачать направление").click()
    said = " ".join(each.extract_text() for each in PdfReader(coming.value.path()).pages)
    assert WORKSHOP["phone"] in said


def complain(page: Page, form: str, look: Callable[[Page], None] = readable) -> None:
    """Send a complaint, and read its number and the day of the answer."""
    page.goto(form)
    look(page)
    page.locator("[name=topic]").select_option(label="Жалоба")
    page.locator("[name=text]").fill("Сервис не отвечает мне третий день.")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("Жалоба, № [0-9]{7}"))
    expect(page.get_by_text("Ответим до", exact=False).first).to_be_visible()
    look(page)


def renew_with_a_deductible(page: Page, system: System, base: str, holder: Holder) -> None:
    """Renew the policy that ends soon with a deductible of 15,000 roubles, and pay by the saved method."""
    page.goto(f"{base}/policies/{holder.ending['id']}")
    press(page, page.get_by_role("link", name="Продлить полис").first)
    readable(page)
    expect(page.get_by_text("экономия 7 500,00".replace(" 5", "\u00a05"), exact=False).first).to_be_visible()
    page.locator("input[value=d15000]").check()
    go_on(page)
    press(page, page.get_by_role("button", name=re.compile("^Оплатить 42.500,00.*4477")).first)
    expect(page.get_by_role("heading", name="Оплачено")).to_be_visible()
    page.goto(f"{base}/policies")
    expect(page.get_by_text("Начнёт действовать позже")).to_be_visible()
    readable(page)


def test_case_55_pays_declares_and_asks_without_script_on_a_narrow_phone(system: System, new_desk: NewDesk) -> None:
    holder, base = insured(system), home(system)
    registering = new_desk(language="ru", width=360)
    register(registering, system, holder)
    page = new_desk(language="ru", width=320, script=False)
    cookies: Any = registering.context.cookies()
    page.context.add_cookies(cookies)

    page.goto(f"{base}/policies/{holder.driven['id']}")
    press(page, page.get_by_role("link", name=re.compile("^Оплатить")).first)
    pay_on_the_banks_page(page, system, unseen)
    page.goto(f"{base}/claims")
    declare_a_loss(page, holder.driven, unseen)
    page.wait_for_url("**/r/**")
    complain(page, f"{base}/messages/new", unseen)


@pytest.mark.parametrize("language", ["es", "en"])
def test_case_55_pages_of_the_cabinet_are_for_everybody(system: System, new_desk: NewDesk, language: str) -> None:
    holder, base = insured(system, language), home(system)
    page = new_desk(language=language, width=320, scheme="dark")
    register(page, system, holder, language)
    policy = f"/policies/{holder.driven['id']}"
    paths = (
        *("", "/policies", policy, f"/pay?subject=inst%23{holder.driven['id']}%232", "/methods"),
        *(f"/policies/{holder.ending['id']}/renewal", "/claims", "/claims/new", "/messages", "/messages/new", "/me"),
    )

    for path in paths:
        page.goto(f"{base}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        readable(page)
