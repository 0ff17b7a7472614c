"""A request in two real pages: live, over a cut network, without sockets, after its end, and without a script."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.conversations.browser.conftest import LiveLine, Talk
from tests.conversations.browser.test_live_chat import LIVE, RECONNECTED, opened
from tests.support.browser.axe import violations
from tests.support.browser.desks import widest_overflow

#: The words that the request began with.
FIRST = "¿Dónde está mi póliza?"
MOST_SECONDS = 10


def test_an_answer_its_reading_the_state_and_who_is_there_show_at_once(live_request: Talk) -> None:
    client, staff = opened(live_request.client.open()), opened(live_request.staff.open())
    expect(client.page.locator("#chat-expected")).to_contain_text("Estamos preparando la respuesta")

    staff.write("En su área de clientes.")
    expect(client.line("En su área de clientes.")).to_have_attribute("data-seq", "2")
    expect(client.page.locator("#chat-expected")).to_have_text("Hay una respuesta.")
    client.let_pass(1)
    expect(staff.line("En su área de clientes.").locator(".fate")).to_have_text("Leído")
    client.write("La veo, gracias.")
    expect(staff.line("La veo, gracias.")).to_have_attribute("data-side", "client")

    expect(staff.page.locator("#chat-handler")).to_contain_text("en línea")
    expect(client.page.locator("#chat-changed")).to_be_hidden()
    assert client.texts() == staff.texts() == [FIRST, "En su área de clientes.", "La veo, gracias."]


def test_both_write_while_one_has_no_network_and_see_all_once_it_is_back(live_request: Talk, line: LiveLine) -> None:
    client, staff = opened(live_request.client.open()), opened(live_request.staff.open())
    live_request.client.network = "cut before"
    line.cut(0)
    client.page.evaluate("dispatchEvent(new Event('offline'))")
    client.write("Sin red")
    staff.write("Con red")
    expect(staff.line("Con red")).to_have_attribute("data-seq", "2")
    expect(client.line("Sin red").locator(".fate")).to_have_text(re.compile("^Guardado aquí"))
    missing = client.texts()
    live_request.client.network = "whole"
    client.page.evaluate("dispatchEvent(new Event('online'))")
    client.let_pass(RECONNECTED)

    expect(client.line("Sin red")).to_have_attribute("data-seq", "3")
    expect(staff.line("Sin red")).to_be_visible()
    assert missing == [FIRST, "Sin red"]
    assert client.texts() == staff.texts() == [FIRST, "Con red", "Sin red"]


def test_a_text_whose_answer_was_lost_is_there_once_after_the_browser_died(request_talk: Talk) -> None:
    client = request_talk.client.open()
    request_talk.client.network = "cut behind"
    client.write("Falta la firma.")
    expect(client.line("Falta la firma.").locator(".fate")).to_have_text(re.compile("Guardado aquí"))
    client.page.close()
    request_talk.client.network = "whole"
    again, staff = request_talk.client.open(), request_talk.staff.open()

    expect(again.line("Falta la firma.")).to_have_attribute("data-seq", "2")
    assert again.texts() == staff.texts() == [FIRST, "Falta la firma."]


def test_without_sockets_an_answer_is_there_within_ten_seconds(request_talk: Talk) -> None:
    client, staff = request_talk.client.open(), request_talk.staff.open()
    staff.write("En su área de clientes.")
    expect(staff.line("En su área de clientes.")).to_have_attribute("data-seq", "2")
    client.let_pass(MOST_SECONDS)

    expect(client.line("En su área de clientes.")).to_be_visible()
    expect(client.state).not_to_have_text(LIVE)


def test_a_request_that_is_closed_meanwhile_takes_the_form_away_and_leads_on(
    live_request: Talk, line: LiveLine
) -> None:
    client = opened(live_request.client.open())
    live_request.api.staff.post(f"/v1/tickets/{live_request.thing_id}/close", {"text": "Resuelto."}).expect(200)
    line.push()

    expect(client.line("Resuelto.")).to_be_visible()
    expect(client.page.locator("#chat-form")).to_be_hidden()
    expect(client.page.locator("#chat-closed a")).to_have_attribute("href", re.compile("/messages/new$"))
    client.page.locator("#chat-changed a").click()
    expect(client.page.get_by_role("button", name="Enviar la valoración")).to_be_visible()


def test_a_text_for_a_request_that_was_closed_is_kept_with_the_reason(request_talk: Talk) -> None:
    client = request_talk.client.open()
    request_talk.api.staff.post(f"/v1/tickets/{request_talk.thing_id}/close", {"text": "Resuelto."}).expect(200)
    client.write("Una cosa más")

    expect(client.line("Una cosa más").locator(".fate")).to_have_text(re.compile("La solicitud está cerrada"))
    expect(client.line("Una cosa más").get_by_role("button")).to_have_count(3)


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_a_request_are_accessible_and_fit(request_talk: Talk, width: int) -> None:
    for seat in (request_talk.client, request_talk.staff):
        tab = seat.open()
        tab.page.set_viewport_size({"width": width, "height": 800})
        expect(tab.page.locator("#chat-adding")).to_be_hidden()

        assert violations(tab.page) == []
        assert widest_overflow(tab.page) <= 0


def test_both_write_without_a_script(request_talk: Talk, chromium: Browser) -> None:
    staff = request_talk.staff.without_script(chromium)
    staff.write("En su área de clientes.")
    client = request_talk.client.without_script(chromium)
    client.write("La veo, gracias.")

    assert client.texts()[:2] == [FIRST, "En su área de clientes."]
    assert request_talk.staff.without_script(chromium).texts() == [FIRST, "En su área de clientes.", "La veo, gracias."]
