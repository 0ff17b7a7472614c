"""The page of a request in the console: live with a script, whole without one."""

import re

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.ids import new_ulid
from chalicelib.base.tasks import Task
from chalicelib.features.conversations.service.tasking import open_task
from tests.conversations.requests import registered, shown
from tests.support.api.client import Answer
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People


def form_is_hidden(page: Answer) -> bool:
    """Return True if the page has no form for a message on view."""
    found = re.search(r'<form id="chat-form"[^>]*>', page.text)
    assert found
    return " hidden" in found[0]


def test_the_page_has_the_script_and_may_open_sockets(api: People) -> None:
    page = at_desk(api.staff).get(f"/console/tickets/{registered(api.key)['id']}")

    assert re.search(r'<script type="module" src="[^"]+-chat\.js">', page.text)
    assert "wss://" in page.headers["content-security-policy"]
    assert not form_is_hidden(page)


def test_whoever_may_not_answer_and_a_task_have_no_form(api: People) -> None:
    ticket_id, task_id, tx = registered(api.key)["id"], new_ulid(), Transaction()
    open_task(tx, Task(task_id, api.account.id, topic="payment", paragraphs=("Проверьте",), params={}, page="/console"))
    tx.commit()
    pages = [(api.viewer, ticket_id), (api.admin, f"tic_{task_id}")]

    assert [form_is_hidden(at_desk(who).get(f"/console/tickets/{each}")) for who, each in pages] == [True, True]


def test_an_answer_without_a_script_marks_what_was_shown_and_a_refused_one_stays(api: People) -> None:
    ticket_id = registered(api.key)["id"]
    desk, here = at_desk(api.staff).speaking("ru"), f"/console/tickets/{ticket_id}"
    sent = desk.post(f"{here}/answer", {"text": "Сегодня.", "seen": "1"})
    long = desk.post(f"{here}/answer", {"text": "Щ" * 4001})
    closed = desk.post(f"{here}/answer", {"answer": "Всё.", "do": "close"})
    late = desk.post(f"{here}/answer", {"text": "Ещё одно"})

    assert [each.status for each in (sent, long, closed, late)] == [303, 422, 303, 409]
    assert "Щ" * 4001 in long.text
    assert "Ещё одно" in late.text
    assert "Обращение закрыто, поэтому писать здесь больше нельзя." in seen(late)
    assert len(shown(api.staff, ticket_id)["messages"]) == 3
    assert api.staff.get(f"/v1/tickets/{ticket_id}/messages").expect(200)["read"]["staff"] == 1
