"""The conversation about a claim in two real pages without sockets, over a network that is cut in between."""

import re

import pytest
from playwright.sync_api import Browser, expect

from chalicelib.features.claims.stages import Stage
from tests.claims.cases import changed
from tests.claims.papers import announced, file, put
from tests.conversations.browser.conftest import Talk
from tests.conversations.chats import answered
from tests.support import pdfs
from tests.support.browser.axe import violations
from tests.support.browser.desks import widest_overflow
from tests.support.lambda_events import object_created

#: The most that a page without a socket takes to show a message.
MOST_SECONDS = 10


def test_f5_without_sockets_a_text_is_on_the_other_page_within_ten_seconds_and_its_reading_shows(talk: Talk) -> None:
    client, staff = talk.client.open(), talk.staff.open()
    for tab in (client, staff):
        expect(tab.page.locator("#chat-trouble")).to_be_hidden()

    client.write("¿Qué fotos necesitan?")
    expect(client.line("¿Qué fotos necesitan?")).to_have_attribute("data-seq", "1")
    staff.let_pass(MOST_SECONDS)
    expect(staff.line("¿Qué fotos necesitan?")).to_have_attribute("data-side", "client")
    staff.let_pass(1)
    staff.write("Tres del embalaje.")
    expect(staff.line("Tres del embalaje.")).to_have_attribute("data-seq", "2")
    client.let_pass(MOST_SECONDS)

    expect(client.line("Tres del embalaje.")).to_be_visible()
    expect(client.line("¿Qué fotos necesitan?").locator(".fate")).to_have_text("Leído")
    assert client.texts() == staff.texts() == ["¿Qué fotos necesitan?", "Tres del embalaje."]


def test_f1_two_tabs_of_one_person_show_each_message_once(talk: Talk) -> None:
    first, second, staff = talk.client.open(), talk.client.open(), talk.staff.open()
    texts = [f"Mensaje {number}" for number in range(1, 4)]
    for each in texts:
        staff.write(each)
        expect(staff.line(each)).to_have_attribute("data-seq", re.compile("[0-9]"))
    for tab in (first, second, first):
        tab.let_pass(MOST_SECONDS)
        expect(tab.line(texts[-1])).to_be_visible()

    assert first.texts() == second.texts() == texts


def test_f3_a_text_whose_answer_was_lost_is_there_once_after_the_browser_died(talk: Talk) -> None:
    client, staff = talk.client.open(), talk.staff.open()
    talk.client.network = "cut behind"
    client.write("Faltan dos bultos.")
    expect(client.line("Faltan dos bultos.").locator(".fate")).to_have_text(re.compile("Guardado aquí"))
    client.page.close()
    talk.client.network = "whole"
    again = talk.client.open()
    staff.let_pass(MOST_SECONDS)

    expect(again.line("Faltan dos bultos.")).to_have_attribute("data-seq", "1")
    expect(staff.line("Faltan dos bultos.")).to_be_visible()
    assert again.texts() == staff.texts() == ["Faltan dos bultos."]


def test_f3_texts_that_never_reached_the_server_are_sent_in_order_after_the_browser_died(talk: Talk) -> None:
    client = talk.client.open()
    texts = ["Uno", "Dos", "Tres"]
    talk.client.network = "cut before"
    for each in texts:
        client.write(each)
        expect(client.line(each).locator(".fate")).to_have_text(re.compile("^Guardado aquí"))
    client.page.close()
    talk.client.network = "whole"
    again = talk.client.open()

    for number, each in enumerate(texts, start=1):
        expect(again.line(each)).to_have_attribute("data-seq", str(number))
    assert again.texts() == texts


def test_a_cut_network_is_said_and_what_both_wrote_meanwhile_is_there_once_its_back(talk: Talk) -> None:
    client, staff = talk.client.open(), talk.staff.open()
    talk.client.network = "cut before"
    client.let_pass(MOST_SECONDS)
    client.write("Sin red")
    staff.write("Con red")
    expect(client.state).to_have_text(re.compile("^Sin conexión"))
    expect(staff.line("Con red")).to_have_attribute("data-seq", "1")
    talk.client.network = "whole"
    client.page.evaluate("dispatchEvent(new Event('online'))")
    expect(client.line("Sin red")).to_have_attribute("data-seq", "2")
    staff.let_pass(MOST_SECONDS)
    expect(staff.line("Sin red")).to_be_visible()

    assert client.texts() == staff.texts() == ["Con red", "Sin red"]


def test_f9_a_stale_page_of_a_closed_claim_keeps_the_text_and_sends_it_once_the_claim_is_open(talk: Talk) -> None:
    client = talk.client.open()
    changed(talk.api, talk.thing_id, stage=Stage.CLOSED)
    client.write("Una foto más")
    refused = client.line("Una foto más")
    expect(refused.locator(".fate")).to_have_text(re.compile("^No enviado. El siniestro está cerrado."))
    client.page.close()
    again = talk.client.open()
    kept = again.line("Una foto más")
    expect(kept.get_by_role("button", name="Volver a enviar")).to_be_visible()
    expect(again.page.locator("#chat-closed")).to_be_visible()
    changed(talk.api, talk.thing_id, stage=Stage.REVIEW)
    kept.get_by_role("button", name="Volver a enviar").click()

    expect(kept).to_have_attribute("data-seq", "1")
    assert again.texts() == ["Una foto más"]


def test_a_refused_text_can_be_changed_and_an_empty_one_is_not_sent(talk: Talk) -> None:
    client = talk.client.open()
    changed(talk.api, talk.thing_id, stage=Stage.CLOSED)
    client.write("Una foto más")
    client.line("Una foto más").get_by_role("button", name="Modificar el texto").click()
    expect(client.page.locator("#chat-text")).to_have_value("Una foto más")
    expect(client.page.locator("#chat-text")).to_be_focused()
    expect(client.line("Una foto más")).to_have_count(0)
    client.page.reload()
    expect(client.page.locator("#chat-text")).to_have_value("Una foto más")
    client.write("   ")

    expect(client.page.locator("#chat-trouble")).to_have_text("Escriba entre 1 y 4000 caracteres.")
    assert client.texts() == []


def test_earlier_messages_come_by_a_press_and_the_page_begins_at_the_end(talk: Talk) -> None:
    for number in range(1, 41):
        said = {"id": f"01JQ8ZK3N5V7W9X2Y4B6D8{number:04d}", "text": f"Mensaje {number:02d}"}
        talk.api.key.post(f"/v1/claims/{talk.thing_id}/messages", said).expect(201)
    client = talk.client.open()
    first = client.texts()
    client.page.locator("#chat-earlier").click()
    expect(client.line("Mensaje 01")).to_have_count(1)

    assert first == [f"Mensaje {number:02d}" for number in range(11, 41)]
    assert client.texts() == [f"Mensaje {number:02d}" for number in range(1, 41)]
    expect(client.page.locator("#chat-earlier")).to_be_hidden()


def test_without_a_script_both_sides_read_write_and_see_why_a_text_is_refused(talk: Talk, chromium: Browser) -> None:
    client, staff = talk.client.without_script(chromium), talk.staff.without_script(chromium)
    client.write("¿Qué fotos necesitan?")
    staff.page.reload()
    staff.write("Tres del embalaje.")
    client.page.reload()
    read = client.texts()
    client.write(" ")
    empty = client.page.locator("#chat-trouble").inner_text()
    changed(talk.api, talk.thing_id, stage=Stage.CLOSED)
    client.write("Una foto más")

    assert read == staff.texts() == ["¿Qué fotos necesitan?", "Tres del embalaje."]
    assert empty == "Escriba entre 1 y 4000 caracteres."
    expect(client.page.locator("#chat-trouble")).to_have_text(re.compile("^El siniestro está cerrado"))
    expect(client.page.locator("#chat-text")).to_have_value("Una foto más")
    assert client.texts() == read


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_both_pages_are_accessible_and_fit_a_phone_in_all_states(talk: Talk, language: str) -> None:
    seats = (talk.client, talk.staff)
    for seat in seats:
        seat.speak(language)
    talk.client.open().write("¿Qué fotos necesitan?")
    tabs = [seat.open() for seat in seats]
    for seat, tab in zip(seats, tabs, strict=True):
        expect(tab.line("¿Qué fotos")).to_have_attribute("data-seq", "1")
        seat.network = "cut before"
        tab.write("x" * 300)
        expect(tab.line("x" * 300).locator(".fate")).not_to_be_empty()
        assert violations(tab.page) == []
        assert widest_overflow(tab.page) == 0
    changed(talk.api, talk.thing_id, stage=Stage.CLOSED)
    for seat, tab in zip(seats, tabs, strict=True):
        seat.network = "whole"  # not before: the text would be sent again before the claim is closed
        tab.page.evaluate("dispatchEvent(new Event('online'))")
        expect(tab.line("x" * 300).get_by_role("button")).to_have_count(3)
        assert violations(tab.page) == []
        assert widest_overflow(tab.page) == 0


def test_at_360_pixels_one_tap_leads_to_the_chat(talk: Talk) -> None:
    page = talk.client.open().page
    page.get_by_role("link", name="Chat de este siniestro").click()

    expect(page.locator("#chat-text")).to_be_in_viewport()


def test_files_go_both_ways_and_lead_to_their_pages(talk: Talk) -> None:
    client, staff = talk.client.open(), talk.staff.open()
    for pages, (tab, name) in enumerate(((client, "albaran.pdf"), (staff, "carta.pdf")), start=1):
        tab.choose(name, "application/pdf", pdfs.pdf(pages=pages))
        tab.write("")  # also before the file is ready: the message goes with it
        expect(tab.line(name)).to_have_attribute("data-seq", re.compile("[0-9]"))
        expect(tab.page.locator("#chat-chosen li")).to_have_count(0)
    client.let_pass(MOST_SECONDS)
    link = client.line("carta.pdf").get_by_role("link", name="carta.pdf")

    expect(link).to_have_attribute("href", re.compile(f"/claims/{talk.thing_id}/documents/[0-9A-Z]{{26}}$"))
    link.click()
    expect(client.page.get_by_role("link", name="Descargar el documento")).to_be_visible()


def test_a_file_that_is_no_document_says_why_and_the_text_goes_without_it(talk: Talk) -> None:
    client = talk.client.open()
    client.choose("nota.txt", "text/plain", b"hola")
    expect(client.page.locator("#chat-chosen")).to_contain_text("nota.txt · ")
    expect(client.page.locator("#chat-chosen").get_by_role("button")).to_have_count(2)
    client.write("Le adjunto la nota")
    expect(client.page.locator("#chat-trouble")).to_contain_text("en cuanto todos los archivos estén listos")
    expect(client.page.locator("#chat-text")).to_have_value("Le adjunto la nota")
    client.page.locator("#chat-chosen").get_by_role("button", name="Quitar el archivo").click()

    expect(client.line("Le adjunto la nota")).to_have_attribute("data-seq", "1")


def test_a_locked_file_says_why_and_stays_with_its_text_that_is_changed(talk: Talk) -> None:
    client = talk.client.open()
    client.choose("Factura.pdf", "application/pdf", pdfs.locked(user="secreto", owner="secreto"))
    expect(client.page.locator("#chat-chosen")).to_contain_text("listo para enviar")
    client.write("La factura")

    refused = client.line("La factura")
    expect(refused.locator(".fate")).to_contain_text("contraseña")
    refused.get_by_role("button", name="Modificar el texto").click()

    expect(client.page.locator("#chat-chosen")).to_contain_text("Factura.pdf")
    assert client.page.locator("#chat-text").input_value() == "La factura"
    client.page.locator("#chat-chosen").get_by_role("button").click()
    client.page.locator("#chat-form button.main").click()
    expect(client.line("La factura")).to_have_attribute("data-seq", "1")


def test_a_file_that_was_refused_after_its_message_went_is_marked_on_all_pages(talk: Talk) -> None:
    live = talk.client.open()
    data = pdfs.locked(user="secreto", owner="secreto")
    made = talk.api.staff.post(f"/v1/claims/{talk.thing_id}/documents", announced(data, "chat")).expect(201)
    answered(talk.api.staff, talk.thing_id, "Su copia", attachments=[made["id"]])
    key = made["upload"]["fields"]["key"]
    put(key, data)
    assert file(object_created(key)) == []
    live.let_pass(MOST_SECONDS)

    expect(live.line("Su copia").locator(".wrong")).to_have_text("no admitido: ábralo para ver por qué")
    fresh = talk.client.open()
    expect(fresh.line("Su copia").locator(".wrong")).to_have_text("no admitido: ábralo para ver por qué")
    fresh.line("Su copia").get_by_role("link").click()
    expect(fresh.page.get_by_role("main")).to_contain_text("contraseña")


def test_an_empty_file_and_a_sixth_one_say_why_they_are_not_taken(talk: Talk) -> None:
    client = talk.client.open()
    client.choose("vacio.pdf", "application/pdf", b"")
    expect(client.page.locator("#chat-chosen")).to_contain_text("El archivo está vacío.")
    for pages in range(1, 6):
        client.choose(f"{pages}.pdf", "application/pdf", pdfs.pdf(pages=pages))

    expect(client.page.locator("#chat-chosen > li")).to_have_count(5)
    expect(client.page.locator("#chat-trouble")).to_contain_text("cinco como máximo")


def test_the_page_of_a_file_fits_a_desk_and_a_phone(talk: Talk) -> None:
    client, staff = talk.client.open(), talk.staff.open()
    client.choose("Factura.pdf", "application/pdf", pdfs.pdf(pages=1))
    client.write("La factura")
    staff.let_pass(MOST_SECONDS)
    with staff.page.expect_navigation():
        staff.line("La factura").get_by_role("link", name="Factura.pdf").click()
    picture = staff.page.locator("img.shown")
    # The storage of the tests shows none: a picture of the size that previews have.
    picture.evaluate("(image) => { image.width = 1600; image.height = 2000; }")

    assert widest_overflow(staff.page) == 0
