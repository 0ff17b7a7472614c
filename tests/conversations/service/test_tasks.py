"""Tasks of other features: at the desk of tasks, with a number and a term, never a client's."""

import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.ids import derived_ulid
from chalicelib.base.tasks import Task
from chalicelib.features.conversations.service.tasking import open_task
from chalicelib.features.conversations.service.telling import MESSAGE
from tests.conversations.requests import SETTINGS, listed, shown, with_desks
from tests.conversations.writers import TICKETS, client_in_area
from tests.support import outbox
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.area import open_area


def opened(api: People, client_id: str | None = None) -> str:
    """Open a task, and return the id of its request."""
    task = task_of(api, client_id)
    tx = Transaction()
    open_task(tx, task)
    tx.commit()
    return f"tic_{task.id}"


def task_of(api: People, client_id: str | None = None, of: str = "pay_1") -> Task:
    """Return a task about a payment, always the same one."""
    return Task(
        id=derived_ulid(of, moment=api.account.created_at),
        account_id=api.account.id,
        topic="payment",
        paragraphs=("A payment with a wrong sum: {received} in place of {amount}",),
        page="/console/payments/pay_1",
        params={"received": "1.00 RUB", "amount": "2.00 RUB"},
        client_id=client_id,
    )


def test_the_same_task_is_opened_once(api: People) -> None:
    task_id, tx = opened(api), Transaction()

    for each in (task_of(api), task_of(api, of="pay_2")):
        open_task(tx, each)
    tx.commit()

    assert set(listed(api.staff)) == {task_id, f"tic_{task_of(api, of='pay_2').id}"}


def test_a_task_comes_to_the_chosen_desk_once_in_its_term(api: People) -> None:
    user = f"sub-staff-{api.account.id}"
    with_desks(api.admin, claims=[], money=[user])
    version = api.admin.get(SETTINGS).expect(200)["version"]
    body = {"version": version, "task_desk": "money", "terms": {"task": {"days": 3, "count": "calendar"}}}
    api.admin.patch(SETTINGS, body).expect(200)

    with time_machine.travel("2026-11-27T10:00:00+03:00", tick=False):
        ticket = shown(api.key, opened(api))

    assert (ticket["desk"], ticket["handler"], ticket["due"]) == ("money", f"user:{user}", "2026-11-30")
    assert ticket["topic_label"] == "Payment to check"
    assert ticket["messages"][0]["text"].splitlines() == [
        "Платёж на неверную сумму: 1.00 RUB вместо 2.00 RUB",
        "https://photos.example/console/payments/pay_1",
    ]
    assert [each.data["notice"] for each in outbox.messages() if "notice" in each.data] == ["ticket_task"]


def test_a_task_about_a_client_is_not_the_clients(api: People) -> None:
    open_area(api.account.id)
    client = client_in_area(api)
    own = client.post(TICKETS, {"topic": "question", "text": "Где полис?"}).expect(201)
    client_id = shown(api.staff, own["id"])["client_id"]
    task_id = opened(api, client_id)

    assert [each["id"] for each in client.get(TICKETS).expect(200)["items"]] == [own["id"]]
    client.get(f"{TICKETS}/{task_id}").expect(404)
    assert task_id in listed(api.staff, f"client_id={client_id}")
    told = [each.data for each in outbox.messages() if each.data.get("kind") == MESSAGE]
    assert {each["ticket_id"] for each in told} == {own["id"]}


def test_a_task_is_closed_with_its_outcome_and_leads_to_its_page(api: People) -> None:
    task_id = opened(api)
    desk, here = at_desk(api.staff).speaking("ru"), f"/console/tickets/{task_id}"

    page = desk.get(here)
    empty = desk.post(f"{here}/answer", {"answer": " ", "do": "close"})
    closed = desk.post(f"{here}/answer", {"answer": "Вернули деньги.", "do": "close"})

    assert 'href="/console/payments/pay_1"' in page.text
    assert "Проверить платёж" in seen(page)
    assert "Отправить ответ" not in seen(page)
    assert (empty.status, closed.status) == (422, 303)
    assert "Напишите, чем закончилась задача." in seen(empty)
    assert shown(api.staff, task_id)["state"] == "closed"
