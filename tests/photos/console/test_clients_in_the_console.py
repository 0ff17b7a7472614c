"""Clients in the console's pages of cases and photo requests."""

from tests.clients.bodies import PERSON, added, person
from tests.support.api.desk import Fields, at_desk, seen
from tests.support.api.people import People

NEW = "/console/new"


def test_a_clients_page_lists_cases_and_requests_of_the_client(api: People) -> None:
    client = added(api.agent, PERSON)
    case = {"client_id": client, "reference": "У-1"}
    api.staff.post("/v1/photo-requests", {"case": case, "categories": ["damage"]}).expect(201)
    desk = at_desk(api.staff)

    cases = seen(desk.get(f"/console/clients/{client}?tab=cases"))
    requests = seen(desk.get(f"/console/clients/{client}?tab=requests"))

    assert "У-1" in cases
    assert "У-1" in requests
    assert f"/console/new?client={client}" in desk.get(f"/console/clients/{client}").text


def test_an_agent_sees_no_cases(api: People) -> None:
    client = added(api.agent, PERSON)
    api.staff.post("/v1/cases", {"client_id": client, "reference": "У-1"}).expect(201)

    desk = at_desk(api.agent)
    page = desk.get(f"/console/clients/{client}").text

    assert [hidden for hidden in ("У-1", "tab=cases", "tab=requests", "/console/new") if hidden in page] == []
    assert "У-1" not in desk.get(f"/console/clients/{client}?tab=cases").text


def test_more_than_a_page_is_behind_a_link(api: People) -> None:
    client = added(api.agent, PERSON)
    for number in range(26):
        case = {"client_id": client, "reference": f"У-{number}."}
        api.staff.post("/v1/photo-requests", {"case": case, "categories": ["damage"]}).expect(201)
    desk = at_desk(api.staff)

    for tab in ("cases", "requests"):
        first = desk.get(f"/console/clients/{client}?tab={tab}").text
        assert ("У-25." in first, "У-0." in first) == (True, False)
        cursor = first.split("cursor=")[1].split('"')[0]
        assert "У-0." in desk.get(f"/console/clients/{client}?tab={tab}&cursor={cursor}").text


def test_a_request_of_a_case_that_has_another_client_by_now_is_left_out(api: People) -> None:
    client = added(api.agent, PERSON)
    case = {"client_id": client, "reference": "У-1"}
    made = api.staff.post("/v1/photo-requests", {"case": case, "categories": ["damage"]}).expect(201)
    api.staff.patch(f"/v1/cases/{made['case_id']}", {"client_id": None}).expect(200)

    assert "У-1" not in at_desk(api.staff).get(f"/console/clients/{client}?tab=requests").text


def test_r26_the_form_is_filled_by_the_client_and_opens_a_case_of_the_client(api: People) -> None:
    client = added(api.agent, person(language="es"))
    desk = at_desk(api.staff)

    form = desk.get(f"{NEW}?client={client}").text

    assert "Гевердава Вера Сергеевна" in form
    assert 'value="vera@example.org"' in form
    assert "+7 910 937-03-41" in form.replace("\N{NO-BREAK SPACE}", " ")
    assert '<option value="es" lang="es" selected>' in form
    typed: Fields = {"do": "send", "once": "one", "client": client, "phone": "+7 910 937-03-41", "channels": ["sms"]}
    answer = desk.post(NEW, {**typed, "categories": ["damage"], "language": "es", "expires_in_days": "7"})
    assert answer.status == 303, seen(answer)
    items = api.staff.get(f"/v1/clients/{client}/cases").expect(200)["items"]
    assert [each["owner"]["name"] for each in items] == ["Гевердава Вера Сергеевна"]
    case_page = desk.get(f"/console/cases/{items[0]['id']}").text
    assert f'href="/console/clients/{client}"' in case_page


def test_a_chosen_client_stays_chosen_when_the_form_is_refused(api: People) -> None:
    client = added(api.agent, PERSON)

    answer = at_desk(api.staff).post(NEW, {"do": "send", "client": client, "phone": "1", "channels": ["sms"]})

    assert answer.status == 422
    assert f'name="client" value="{client}"' in answer.text


def test_a_client_that_is_gone_is_said_to_be(api: People) -> None:
    gone = "cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"
    desk = at_desk(api.staff)

    assert desk.get(f"{NEW}?client={gone}").status == 404
    typed: Fields = {"do": "send", "client": gone, "phone": "+7 910 937-03-41", "channels": ["sms"]}
    answer = desk.post(NEW, {**typed, "categories": ["damage"], "language": "ru", "expires_in_days": "7"})
    assert answer.status == 422
    assert "There is no such client" in seen(answer)


def test_an_unconfirmed_phone_is_said_to_be_after_asking(api: People) -> None:
    client = added(api.agent, PERSON)
    made = api.staff.post("/v1/photo-requests", {"case": {"client_id": client}, "channels": ["sms"]}).expect(201)
    desk = at_desk(api.staff)

    said = "The client's phone is not confirmed."

    assert said in seen(desk.get(f"/console/requests/{made['id']}"))
    assert said in seen(desk.get(f"{NEW}?client={client}"))


def test_an_erased_client_is_refused_by_the_form_and_leaves_it(api: People) -> None:
    client = added(api.staff, PERSON)
    api.staff.post("/v1/cases", {"client_id": client}).expect(201)
    desk = at_desk(api.staff).speaking("en")
    typed: Fields = {"phone": "+7 916 123-45-67", "channels": "sms", "categories": "damage", "client": client}
    api.admin.post(f"/v1/clients/{client}/erasure", {"reason": "x"}).expect(200)

    refused = [desk.get(f"{NEW}?client={client}"), desk.post(NEW, typed)]

    assert [each.status for each in refused] == [422, 422]
    assert ["This client was erased." in seen(each) for each in refused] == [True, True]
    assert [client in each.text for each in refused] == [False, False]
    assert f"{NEW}?client=" not in desk.get(f"/console/clients/{client}").text
