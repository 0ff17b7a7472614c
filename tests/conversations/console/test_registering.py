"""Requests that staff register for a client who called, and the tab of a client's requests."""

from tests.clients.bodies import added, named
from tests.conversations.console.test_requests_in_the_console import once_in
from tests.conversations.requests import listed, registered, shown, with_desks
from tests.policies.sales import sold
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

NEW = "/console/tickets/new"


def test_k16_a_call_becomes_a_request_with_a_number_and_a_day(api: People) -> None:
    client_id = added(api.agent, named("Сидоров Пётр"))
    policy_id = sold(api.agent, client_id, number="К-9")["id"]
    desk = at_desk(api.staff).speaking("ru")
    page = desk.get(f"{NEW}?client={client_id}").text
    form = {"once": once_in(page), "client": client_id, "topic": "complaint", "channel": "phone", "about": policy_id}

    for _ in range(2):
        sent = desk.post(NEW, {**form, "text": "Агент не перезвонил."})
        assert sent.status == 303
    here = sent.headers["location"]
    said = seen(desk.get(here))

    (ticket_id,) = listed(api.staff, f"client_id={client_id}")
    ticket = shown(api.staff, ticket_id)
    assert (ticket["channel"], ticket["policy_id"], ticket["client_id"]) == ("phone", policy_id, client_id)
    assert f"Обращение {ticket['number']}" in said
    assert "Назовите клиенту его номер и дату ответа." in said
    assert "по телефону" in said
    assert f'href="{NEW}?client={client_id}"' in desk.get(f"/console/clients/{client_id}").text


def test_all_that_is_wrong_is_told_and_nothing_typed_is_lost(api: People) -> None:
    client_id, other = added(api.agent, named("Сидоров Пётр")), added(api.agent, named("Сидоров Павел"))
    policy_id = sold(api.agent, other, number="К-8")["id"]
    desk = at_desk(api.staff).speaking("ru")

    form = {"client": client_id, "topic": "none", "channel": "owl", "about": policy_id, "text": " "}
    wrong = desk.post(NEW, form)
    foreign = desk.post(NEW, {**form, "topic": "question", "channel": "letter", "text": "Письмо"})

    assert wrong.status == 422
    for field in ("topic", "channel", "text"):
        assert f'id="{field}-wrong"' in wrong.text, field
    assert foreign.status == 422
    assert "Это относится к другому клиенту." in seen(foreign)
    assert "Письмо" in foreign.text
    assert desk.get(f"{NEW}?client=cli_01J9Z6K3V8QWERTY0123456789").status == 404
    assert listed(api.admin) == []


def test_the_tab_of_a_client_has_requests_of_the_callers_desks_in_any_state(api: People) -> None:
    with_desks(api.admin, claims=[f"sub-viewer-{api.account.id}"], sales=[f"sub-staff-{api.account.id}"])
    client_id = added(api.agent, named("Сидоров Пётр"))
    foreign = registered(api.admin, "claims", client_id=client_id)
    closed, open_ = (registered(api.admin, "sales", client_id=client_id) for _ in range(2))
    api.admin.post(f"/v1/tickets/{closed['id']}/close", {"text": "Готово"}).expect(200)

    tab = at_desk(api.staff).speaking("ru").get(f"/console/clients/{client_id}?tab=feedback").text

    assert closed["number"] in tab
    assert open_["number"] in tab
    assert foreign["number"] not in tab
    assert tab.index(open_["number"]) < tab.index(closed["number"])


def test_the_list_asks_for_the_number_of_a_request(api: People) -> None:
    registered(api.key)

    page = at_desk(api.staff).speaking("ru").get("/console/tickets")

    assert "Номер обращения" in seen(page)
    assert f'href="{NEW}"' in page.text
