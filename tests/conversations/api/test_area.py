"""Requests in the client area: written, answered, continued, rated; nobody sees another's."""

from datetime import timedelta

import time_machine

from chalicelib.base.clock import now
from tests.cabinet.visitors import mailed
from tests.clients.bodies import added, named
from tests.conversations.requests import shown
from tests.conversations.writers import TICKETS, client_in_area, opened, written
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender


def test_k16_a_client_writes_is_answered_writes_again_and_rates(api: People) -> None:
    client = opened(api)
    ticket = written(client)
    path = f"{TICKETS}/{ticket['id']}"
    api.staff.post(f"/v1/tickets/{ticket['id']}/answer", {"text": "Он в вашем кабинете."}).expect(200)

    found = client.get(path).expect(200)
    again = client.post(f"{path}/messages", {"text": "Не вижу его."}).expect(201)
    api.staff.post(f"/v1/tickets/{ticket['id']}/close", {"text": "Отправили ещё раз."}).expect(200)
    rated = client.post(f"{path}/rating", {"stars": 5, "word": "Спасибо"}).expect(201)

    assert [each["text"] for each in found["messages"]] == ["Где мой полис?", "Он в вашем кабинете."]
    assert "author" not in found["messages"][1]
    assert (found["state"], again["state"], again["message"]["seq"]) == ("answered", "open", 3)
    assert rated["rating"]["stars"] == 5
    assert shown(api.staff, ticket["id"])["read"] == 2
    assert client.post(f"{path}/rating", {"stars": 1}).expect(409)["reason"] == "rated"
    assert client.post(f"{path}/messages", {"text": "Ещё"}).expect(409)["reason"] == "closed"


def test_the_e_mail_leads_to_the_answer_and_does_not_have_it(api: People) -> None:
    verify_sender()
    client = opened(api)
    ticket = written(client)
    api.staff.post(f"/v1/tickets/{ticket['id']}/answer", {"text": "Полис № 123"}).expect(200)
    mailed()  # of its arrival

    with time_machine.travel(now() + timedelta(minutes=2)):
        letters = [body for to, body in mailed() if to == "vera@mail.example"]

    assert [each.partition("\n")[0].partition(": ")[2] for each in letters] == [
        f"ваше обращение {ticket['number']} получено",
        f"ответ на ваше обращение {ticket['number']}",
    ]
    assert f"/area/ingos/messages/{ticket['id']}" in letters[1]
    assert "Полис № 123" not in letters[1]


def test_without_an_area_the_e_mail_has_the_answer(api: People) -> None:
    verify_sender()
    client_id = added(api.key, {**named("Сидоров Пётр"), "email": "petr@mail.example"})
    ticket = api.staff.post("/v1/tickets", {"topic": "question", "text": "Когда?", "client_id": client_id}).expect(201)
    api.staff.post(f"/v1/tickets/{ticket['id']}/answer", {"text": "Завтра\nв 10 часов."}).expect(200)

    letters = [body for to, body in mailed() if to == "petr@mail.example"]

    assert "в 10 часов." in letters[-1]
    assert "/area/" not in letters[-1]


def test_nobody_sees_anothers_request_and_staff_register_for_a_client(api: People) -> None:
    client = opened(api)
    other = client_in_area(api, name="Сидоров Пётр", email="other@mail.example", phone=None)
    ticket = written(client)

    other.get(f"{TICKETS}/{ticket['id']}").expect(404)
    other.post(f"{TICKETS}/{ticket['id']}/messages", {"text": "Я"}).expect(404)
    assert other.get(TICKETS).expect(200)["items"] == []
    assert [each["id"] for each in client.get(TICKETS).expect(200)["items"]] == [ticket["id"]]
    client_id = shown(api.staff, ticket["id"])["client_id"]
    by_phone = api.staff.post("/v1/tickets", {"topic": "complaint", "text": "По телефону", "client_id": client_id})
    ids = [each["id"] for each in client.get(TICKETS).expect(200)["items"]]
    assert ids == [by_phone.expect(201)["id"], ticket["id"]]


def test_the_same_id_is_written_once(api: People) -> None:
    client = opened(api)
    ulid = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"

    assert written(client, id=ulid)["number"] == written(client, id=ulid)["number"]
    assert [each["code"] for each in client.get(f"{TICKETS}/topics").expect(200)["items"]] == [
        "question", "suggestion", "complaint",
    ]  # fmt: skip


def test_case_53_a_file_is_refused(api: People) -> None:
    client = opened(api)

    client.post(TICKETS, raw="<html>", headers={"Content-Type": "text/html"}).expect(415)
