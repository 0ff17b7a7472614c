"""The clients of a new system on this machine: the bases of its agents and of the house."""

from datetime import date

from chalicelib.features.clients.model import ClientKind
from chalicelib.features.clients.rules import TypedClient, TypedDocument
from chalicelib.features.clients.service import add_client
from chalicelib.identity.model import Caller

#: Surname, given name, patronymic, birth date, number of the passport, date of its issue, phone, comment.
_OF_AGENT = (
    ("Мещерякова", "Вера", "Львовна", "1986-05-12", "4519 604417", "2019-02-11", "+7 900 100-00-01", "После 18:00"),
    ("Ёлкин", "Артём", "Павлович", "1991-07-14", "4611 204518", "2011-08-02", "+7 900 100-00-02", ""),
    ("Сидоров", "Пётр", "Ильич", "1958-11-30", "4503 771902", "2003-12-20", "+7 900 100-00-03", ""),
    ("Иванова-Белая", "Наталья", "Олеговна", "1979-04-05", "4524 310077", "2024-04-18", "", "Ждёт КАСКО"),
    ("Ибрагимов", "Руслан", "Маратович", "1983-09-09", "9204 556120", "2003-10-01", "+7 900 100-00-05", "Паспорт?"),
    ("Алиев", "Тимур", "", "1995-02-28", "", "", "+7 900 100-00-06", ""),
)  # fmt: skip
_OF_OTHER_AGENT = (
    ("Мещерякова", "Вера", "Львовна", "1986-05-12", "4519 604417", "2019-02-11", "", ""),
    ("Кузьмина", "Ольга", "Викторовна", "1972-12-12", "4517 902311", "2017-12-29", "+7 900 100-00-08", ""),
)
_COMPANY = TypedClient(
    kind=ClientKind.COMPANY,
    name="ООО «Северный груз»",
    tax_country="RU",
    tax_number="7707083893",
    contact="Зимина Елена Андреевна",
    help_email="help@severny-gruz.example",
    email="office@severny-gruz.example",
    phone="+7 900 100-00-09",
)


def add_clients(agent: Caller, other_agent: Caller, house: Caller) -> None:
    """Add clients to the bases of two agents, one person to both, and a company to the house."""
    for caller, people in ((agent, _OF_AGENT), (other_agent, _OF_OTHER_AGENT)):
        for place, person in enumerate(people, start=1):
            add_client(caller, _person(place, *person))
    add_client(house, _COMPANY)


def _person(place: int, *facts: str) -> TypedClient:
    surname, given_name, patronymic, birth_date, number, issued_on, phone, comment = facts
    document = (
        TypedDocument(kind="passport_ru", number=number, issued_on=date.fromisoformat(issued_on)) if number else None
    )
    return TypedClient(
        surname=surname,
        given_name=given_name,
        patronymic=patronymic or None,
        no_patronymic=not patronymic,
        birth_date=date.fromisoformat(birth_date),
        document=document,
        email=f"client{place}@example.ru",
        phone=phone or None,
        comment=comment or None,
    )
