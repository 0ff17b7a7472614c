"""The model of a conversation, step by step: sockets, holes, polling, marks, refusals."""

from typing import Any

import pytest

from tests.conversations.browser.modules.conftest import Chats
from tests.conversations.browser.modules.pages import ChatPage

THREAD = "claim_01J9Z6K3V8QWERTY0123456789"
MINUTE = 60_000


def message(seq: int, side: str = "staff", **fields: Any) -> dict[str, Any]:
    """Return a message of the thread."""
    by = {"name": "Marta García", "by": "Marta García", "mine": side == "client"}
    return {"seq": seq, "id": f"m{seq}", "side": side, "text": f"text {seq}", "at": "2026-06-01T10:00:00Z",
            "attachments": [], **by, **fields}  # fmt: skip


def answer(*items: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return an answer of the server."""
    known = {"items": list(items), "head": items[-1]["seq"] if items else 0, "read": {"client": 0, "staff": 0}}
    return {**known, "unread": 0, "can_write": True, "stage": "review", "handler": {"name": "Marta García"}, **fields}


def pushed(seq: int, side: str = "staff", **fields: Any) -> dict[str, Any]:
    """Return a frame with a message."""
    return {"type": "message", "claim_id": THREAD, **message(seq, side, **fields)}


@pytest.fixture
def page(chats: Chats) -> ChatPage:
    """Return a client's page that shows 40 messages; the first question is answered, nothing is live."""
    chats.draw_lots(0.5)
    return opened(chats, "client")


def opened(chats: Chats, name: str) -> ChatPage:
    """Return another page of the client."""
    page = ChatPage(chats, name, "client", THREAD)
    page.load(answer(*(message(each) for each in range(1, 41))))
    page.recall()
    replied(page)
    return page


def replied(page: ChatPage, *items: dict[str, Any], **fields: Any) -> None:
    """Answer the question that is on its way."""
    (question,) = page.asked("fetch")
    page.calls.remove(question)
    page.tell("fetched", question["n"], answer(*items, **{"head": 40 + len(items), **fields}))


def live(page: ChatPage) -> int:
    """Open the socket that the page wants; return its number."""
    n = page.connects.pop()
    page.tell("opened", n)
    page.tell("frame", n, {"type": "welcome", "claim_id": THREAD, "head": 40, "unread": 0})
    replied(page)
    return n


def numbers(page: ChatPage) -> list[int]:
    """Return the numbers of the messages shown."""
    return [line["seq"] for line in page.lines if line.get("seq")]


def test_f1_two_tabs_one_socket_cut_while_three_messages_come_show_all_once(chats: Chats, page: ChatPage) -> None:
    other = opened(chats, "second tab")
    first, second = live(page), live(other)
    page.tell("frame", first, pushed(41))
    page.tell("closed", first)
    for seq in (41, 42, 43):
        other.tell("frame", second, pushed(seq))
    page.fire("reconnect")
    n = page.connects.pop()
    page.tell("opened", n)
    page.tell("frame", n, {"type": "welcome", "claim_id": THREAD, "head": 43})
    replied(page, message(42), message(43), head=43)
    page.tell("frame", n, pushed(43))

    assert numbers(page) == numbers(other) == list(range(1, 44))


def test_f4_a_message_before_its_turn_waits_a_second_for_the_one_before(page: ChatPage) -> None:
    n = live(page)

    page.tell("frame", n, pushed(42))
    early, waits = numbers(page)[-1], page.timers["hole"]
    page.tell("frame", n, pushed(41))

    assert (early, waits) == (40, 1000)
    assert numbers(page)[-2:] == [41, 42]
    assert "hole" not in page.timers


def test_f4_a_hole_that_nothing_fills_is_asked_for(page: ChatPage) -> None:
    n = live(page)
    page.tell("frame", n, pushed(43))
    page.fire("hole")

    (question,) = page.asked("fetch")
    replied(page, message(41), message(42), head=43)

    assert question["after"] == 40
    assert numbers(page)[-3:] == [41, 42, 43]


def test_a_long_text_and_a_file_are_asked_for_by_their_number(page: ChatPage) -> None:
    n = live(page)

    page.tell("frame", n, {"type": "message", "claim_id": THREAD, "seq": 41})
    replied(page, message(41, text="x" * 4000), head=41)
    page.tell("frame", n, pushed(42, attachments=["01JQ8ZK3N5V7W9X2Y4B6D8F0HA"]))

    assert [each["after"] for each in page.asked("fetch")] == [41]
    assert numbers(page)[-1] == 41


def test_frames_of_other_claims_and_of_unknown_kinds_change_nothing(page: ChatPage) -> None:
    n = live(page)

    page.tell("frame", n, {**pushed(41), "claim_id": "claim_other"})
    page.tell("frame", n, {"type": "weather", "seq": 41})

    assert numbers(page)[-1] == 40
    assert page.calls == []


def test_f5_without_sockets_the_page_asks_every_five_seconds_and_goes_on_trying(page: ChatPage) -> None:
    for _ in range(3):
        page.tell("closed", page.connects.pop())
        page.fire("reconnect")
    first = page.timers["poll"]
    page.fire("poll")
    replied(page, message(41), head=41)

    assert (first, page.timers["poll"], page.view["mode"]) == (5000, 5000, "polling")
    assert numbers(page)[-1] == 41
    assert len(page.connects) == 1


@pytest.mark.parametrize(("chance", "first"), [(0.0, 2500), (0.999, 7495)])
def test_f5_questions_of_pages_that_lost_their_sockets_at_once_are_spread(
    chats: Chats, page: ChatPage, chance: float, first: float
) -> None:
    chats.draw_lots(chance)
    page.fire("poll")

    assert page.timers["poll"] == pytest.approx(first)


def test_f5_a_page_that_nobody_uses_asks_every_half_minute_until_somebody_comes(chats: Chats, page: ChatPage) -> None:
    chats.let_pass(5 * MINUTE + 1)
    page.fire("poll")
    seldom = page.timers["poll"]
    replied(page)
    page.tell("active")

    assert seldom == 30_000
    assert page.timers["poll"] == 0


@pytest.mark.parametrize(("chance", "least", "most"), [(0.0, 1000, 1000), (0.999, 7900, 30_000)])
def test_tries_are_spread_over_one_to_thirty_seconds(
    chats: Chats, page: ChatPage, chance: float, least: int, most: int
) -> None:
    chats.draw_lots(chance)
    waits = []
    for _ in range(6):
        page.tell("closed", page.connects.pop())
        waits.append(page.timers["reconnect"])
        page.fire("reconnect")

    assert waits == sorted(waits)
    assert all(least <= each <= most for each in waits)


def test_a_socket_is_pinged_every_four_minutes_and_given_up_without_an_answer(page: ChatPage) -> None:
    n = live(page)
    every = page.timers["ping"]
    page.fire("ping")
    page.tell("frame", n, {"type": "pong", "n": 1})
    answered = "pong" in page.timers
    replied(page)
    page.fire("ping")
    page.fire("pong")

    assert (every, answered) == (4 * MINUTE, False)
    assert page.closed == [n]
    assert "reconnect" in page.timers


@pytest.mark.parametrize(("chance", "minutes"), [(0.0, 105), (0.5, 110), (1.0, 115)])
def test_a_new_socket_takes_over_before_the_old_one_is_closed(
    chats: Chats, page: ChatPage, chance: float, minutes: int
) -> None:
    chats.draw_lots(chance)
    old = live(page)
    after = page.timers["renew"]
    page.fire("renew")
    n = page.connects.pop()
    page.tell("opened", n)
    before = list(page.closed)
    page.tell("frame", old, pushed(41))
    page.tell("frame", n, {"type": "welcome", "claim_id": THREAD, "head": 41})
    page.tell("frame", n, pushed(41))

    assert after == minutes * MINUTE
    assert (before, page.closed) == ([], [old])
    assert (numbers(page)[-1], page.view["mode"]) == (41, "live")


def test_a_mark_is_sent_after_a_second_on_screen_and_only_rises(page: ChatPage) -> None:
    n = live(page)
    page.tell("frame", n, pushed(41))
    page.tell("looked", 41)
    waits = page.timers["seen"]
    page.tell("looked", 0)
    gone = "seen" in page.timers
    page.tell("looked", 41)
    page.fire("seen")
    page.tell("marked", 41, True)
    page.tell("looked", 40)

    assert (waits, gone, "seen" in page.timers) == (1000, False, False)
    assert [each["seq"] for each in page.asked("mark")] == [41]


def test_what_the_other_side_has_read_only_rises(page: ChatPage) -> None:
    n = live(page)
    for seq in (39, 12):
        page.tell("frame", n, {"type": "read", "claim_id": THREAD, "side": "staff", "seq": seq})

    assert page.view["readByThem"] == 39


def test_f3_a_text_that_was_on_its_way_in_a_crash_is_sent_again_with_its_id(page: ChatPage) -> None:
    page.tell("write", "¿Qué fotos necesitan?")
    sent_before_it_is_kept = page.asked("post")
    page.keep()
    (lost,) = page.asked("post")
    page.load(answer(*(message(each) for each in range(1, 41))))
    page.recall()
    (again,) = page.asked("post")
    page.tell("posted", again["id"], 201, message(41, "client", id=again["id"], text="¿Qué fotos necesitan?"))

    assert sent_before_it_is_kept == []
    assert (again["id"], again["text"]) == (lost["id"], "¿Qué fotos necesitan?")
    assert page.texts.count("¿Qué fotos necesitan?") == 1
    assert page.outbox == {}


def test_f9_a_refused_text_is_kept_and_can_be_sent_once_the_claim_is_open(page: ChatPage) -> None:
    page.tell("write", "Falta una foto.")
    page.keep()
    (post,) = page.asked("post")
    page.calls.clear()
    page.tell("posted", post["id"], 409, {"reason": "closed", "stage": "closed"})
    replied(page, can_write=False)
    while page.keeps:
        page.keep()
    refused, kept = page.own[0], dict(page.outbox)
    can_write = page.view["known"]["can_write"]
    page.tell("again", post["id"])

    assert (refused["state"], refused["reason"], can_write) == ("refused", "closed", False)
    assert kept[post["id"]]["state"] == "refused"
    assert page.own[0]["state"] == "sending"


def test_a_text_of_another_month_is_not_sent_by_itself(chats: Chats, page: ChatPage) -> None:
    page.tell("write", "Hace un mes")
    page.keep()
    chats.let_pass(26 * 24 * 60 * MINUTE)
    page.load(answer())
    page.recall()

    assert (page.own[0]["state"], page.own[0]["reason"]) == ("refused", "old")
    assert page.asked("post") == []


def test_too_many_texts_wait_as_long_as_the_server_says(chats: Chats, page: ChatPage) -> None:
    page.tell("write", "uno")
    page.keep()
    (post,) = page.asked("post")
    page.calls.clear()
    page.tell("posted", post["id"], 429, {}, 42)
    waits = page.timers["send"]
    page.fire("poll")
    replied(page)
    meanwhile = page.asked("post")
    page.timers.setdefault("send", waits)
    page.fire("send")

    assert (waits, meanwhile) == (42_000, [])
    assert [each["id"] for each in page.asked("post")] == [post["id"]]


@pytest.mark.parametrize(("status", "mode"), [(401, "over"), (403, "gone"), (404, "gone")])
def test_an_ended_session_or_right_stops_everything_and_keeps_the_text(page: ChatPage, status: int, mode: str) -> None:
    n = live(page)
    page.tell("write", "uno")
    page.keep()
    (post,) = page.asked("post")
    page.calls.clear()
    page.tell("posted", post["id"], status, {})

    assert page.view["mode"] == mode
    assert page.closed == [n]
    assert [each["text"] for each in page.outbox.values()] == ["uno"]
    assert page.calls == []
    assert {"reconnect", "poll"}.isdisjoint(page.timers)


def test_a_lost_network_is_said_and_its_return_sends_at_once(page: ChatPage) -> None:
    page.tell("write", "uno")
    page.keep()
    (post,) = page.asked("post")
    page.calls.clear()
    page.tell("posted", post["id"], 0, {})
    lost = page.view["mode"]
    page.tell("back")

    assert lost == "offline"
    assert [each["id"] for each in page.asked("post")] == [post["id"]]
    assert len(page.asked("fetch")) == 1


def test_a_lost_network_is_said_before_the_socket_ends(page: ChatPage) -> None:
    n = live(page)
    page.tell("offline")
    lost = page.view["mode"]
    page.tell("frame", n, pushed(41))

    assert (lost, page.view["mode"]) == ("offline", "live")


def test_a_file_of_the_conversation_is_no_change_of_the_claim(page: ChatPage) -> None:
    n = live(page)
    frame = {"type": "document", "claim_id": THREAD, "document_id": "d", "status": "filed"}

    page.tell("frame", n, {**frame, "slot": "chat"})
    before = page.view["changed"]
    page.tell("frame", n, {**frame, "slot": "invoice"})

    assert (before, page.view["changed"]) == (False, True)


def test_a_refused_text_says_what_is_wrong_in_the_words_of_its_errors(page: ChatPage) -> None:
    page.tell("write", "\u200b")
    page.keep()
    (post,) = page.asked("post")
    page.calls.remove(post)
    errors = [{"detail": "Write 1 to 4000 characters."}, {"detail": "The file is damaged."}]
    page.tell("posted", post["id"], 422, {"title": "Invalid", "detail": "See errors.", "errors": errors})

    assert page.own[0]["reason"] == "Write 1 to 4000 characters. The file is damaged."
