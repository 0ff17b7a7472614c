"""The page of a client: its history in words, its document with a reason, and languages."""

import pytest

from tests.clients.bodies import PERSON, added
from tests.clients.console.pages import LIST
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

HISTORY = "?tab=history"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "ru",
            [
                "Дата рождения было: 23.01.1986 → стало: 24.01.1986",
                "Документ было: Паспорт РФ 45** ****56, выдан 01.03.2018 → стало: Паспорт РФ 45** ****57, выдан",
                "Язык сообщений было: — → стало: Español",
                "Нет отчества было: нет → стало: да",
            ],
        ),
        ("es", ["Fecha de nacimiento antes: 23/01/1986 → ahora: 24/01/1986", "antes: no → ahora: sí"]),
        ("en", ["Birth date before: 23 Jan 1986 → now: 24 Jan 1986"]),
    ],
)
def test_r24_a_history_is_written_in_words(api: People, language: str, said: list[str]) -> None:
    client_id = added(api.agent, PERSON)
    _change(api, client_id)

    shown = seen(at_desk(api.agent).speaking(language).get(f"{LIST}/{client_id}{HISTORY}"))

    assert [each for each in said if each not in shown] == []


def test_case_59_a_viewer_sees_masks_in_a_history(api: People) -> None:
    client_id = added(api.staff, PERSON)
    _change(api, client_id)

    shown = seen(at_desk(api.viewer).speaking("ru").get(f"{LIST}/{client_id}{HISTORY}"))
    told = api.viewer.get(f"/v1/clients/{client_id}/history").text

    assert "+7 *** ***-**-41 → стало: +7 *** ***-**-67" in shown
    for secret in ("937-03-41", "vera@", "1234567"):
        assert secret not in shown
        assert secret not in told


def test_b7_a_number_is_shown_with_a_reason_that_is_kept(api: People) -> None:
    client_id = added(api.agent, PERSON)
    agent = at_desk(api.agent).speaking("ru")
    place = f"{LIST}/{client_id}/document"

    assert agent.post(place, {"reason": " "}).status == 422
    answer = agent.post(place, {"reason": "для полиса"})

    assert "4517 123456" in seen(answer)
    assert "4517 123456" not in seen(agent.get(f"{LIST}/{client_id}"))
    assert "agent@staff.example для полиса" in seen(agent.get(f"{LIST}/{client_id}{HISTORY}"))


def test_case_59_a_viewer_cannot_ask_for_the_number(api: People) -> None:
    client_id = added(api.staff, PERSON)
    viewer = at_desk(api.viewer).speaking("ru")

    shown = seen(viewer.get(f"{LIST}/{client_id}"))

    assert not any(word in shown for word in ("Показать номер", "Редактировать", "Удалить", "937-03-41"))
    assert viewer.get(f"{LIST}/{client_id}/document").status == 403


def _change(api: People, client_id: str) -> None:
    facts = {
        "birth_date": "1986-01-24",
        "document": {"number": "4517 123457"},
        "language": "es",
        "patronymic": None,
        "no_patronymic": True,
        "phone": "+79161234567",
        "email": "other@example.org",
    }
    api.admin.patch(f"/v1/clients/{client_id}", {"version": 1, **facts}).expect(200)
