"""Steps in the console's pages of clients."""

import html
import re
from typing import Any

from tests.support.api.client import Answer
from tests.support.api.desk import Desk

LIST = "/console/clients"
NEW = f"{LIST}/new"
VERA: dict[str, str] = {
    "surname": "Гевердава",
    "given_name": "Вера",
    "patronymic": "Сергеевна",
    "birth_date": "23.01.1986",
    "email": "vera@example.org",
    "document_kind": "passport_ru",
    "document_number": "45 17 123456",
    "document_issued_on": "01.03.2018",
    "with_phone": "yes",
    "phone": "8 (910) 937-03-41",
    "comment": "Перезвонить",
}


def client_of(answer: Answer) -> str:
    """Return the client to whose page an answer leads."""
    assert answer.status == 303, answer.text
    return answer.headers["location"].rpartition("/")[2]


def add(desk: Desk, **changes: str) -> str:
    """Add a client by the form; return its id."""
    return client_of(desk.post(NEW, {**VERA, **changes}))


def values(answer: Answer) -> dict[str, Any]:
    """Return the values of a page's text fields, ticks and selects."""
    found = {}
    for tag in re.findall(r"<input [^>]*>", answer.text):
        said = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        if "name" in said and (said.get("type") != "checkbox" or " checked" in tag):
            found[said["name"]] = said.get("value", "")
    for name, body in re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>(.*?)</textarea>', answer.text, flags=re.DOTALL):
        found[name] = html.unescape(body).removeprefix("\n")
    for name, body in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', answer.text, flags=re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return found


def wrong(answer: Answer) -> dict[str, str]:
    """Return the errors at fields."""
    return {
        name: html.unescape(said)
        for name, said in re.findall(r'class="wrong" id="([\w-]+)-wrong">([^<]+)', answer.text)
    }
