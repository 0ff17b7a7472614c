"""Bodies of clients for tests, and agents."""

from typing import Any

from chalicelib.identity.model import Role
from tests.support.api.client import Api, as_user
from tests.support.api.people import People, add_user

PERSON: dict[str, Any] = {
    "surname": "Гевердава",
    "given_name": "Вера",
    "patronymic": "Сергеевна",
    "birth_date": "1986-01-23",
    "email": "vera@example.org",
    "document": {"kind": "passport_ru", "number": "45 17 123456", "issued_on": "2018-03-01"},
    "phone": "8 (910) 937-03-41",
}
COMPANY: dict[str, Any] = {
    "kind": "company",
    "name": "ООО «Перевозчик»",
    "tax_number": "7707083893",
    "contact": "Иван Петров",
    "email": "office@carrier.example",
}


def person(**changes: Any) -> dict[str, Any]:
    """Return the body of a person; None leaves a field out."""
    return {name: value for name, value in {**PERSON, **changes}.items() if value is not None}


def named(name: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a person of a name (surname, given name, perhaps patronymic) without document and phone."""
    surname, given, *rest = name.split(" ")
    patronymic = {"patronymic": rest[0]} if rest else {"patronymic": None, "no_patronymic": True}
    return person(**{"surname": surname, "given_name": given, "document": None, "phone": None, **patronymic, **changes})


def other_agent(api: People) -> Api:
    """Return a second agent of the account."""
    return as_user(add_user(api.account, Role.AGENT, id="sub-agent-2", email="agent2@staff.example"), Role.AGENT)


def added(caller: Api, body: dict[str, Any]) -> str:
    """Add a client and return its id."""
    made: str = caller.post("/v1/clients", body).expect(201)["id"]
    return made


def names(caller: Api, query: str) -> list[str]:
    """Return the full names that a list answers, in its order."""
    items = caller.get(f"/v1/clients?{query}").expect(200)["items"]
    return [" ".join(filter(None, (each["surname"], each["given_name"], each["patronymic"]))) for each in items]
