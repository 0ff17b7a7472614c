"""The list of clients: searching, filtering by base, deleting."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.base.recent import clear_recent
from chalicelib.identity.model import Role
from chalicelib.identity.table import UserRow
from tests.clients.bindings import bind, bind_elsewhere
from tests.clients.bodies import PERSON, added, named, other_agent
from tests.clients.console.pages import LIST
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People, add_user

DELETE = f"{LIST}/delete"


@pytest.fixture
def agent(api: People) -> Desk:
    """Return the desk of an agent who reads Russian."""
    return at_desk(api.agent).speaking("ru")


def test_r17_the_list_shows_name_birth_date_phone_mail_and_comment(api: People, agent: Desk) -> None:
    added(api.agent, PERSON)
    added(api.agent, named("Петров Пётр", comment="Перезвонить"))

    shown = seen(agent.get(LIST))

    assert "Гевердава Вера Сергеевна Потенциальный клиент 23.01.1986 +7 910 937-03-41 не подтверждён" in shown
    assert "Телефон: Не указан vera@example.org Комментарий: Перезвонить" in shown


def test_r17_name_and_phone_are_searched_together(api: People, agent: Desk) -> None:
    added(api.agent, PERSON)
    added(api.agent, named("Гевердава Анна", phone="+79161234567"))

    answer = agent.get(f"{LIST}?q={quote('гевердава')}&phone=0341")

    assert "Вера" in seen(answer)
    assert "Анна" not in seen(answer)
    assert f'href="{answer_home(answer.text)}">Сброс</a>' in answer.text


def test_case_6_three_digits_are_too_few_and_stay_typed(agent: Desk) -> None:
    answer = agent.get(f"{LIST}?q={quote('вера')}&phone=341")

    assert answer.status == 422
    assert "Никого не найдено" not in seen(answer)
    assert 'value="341"' in answer.text
    assert 'value="вера"' in answer.text


def test_nobody_is_found_in_words(agent: Desk) -> None:
    assert "Клиентов пока нет." in seen(agent.get(LIST))
    nobody = agent.get(f"{LIST}?q={quote('никто')}")
    assert "Никого не найдено." in seen(nobody)
    assert nobody.text.count(">Сброс<") == 1


def test_the_list_counts_the_clients_that_its_reader_sees(api: People, agent: Desk) -> None:
    mine = added(api.agent, PERSON)
    added(api.agent, named("Петров Пётр"))
    added(other_agent(api), PERSON)
    added(api.staff, named("Домовой Иван"))
    bind(api, f"sub-agent-{api.account.id}", mine)
    admin = at_desk(api.admin).speaking("ru")

    own, everyone, house, nobody, searched = (
        _figures(desk.get(f"{LIST}{query}").text)
        for desk, query in ((agent, ""), (admin, ""), (admin, "?base=house"), (agent, "?base=no"), (agent, "?q=a"))
    )

    assert own == [
        "Потенциальных клиентов: 1",
        "Клиентов с полисом: 1",
        "Подтверждённых телефонов: 0 из 1",
    ]
    assert everyone == [
        "Потенциальных клиентов: 2",
        "Клиентов с полисом: 1",
        "Клиентов организации: 1",
        "Подтверждённых телефонов: 0 из 2",
    ]
    assert house == ["Клиентов организации: 1"]
    assert (nobody, searched) == ([], [])


def test_an_administrator_filters_by_base(api: People) -> None:
    other = other_agent(api)
    added(api.agent, named("Первый Иван"))
    added(other, named("Второй Иван"))
    added(api.staff, named("Домовой Иван"))
    admin = at_desk(api.admin).speaking("ru")

    everyone, theirs, house = (seen(admin.get(f"{LIST}{query}")) for query in ("", _base(admin), "?base=house"))

    assert all(name in everyone for name in ("Первый Иван", "Второй Иван", "Домовой Иван"))
    assert "Второй Иван Потенциальный клиент · agent2@staff.example" in everyone
    assert ("Второй Иван" in theirs, "Первый Иван" in theirs, "Домовой Иван" in theirs) == (True, False, False)
    assert ("Домовой Иван" in house, "Первый Иван" in house) == (True, False)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"disabled": True}, "agent2@staff.example (доступ закрыт)"),
        ({"role": Role.STAFF, "was_agent": True}, "agent2@staff.example (больше не агент)"),
    ],
)
def test_the_base_of_a_former_agent_stays_within_reach_and_says_so(
    api: People, changes: dict[str, Any], name: str
) -> None:
    client = added(other_agent(api), named("Второй Иван"))
    added(api.agent, named("Первый Иван"))
    add_user(api.account, **{"role": Role.AGENT, "id": "sub-agent-2", "email": "agent2@staff.example", **changes})
    clear_recent()
    admin = at_desk(api.admin).speaking("ru")

    everyone, theirs = seen(admin.get(LIST)), seen(admin.get(f"{LIST}?base=sub-agent-2"))

    assert f"Второй Иван Потенциальный клиент · {name}" in everyone
    assert ("Второй Иван" in theirs, "Первый Иван" in theirs) == (True, False)
    assert f">{name}</option>" in admin.get(LIST).text
    assert f"База: {name}" in seen(admin.get(f"{LIST}/{client}"))


def test_the_base_of_an_agent_without_a_row_has_a_name(api: People) -> None:
    added(other_agent(api), named("Второй Иван"))
    UserRow("user#sub-agent-2", "user").delete()
    clear_recent()
    admin = at_desk(api.admin).speaking("ru")

    assert "Второй Иван Потенциальный клиент · удалённый агент …gent-2" in seen(admin.get(LIST))
    assert "удалённый агент …gent-2</option>" in admin.get(f"{LIST}?base=sub-agent-2").text


def test_r1_an_agent_is_offered_no_base_and_sees_no_other(api: People, agent: Desk) -> None:
    added(api.staff, named("Домовой Иван"))

    answer = agent.get(f"{LIST}?base=house")

    assert 'name="base"' not in answer.text
    assert "Домовой" not in seen(answer)


def test_r19_an_agents_menu_has_the_base_and_nothing_of_others(agent: Desk) -> None:
    menu = agent.get(LIST).text.split('class="menu"')[1].split("</nav>")[0]

    assert re.findall(r'href="([^"]*)"[^>]*>([^<]*)<', menu) == [
        (LIST, "Клиенты"),
        ("/console/policies", "Портфель"),
        ("/console/commissions", "Акты"),
        ("/console/payments", "Платежи"),
    ]


def test_a_client_is_chosen_for_a_new_request(api: People, agent: Desk) -> None:
    client_id = added(api.staff, PERSON)
    staff = at_desk(api.staff).speaking("ru")
    assert f'href="{LIST}?choose=request">Выбрать клиента' in staff.get("/console/new").text

    found = staff.get(f"{LIST}?choose=request&q={quote('вера')}")

    assert f'href="/console/new?client={client_id}"' in found.text
    assert f'href="{LIST}?choose=request">Сброс</a>' in found.text
    assert 'name="ids"' not in found.text
    assert "/console/new" not in agent.get(f"{LIST}?choose=request").text


def test_r11_several_are_deleted_after_the_question(api: People, agent: Desk) -> None:
    ids = [added(api.agent, named(f"{name} Иван")) for name in ("Первый", "Второй", "Третий")]

    asked = agent.post(DELETE, {"ids": ids[:2]})

    said = "Вы уверены? Подтвердите удаление выбранных клиентов Первый Иван, 23.01.1986 Второй Иван, 23.01.1986"
    assert said in seen(asked)
    assert agent.get(LIST).text.count('name="ids"') == 3
    done = agent.post(DELETE, {"ids": ids[:2], "sure": "yes"})
    assert done.status == 303
    shown = agent.get(LIST)
    assert '<p class="said" role="status">Выбранные клиенты удалены.' in shown.text
    assert shown.text.count('name="ids"') == 1


def test_case_27_kept_clients_are_named_with_the_reason(api: People, agent: Desk) -> None:
    ids = [added(api.agent, named("Первый Иван")), added(api.agent, PERSON)]
    bind_elsewhere(api, ids[1])

    answer = agent.post(DELETE, {"ids": [*ids, "cli_unknown"], "sure": "yes"})

    assert "1 клиент удалён. Остаются:" in seen(answer)
    assert "Гевердава Вера Сергеевна, 23.01.1986: закреплён за агентом после продажи Клиент: уже нет в базе" in seen(
        answer
    )


def test_deleting_twice_and_nobody_leads_back(api: People, agent: Desk) -> None:
    client_id = added(api.agent, named("Первый Иван"))
    agent.post(DELETE, {"ids": client_id, "sure": "yes"})

    assert agent.post(DELETE, {"ids": client_id, "sure": "yes"}).status == 303
    assert "Выбранных клиентов уже нет в базе." in seen(agent.get(LIST))
    assert agent.post(DELETE, {}).status == 303
    assert '<p class="notice" role="status">Никто не выбран.' in agent.get(LIST).text


def test_case_59_a_viewer_sees_masks_and_no_buttons(api: People) -> None:
    added(api.staff, {**PERSON, "comment": "Примечание"})
    viewer = at_desk(api.viewer).speaking("ru")

    answer = viewer.get(LIST)

    assert "+7 *** ***-**-41" in seen(answer)
    assert "v***@example.org" in seen(answer)
    assert not any(word in seen(answer) for word in ("Добавить клиента", "Удалить"))
    assert 'name="ids"' not in answer.text


def answer_home(page: str) -> str:
    """Return the list's own address, as the page's form has it."""
    return page.split('role="search"', maxsplit=1)[0].rpartition('action="')[2].split('"')[0]


def _figures(page: str) -> list[str]:
    return re.findall(r"<li>([^<]+)</li>", page.partition('class="figures-line"')[2].partition("</ul>")[0])


def _base(admin: Desk) -> str:
    options = admin.get(LIST).text.split('id="base"')[1].split("</select>")[0]
    return f"?base={options.split('>agent2@staff.example')[0].rpartition('value="')[2].rstrip('"')}"
