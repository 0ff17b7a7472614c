"""The chat of a claim in the running system, and a file of it that becomes a document."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Page, expect

from infra.local.demo_cargo import Company
from tests.support import pdfs
from tests.support.browser.desks import NewDesk, follow, sign_in

System = Mapping[str, Any]
LIVE = "En directo: los mensajes nuevos aparecen al momento."


def say(page: Page, text: str) -> None:
    page.locator("#chat-text").fill(text)
    page.locator("#chat-form button.main").click()


def line(page: Page, text: str) -> Any:
    return page.locator("#chat-lines > li").filter(has_text=text)


def at_claim(page: Page, system: System, company: Company, claim_id: str) -> Page:
    """Open the claim's page in the browser of the company's administrator."""
    base = system["base_url"]
    secure = (
        f"https://{urlsplit(base).netloc}"  # as their names demand; Chromium sends them to this machine without TLS
    )
    for name, value in company.cookies.items():
        page.context.add_cookies([{"name": name, "value": value, "url": secure, "secure": True}])
    page.goto(f"{base}{system['cargo']['path']}/claims/{claim_id}")
    return page


def test_both_sides_write_and_a_file_of_the_client_becomes_a_document(system: System, new_desk: NewDesk) -> None:
    company = Company(system["base_url"], system["cargo"], system["messages"]["email"])
    company.sign_in()
    claim_id = company.announce()["id"]
    handler = {**system, "staff": system["cargo"]["staff"]}
    case = f"/console/cases/{claim_id.replace('claim_', 'case_')}?tab="
    client = at_claim(new_desk(width=360, language="es"), system, company, claim_id)
    staff = sign_in(new_desk(language="es"), handler, to=f"{case}conversation")
    for page in (client, staff):
        expect(page.locator("#chat-state")).to_have_text(LIVE)

    say(client, "¿Qué fotos necesitan?")
    expect(line(staff, "¿Qué fotos necesitan?")).to_have_attribute("data-side", "client")
    say(staff, "Tres del embalaje, y la factura.")
    expect(line(client, "Tres del embalaje")).to_have_attribute("data-side", "staff")
    file = FilePayload(name="factura.pdf", mimeType="application/pdf", buffer=pdfs.pdf(pages=2))
    client.locator("#chat-file").set_input_files(files=[file])
    expect(client.locator("#chat-chosen")).to_contain_text("factura.pdf · listo para enviar")
    say(client, "Adjunto la factura.")

    follow(line(staff, "Adjunto la factura.").get_by_role("link", name="factura.pdf"))
    staff.get_by_label("Añadir al documento del siniestro").select_option("invoice")
    follow(staff.get_by_role("button", name="Añadir el archivo"))
    staff.goto(f"{system['base_url']}{case}claim")
    invoice = staff.locator(".claim-slots > li").filter(has=staff.get_by_text("Factura comercial", exact=True))
    expect(invoice.get_by_role("link", name="factura.pdf")).to_be_visible()
    client.reload()
    slot = client.get_by_role("listitem").filter(has=client.get_by_role("heading", name="Factura comercial"))
    expect(slot.get_by_role("link", name="factura.pdf")).to_be_visible()
    expect(slot).to_contain_text("recibido")
