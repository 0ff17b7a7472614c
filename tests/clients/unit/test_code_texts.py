"""The text of the SMS with a code."""

from typing import Any

import pytest

from chalicelib.base.clock import now
from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.clients.agent_names import short_name
from chalicelib.features.clients.code_texts import render_code
from chalicelib.features.clients.model import HOUSE, Client, Facts
from chalicelib.identity import directory
from chalicelib.tenancy.model import Account

CODE = "482913"


def client(base: str, language: Language) -> Client:
    facts = Facts(surname="Гевердава", given_name="Вера", phone="+79109370341", language=language)
    moment = now()
    return Client(
        id="cli_1", account_id="acc_1", base=base, facts=facts, created_at=moment, created_by="x", changed_at=moment
    )


def account(name: str) -> Account:
    return Account(id="acc_1", name=name, created_at=now())


def known_as(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def name_users(_: str, actors: Any) -> dict[str, str]:
        return dict.fromkeys(actors, name)

    monkeypatch.setattr(directory, "name_users", name_users)


def test_b4_the_sms_says_what_its_code_does_and_for_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    known_as(monkeypatch, "Иван Петров")

    said, size = render_code(account("Полис"), client("sub-1", "ru"), CODE)

    assert said == (
        "Код 482913. Агент Иван П. станет вашим агентом, когда вы купите полис. Не вы — никому не сообщайте."
    )
    assert size.segments == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("base", [HOUSE, "sub-1"])
@pytest.mark.parametrize("name", ["Иван Петров", "Juan Pérez", "Ж" * 120, "Á" * 120, "W" * 120, "olga@example.org"])
def test_no_name_makes_it_longer_than_two_segments(
    monkeypatch: pytest.MonkeyPatch, language: Language, base: str, name: str
) -> None:
    known_as(monkeypatch, name)

    said, size = render_code(account(name), client(base, language), CODE)

    assert size.segments <= 2
    assert CODE in said
    assert "{" not in said


@pytest.mark.parametrize("base", [HOUSE, "sub-1"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_latin_name_costs_one_segment(monkeypatch: pytest.MonkeyPatch, language: Language, base: str) -> None:
    known_as(monkeypatch, "Juan Pérez")

    _, size = render_code(account("Seguros Sol"), client(base, language), CODE)

    assert (size.encoding, size.segments) == ("GSM-7", 1)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Иван Петров", "Иван П."),
        ("Иван Сергеевич Петров", "Иван П."),
        ("Петров Иван Сергеевич", "Иван П."),
        ("Анна Сергеевна", "Анна С."),
        ("Петров Иван", "Иван П."),
        ("Петрова Марина", "Марина П."),
        ("Марина Петрова", "Марина П."),
        ("Константин Шевченко", "Константин Ш."),
        ("Шевченко Константин", "Константин Ш."),
        ("Ким Анна", "Ким А."),
        ("Juan García Pérez", "Juan P."),
        ("Ольга", "Ольга"),
    ],
)
def test_an_agent_is_named_by_the_given_name_and_an_initial(full: str, short: str) -> None:
    assert short_name(full) == short
