"""Pages to confirm a client's phone."""

from datetime import timedelta

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.base.languages import LANGUAGES
from chalicelib.features.clients.codes import TRIES
from chalicelib.features.clients.service import code_messages
from tests.clients.bodies import PERSON, added, named, person
from tests.clients.limits import age_confirmation
from tests.clients.texts import PHONE, confirm, last_code, report, texts, wrong
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People

LIST = "/console/clients"
NEW = {
    "kind": "person",
    "surname": "Гевердава",
    "given_name": "Вера",
    "patronymic": "Сергеевна",
    "birth_date": "23.01.1986",
    "email": "vera@example.org",
    "with_phone": "yes",
    "phone": "8 (910) 937-03-41",
}


@pytest.fixture
def agent(api: People) -> Desk:
    """Return the desk of an agent who reads English."""
    return at_desk(api.agent).speaking("en")


def test_r5_a_new_client_is_saved_and_its_phone_confirmed(api: People, agent: Desk) -> None:
    saved = agent.post(f"{LIST}/new", {**NEW, "do": "confirm"})

    place = saved.headers["location"]
    assert place.endswith("/phone")
    assert [number for number, _ in texts()] == [PHONE]
    page = agent.get(place)
    assert 'inputmode="numeric" autocomplete="one-time-code"' in page.text
    assert "+7 910 937-03-41" in seen(page)
    assert "••••••" in seen(page)
    assert last_code() not in page.text
    done = agent.post(f"{place}/check", {"code": f" {last_code()[:3]} {last_code()[3:]} "})
    assert (done.status, f"{done.headers['location']}/phone") == (303, place)
    assert "confirmed" in seen(agent.get(done.headers["location"]))


def test_without_a_phone_there_is_nothing_to_confirm(api: People, agent: Desk) -> None:
    answer = agent.post(f"{LIST}/new", {**NEW, "phone": "", "with_phone": "", "do": "confirm"})

    assert answer.status == 422
    assert 'id="phone-wrong"' in answer.text
    assert api.agent.get("/v1/clients").json["items"] == []


def test_a_landline_of_a_new_client_is_told_after_saving_at_the_field(api: People, agent: Desk) -> None:
    answer = agent.post(f"{LIST}/new", {**NEW, "phone": "+7 495 123-45-67", "do": "confirm"})

    assert answer.status == 422
    assert "This is not a mobile number" in seen(answer)
    assert 'id="phone-wrong"' in answer.text
    assert len(api.agent.get("/v1/clients").json["items"]) == 1


def test_the_last_wrong_code_leads_to_another_one(api: People, agent: Desk) -> None:
    client = added(api.agent, PERSON)
    agent.post(f"{LIST}/{client}/phone", {"phone": "+7 910 937-03-41"})

    *_, last = [agent.post(f"{LIST}/{client}/phone/check", {"code": wrong(last_code())}) for _ in range(TRIES)]

    assert "This code is no longer valid" in seen(last)
    assert "#code" not in last.text
    assert "Send the code to the client" in seen(last)


def test_a_wrong_code_is_told_at_the_field_with_the_tries_left(api: People, agent: Desk) -> None:
    client = added(api.agent, PERSON)
    agent.post(f"{LIST}/{client}/phone", {"phone": "+7 910 937-03-41"})

    answer = agent.post(f"{LIST}/{client}/phone/check", {"code": wrong(last_code())})

    assert answer.status == 422
    assert 'id="code-wrong"' in answer.text
    assert "Tries left: 4." in seen(answer)
    assert 'id="code-wrong"' in agent.post(f"{LIST}/{client}/phone/check", {"code": "12"}).text


def test_after_five_wrong_codes_another_can_be_sent(api: People, agent: Desk) -> None:
    client = added(api.agent, PERSON)
    agent.post(f"{LIST}/{client}/phone", {})
    code = last_code()
    for _ in range(5):
        agent.post(f"{LIST}/{client}/phone/check", {"code": wrong(code)})

    answer = agent.post(f"{LIST}/{client}/phone/check", {"code": code})

    assert answer.status == 410
    assert "no longer valid" in seen(answer)
    assert "Send the code to the client" in seen(answer)


def test_another_code_says_the_seconds_that_are_left(api: People) -> None:
    client = added(api.agent, PERSON)
    with time_machine.travel(now(), tick=False) as clock:
        agent = at_desk(api.agent).speaking("en")
        agent.post(f"{LIST}/{client}/phone", {})
        clock.shift(timedelta(seconds=18))

        answer = agent.post(f"{LIST}/{client}/phone", {})

        assert (answer.status, answer.headers["retry-after"]) == (429, "42")
        assert "in 42 s" in seen(answer)
        assert "possible in 42 s" in seen(agent.get(f"{LIST}/{client}/phone"))


def test_another_number_replaces_the_clients(api: People, agent: Desk) -> None:
    client = added(api.agent, PERSON)

    agent.post(f"{LIST}/{client}/phone", {"phone": "8 916 123-45-67"})

    assert api.agent.get(f"/v1/clients/{client}").json["phone"]["number"] == "+79161234567"
    assert [number for number, _ in texts()] == ["+79161234567"]


def test_the_form_sent_twice_says_that_the_phone_is_confirmed(api: People, agent: Desk) -> None:
    client = added(api.agent, PERSON)
    agent.post(f"{LIST}/{client}/phone", {})
    code = last_code()

    for _ in range(2):
        answer = agent.post(f"{LIST}/{client}/phone/check", {"code": code})
        assert (answer.status, answer.headers["location"]) == (303, f"{LIST}/{client}")


def test_the_button_is_where_it_helps(api: People, agent: Desk) -> None:
    without = added(api.agent, named("Иванов Иван"))
    client = added(api.agent, PERSON)

    assert f'href="{LIST}/{client}/phone"' in agent.get(f"{LIST}/{client}").text
    assert f'href="{LIST}/{without}/phone"' not in agent.get(f"{LIST}/{without}").text
    confirm(api.agent, client)
    assert f'href="{LIST}/{client}/phone"' not in agent.get(f"{LIST}/{client}").text
    age_confirmation(api.account.id, client, days=366)
    assert f'href="{LIST}/{client}/phone"' in agent.get(f"{LIST}/{client}").text


def test_a_failed_sms_says_why(api: People, agent: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    client = added(api.agent, PERSON)
    agent.post(f"{LIST}/{client}/phone", {})
    monkeypatch.setattr(code_messages, "spend_segments", lambda *_: False)
    texts()

    assert "The SMS was not sent: held until the next hour" in seen(agent.get(f"{LIST}/{client}/phone"))


def test_a_code_that_did_not_arrive_says_why_and_one_that_did_says_so(api: People, agent: Desk) -> None:
    lost, came = (added(api.agent, each) for each in (PERSON, named("Сидоров Пётр", phone="+7 916 123-45-67")))
    for client in (lost, came):
        agent.post(f"{LIST}/{client}/phone", {})
        assert "Has the SMS arrived?" in seen(agent.get(f"{LIST}/{client}/phone"))
        report("Invalid phone number" if client == lost else None)

    said = seen(agent.get(f"{LIST}/{lost}/phone"))
    assert "The SMS did not arrive: there is no such phone number. Check the number, or send a new code." in said
    assert "Has the SMS arrived?" not in said
    assert "The SMS has arrived." in seen(agent.get(f"{LIST}/{came}/phone"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_each_language(api: People, language: str) -> None:
    client = added(api.agent, person(language="es"))
    desk = at_desk(api.agent).speaking(language)

    page = desk.get(f"{LIST}/{client}/phone")

    assert page.status == 200
    assert '<blockquote lang="es">' in page.text
    assert "Clave ••••••" in seen(page)
