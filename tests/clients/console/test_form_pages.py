"""The forms of a client: nothing typed is lost, everything wrong is said at once, others' changes are told."""

import pytest

from tests.clients.bindings import bind_elsewhere
from tests.clients.bodies import added, named, person
from tests.clients.console.pages import LIST, NEW, VERA, add, client_of, values, wrong
from tests.clients.texts import last_code
from tests.support.api.client import Api
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People


@pytest.fixture
def agent(api: People) -> Desk:
    """Return the desk of an agent who reads Russian."""
    return at_desk(api.agent).speaking("ru")


def test_r15_r16_a_client_is_added_with_a_phone(api: People, agent: Desk) -> None:
    client_id = add(agent)

    made = api.agent.get(f"/v1/clients/{client_id}").expect(200)
    assert (made["birth_date"], made["phone"]["number"]) == ("1986-01-23", "+79109370341")
    shown = seen(agent.get(f"{LIST}/{client_id}"))
    assert "Клиент добавлен." in shown
    assert "40 лет: 23.01.1986 г. р." in shown


def test_r15_a_client_is_added_without_a_phone(api: People, agent: Desk) -> None:
    client_id = add(agent, with_phone="", phone="")

    assert api.agent.get(f"/v1/clients/{client_id}").expect(200)["phone"] is None


def test_r15_all_errors_are_at_their_fields_and_nothing_typed_is_lost(agent: Desk) -> None:
    typed = {
        **VERA,
        "surname": "",
        "patronymic": "",
        "birth_date": "31.02.1990",
        "email": "нет",
        "document_number": "4517 12345",
        "phone": "",
    }

    answer = agent.post(NEW, typed)

    assert answer.status == 422
    assert set(wrong(answer)) == {"surname", "patronymic", "birth_date", "email", "document_number", "phone"}
    assert wrong(answer)["document_number"].startswith("Нужны 4 цифры серии и 6 цифр номера")
    assert {name: values(answer)[name] for name in typed} == typed


def test_case_18_a_birth_date_that_no_calendar_has_is_told_at_its_field_and_stays_typed(agent: Desk) -> None:
    answer = agent.post(NEW, {**VERA, "birth_date": "31.02.1990"})

    assert (answer.status, list(wrong(answer))) == (422, ["birth_date"])
    assert "календар" in wrong(answer)["birth_date"]
    assert values(answer)["birth_date"] == "31.02.1990"


@pytest.mark.parametrize("written", ["23.01.1986", "23011986", "1986-01-23", "23/1/1986"])
def test_a_birth_date_is_read_as_people_type_it(api: People, agent: Desk, written: str) -> None:
    client_id = add(agent, birth_date=written)

    assert api.agent.get(f"/v1/clients/{client_id}").expect(200)["birth_date"] == "1986-01-23"


def test_a_phone_without_its_tick_is_asked_about(agent: Desk) -> None:
    answer = agent.post(NEW, {**VERA, "with_phone": ""})

    assert list(wrong(answer)) == ["phone"]
    assert values(answer)["phone"] == VERA["phone"]


def test_an_issue_date_without_a_document_is_not_dropped(agent: Desk) -> None:
    answer = agent.post(NEW, {**VERA, "document_kind": "", "document_number": ""})

    assert answer.status == 422
    assert values(answer)["document_issued_on"] == VERA["document_issued_on"]


def test_a_form_that_comes_twice_makes_one_client(agent: Desk) -> None:
    once = values(agent.get(NEW))["once"]

    assert add(agent, once=once) == add(agent, once=once)
    assert agent.get(LIST).text.count('name="ids"') == 1


def test_a_client_of_the_base_is_linked(agent: Desk) -> None:
    known = add(agent)

    answer = agent.post(NEW, VERA)

    assert answer.status == 409
    assert f'{LIST}/{known}" target="_blank">Открыть' in answer.text
    assert values(answer)["document_number"] == VERA["document_number"]


def test_a_company_is_added(agent: Desk) -> None:
    company = {"kind": "company", "name": "ООО «Перевозчик»", "tax_number": "7707083893", "email": "a@b.example"}

    client_id = client_of(agent.post(NEW, company))

    assert "ООО «Перевозчик»" in seen(agent.get(f"{LIST}/{client_id}"))


def test_r10_a_client_is_edited_and_its_document_kept(api: People, agent: Desk) -> None:
    edit = f"{LIST}/{add(agent)}/edit"
    form = values(agent.get(edit))

    assert form["document_number"] == ""
    changed = client_of(agent.post(edit, {**form, "email": "new@example.org"}))

    client = api.agent.get(f"/v1/clients/{changed}").expect(200)
    assert (client["email"], client["document"]["masked"]) == ("new@example.org", "45** ****56")


def test_no_document_removes_the_document(api: People, agent: Desk) -> None:
    edit = f"{LIST}/{add(agent)}/edit"

    client_of(agent.post(edit, {**values(agent.get(edit)), "document_kind": ""}))

    assert api.agent.get(edit.replace("/console", "/v1").removesuffix("/edit")).expect(200)["document"] is None


def test_case_26_a_stale_form_tells_fields_values_author_and_time(api: People, agent: Desk) -> None:
    client_id = add(agent)
    edit = f"{LIST}/{client_id}/edit"
    form = values(agent.get(edit))
    _changed(
        api.admin,
        client_id,
        email="other@example.org",
        birth_date="1986-01-24",
        comment="Позвонил",
        document={"issued_on": "2018-03-02"},
    )

    answer = agent.post(edit, {**form, "comment": "Моё"})

    assert answer.status == 409
    shown = seen(answer)
    assert "Дата рождения: теперь «24.01.1986»" in shown
    assert "эл. почта: теперь «other@example.org», изменил(а) admin@staff.example, сегодня" in shown
    again = values(answer)
    assert (again["comment"], again["email"], again["birth_date"]) == ("Моё", "other@example.org", "24.01.1986")
    assert again["document_issued_on"] == "02.03.2018"
    client_of(agent.post(edit, again))
    assert api.agent.get(f"/v1/clients/{client_id}").expect(200)["comment"] == "Моё"


def test_a_phone_confirmed_meanwhile_makes_no_form_stale(api: People, agent: Desk) -> None:
    client_id = add(agent)
    edit = f"{LIST}/{client_id}/edit"
    form = values(agent.get(edit))
    agent.post(f"{LIST}/{client_id}/phone", {})
    assert agent.post(f"{LIST}/{client_id}/phone/check", {"code": last_code()}).status == 303

    client_of(agent.post(edit, {**form, "comment": "Моё"}))

    client = api.agent.get(f"/v1/clients/{client_id}").expect(200)
    assert client["comment"] == "Моё"
    assert client["phone"]["confirmed_at"]


def test_a_form_saved_twice_makes_no_other_stale(api: People, agent: Desk) -> None:
    edit = f"{LIST}/{add(agent)}/edit"
    form = values(agent.get(edit))
    client_of(agent.post(edit, form))

    client_of(agent.post(edit, {**form, "comment": "Моё"}))


def test_r13_a_client_of_another_agent_can_be_read_only(api: People, agent: Desk) -> None:
    client_id = added(api.agent, person())
    bind_elsewhere(api, client_id)

    shown = agent.get(f"{LIST}/{client_id}")

    assert "это клиент другого агента, который продал полис: карточку можно только смотреть." in seen(shown)
    assert f"{client_id}/edit" not in shown.text
    assert "Удалить" not in seen(shown)
    assert agent.get(f"{LIST}/{client_id}/edit").status == 409
    assert agent.post(f"{LIST}/{client_id}/edit", {**VERA, "version": "1"}).status == 409
    assert f'value="{client_id}"' not in agent.get(LIST).text


def test_names_are_shown_as_text(agent: Desk, api: People) -> None:
    client_id = added(api.agent, named("Петров Пётр", comment="<b>&"))

    assert "&lt;b&gt;&amp;" in agent.get(f"{LIST}/{client_id}").text


def _changed(by: Api, client_id: str, **facts: object) -> None:
    by.patch(f"/v1/clients/{client_id}", {"version": 1, **facts}).expect(200)
