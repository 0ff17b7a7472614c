"""E-mails about a request in the area: one to each side, until the messages of before are read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.cabinet.visitors import mailed
from tests.conversations.requests import with_desks
from tests.conversations.writers import TICKETS, opened, written
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender

#: The time in which a client at an open page reads an answer.
READING = timedelta(minutes=2)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 30, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def answered(api: People, ticket_id: str, text: str = "Он в кабинете.") -> None:
    """Answer a request."""
    api.key.post(f"/v1/tickets/{ticket_id}/answer", {"text": text}).expect(200)


def letters(beginning: str) -> int:
    """Return the number of e-mails with these words in the subject."""
    return len([said for _, said in mailed() if beginning in said.partition("\n")[0]])


def read(client: Api, ticket_id: str, number: int) -> None:
    """Note the last message that a client has read."""
    client.post(f"{TICKETS}/{ticket_id}/messages/read", {"seq": number}).expect(204)


def test_a_client_gets_one_e_mail_about_answers_until_they_are_read(api: People, clock: time_machine.Traveller) -> None:
    verify_sender()
    client = opened(api)
    ticket_id = written(client)["id"]
    told = []
    for text in ("Он готов.", "Он в кабинете.", "И в письме."):
        answered(api, ticket_id, text)
    told.append(letters("ответ на ваше"))
    clock.shift(READING)
    told.append(letters("ответ на ваше"))
    answered(api, ticket_id, "Видите?")
    clock.shift(READING)
    told.append(letters("ответ на ваше"))
    read(client, ticket_id, 5)
    answered(api, ticket_id, "До свидания.")
    clock.shift(READING)

    assert told == [0, 1, 1]
    assert letters("ответ на ваше") == 2


def test_an_answer_that_is_read_at_an_open_page_is_told_by_no_e_mail(
    api: People, clock: time_machine.Traveller
) -> None:
    verify_sender()
    client = opened(api)
    ticket_id = written(client)["id"]
    answered(api, ticket_id)
    read(client, ticket_id, 2)
    clock.shift(READING)

    assert letters("ответ на ваше") == 0


def test_the_desk_gets_one_e_mail_about_messages_until_they_are_read_or_answered(api: People) -> None:
    verify_sender()
    client = opened(api)
    with_desks(api.admin, claims=[f"sub-staff-{api.account.id}"])
    ticket_id = written(client, "claims")["id"]
    say = f"{TICKETS}/{ticket_id}/messages"
    told = [len(to_desk(api))]
    for text in ("Раз", "Два"):
        client.post(say, {"text": text}).expect(201)
        told.append(len(to_desk(api)))
    api.staff.post(f"/v1/tickets/{ticket_id}/messages/read", {"seq": 3}).expect(204)
    for text in ("Три", "Четыре"):
        client.post(say, {"text": text}).expect(201)
        told.append(len(to_desk(api)))
    answered(api, ticket_id)
    client.post(say, {"text": "Пять"}).expect(201)

    assert told == [1, 1, 1, 2, 2]
    assert len(to_desk(api)) == 3


def to_desk(api: People) -> list[str]:
    """Return the e-mails to the staff's user."""
    return [to for to, _ in mailed() if to.startswith("staff")]
