"""Forms of messages that are sent twice: the same text is one message, a changed one is another.

Why: an answer that gets lost leaves the form as it was, and people add words.
"""

from collections.abc import Callable

import pytest

from chalicelib.base.ids import new_ulid
from chalicelib.base.recent import clear_recent
from tests.cabinet.visitors import HOME
from tests.claims.cases import shown
from tests.conversations.api.test_replies import allow, link
from tests.conversations.chats import in_area
from tests.conversations.requests import registered
from tests.support.api.client import Answer
from tests.support.api.desk import Desk, at_desk
from tests.support.api.people import People

#: Sends a text by a form with the id that the form has, and the path of the messages.
Form = tuple[Callable[[str], Answer], str]
ONCE = new_ulid()


def own_chat(api: People) -> Form:
    visitor, claim_id = in_area(api)
    path = f"{HOME}/claims/{claim_id}/chat"
    return lambda text: visitor.post(path, {"once": ONCE, "text": text}), f"/v1/claims/{claim_id}/messages"


def chat_at_the_desk(api: People) -> Form:
    _, claim_id = in_area(api)
    desk, path = at_desk(api.staff), f"/console/claims/{claim_id}/chat"
    return lambda text: desk.post(path, {"once": ONCE, "text": text}), f"/v1/claims/{claim_id}/messages"


def link_of_an_e_mail(api: People) -> Form:
    _, claim_id = in_area(api)
    allow(api)
    clear_recent()
    path = link(api, claim_id)
    return lambda text: Desk().post(path, {"once": ONCE, "text": text}), f"/v1/claims/{claim_id}/messages"


def own_request(api: People) -> Form:
    visitor, claim_id = in_area(api)
    ticket_id = registered(api.admin, client_id=shown(api.key, claim_id)["client_id"])["id"]
    path = f"{HOME}/messages/{ticket_id}/reply"
    return lambda text: visitor.post(path, {"once": ONCE, "text": text}), f"/v1/tickets/{ticket_id}/messages"


def request_at_the_desk(api: People) -> Form:
    _, claim_id = in_area(api)
    ticket_id = registered(api.admin, client_id=shown(api.key, claim_id)["client_id"])["id"]
    desk, path = at_desk(api.admin), f"/console/tickets/{ticket_id}/answer"
    return lambda text: desk.post(path, {"once": ONCE, "text": text}), f"/v1/tickets/{ticket_id}/messages"


@pytest.mark.parametrize("form", [own_chat, chat_at_the_desk, link_of_an_e_mail, own_request, request_at_the_desk])
def test_a_text_that_was_changed_since_is_not_taken_for_the_one_that_was_sent(
    api: People, form: Callable[[People], Form]
) -> None:
    send, messages = form(api)
    before = api.key.get(messages).expect(200)["head"]

    for text in ("Faltan dos bultos.", "Faltan dos bultos.", "Faltan dos bultos y el albarán."):
        assert send(text).status == 303

    items = api.key.get(messages).expect(200)["items"]
    assert [each["text"] for each in items][before:] == ["Faltan dos bultos.", "Faltan dos bultos y el albarán."]
