"""The conversation about a claim in two real pages with sockets, which are cut, and of which frames come late."""

from typing import Literal

import pytest
from playwright.sync_api import expect

from chalicelib.base.ids import new_ulid
from tests.conversations.browser.conftest import LiveLine, Tab, Talk
from tests.conversations.chats import moved

LIVE = "En directo: los mensajes nuevos aparecen al momento."
#: The most that a page waits before its first try to open a socket anew.
RECONNECTED = 4


def opened(seat_tab: Tab) -> Tab:
    """Return a page once it is live."""
    expect(seat_tab.state).to_have_text(LIVE)
    return seat_tab


def test_a_text_its_reading_and_who_is_there_show_at_once(live: Talk) -> None:
    client, staff = opened(live.client.open()), opened(live.staff.open())

    client.write("¿Qué fotos necesitan?")
    expect(staff.line("¿Qué fotos necesitan?")).to_have_attribute("data-seq", "1")
    staff.let_pass(1)
    expect(client.line("¿Qué fotos necesitan?").locator(".fate")).to_have_text("Leído")
    staff.write("Tres del embalaje.")
    expect(client.line("Tres del embalaje.")).to_have_attribute("data-side", "staff")

    expect(client.page.locator("#chat-handler")).to_contain_text("en línea")
    assert client.texts() == staff.texts() == ["¿Qué fotos necesitan?", "Tres del embalaje."]


def test_f1_a_tab_whose_socket_was_cut_while_three_messages_came_shows_all_once(live: Talk, line: LiveLine) -> None:
    cut, whole = opened(live.client.open()), opened(live.client.open())
    staff = opened(live.staff.open())
    line.cut(0)
    texts = ["Uno", "Dos", "Tres"]
    for each in texts:
        staff.write(each)
        expect(whole.line(each)).to_be_visible()
    missing = cut.texts()
    cut.let_pass(RECONNECTED)
    opened(cut)
    expect(cut.line("Tres")).to_be_visible()

    assert missing == []
    assert cut.texts() == whole.texts() == texts


@pytest.mark.parametrize("when", ["before", "behind"])
def test_f12_a_message_that_is_written_during_hello_is_shown(
    live: Talk, line: LiveLine, when: Literal["before", "behind"]
) -> None:
    def write(text: str) -> None:
        if "hello" in text:
            said = {"id": new_ulid(), "text": "A la vez"}
            live.api.key.post(f"/v1/claims/{live.thing_id}/messages", said).expect(201)

    setattr(line, when, write)
    client = opened(live.client.open())

    expect(client.line("A la vez")).to_have_attribute("data-seq", "1")
    assert client.texts() == ["A la vez"]


def test_a_claim_that_is_closed_meanwhile_takes_the_form_away_and_says_so(live: Talk, line: LiveLine) -> None:
    client = opened(live.client.open())
    moved(live.api, live.thing_id, "withdraw", reason="Duplicado")
    line.push()

    expect(client.page.locator("#chat-closed")).to_be_visible()
    expect(client.page.locator("#chat-form")).to_be_hidden()
    expect(client.page.locator("#chat-changed")).to_be_visible()
