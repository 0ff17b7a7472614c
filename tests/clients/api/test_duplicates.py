"""Duplicates by the API: finding, telling apart."""

from typing import Any

import pytest

from tests.clients.bindings import bind
from tests.clients.bodies import COMPANY, PERSON, added, named, other_agent, person
from tests.clients.personal_data import rows_of, use
from tests.support.api.people import People


def duplicates(caller: Any, client_id: str) -> list[tuple[str, list[str]]]:
    items = caller.get(f"/v1/clients/{client_id}/duplicates").expect(200)["items"]
    return [(each["client"]["id"], each["by"]) for each in items]


def test_r22_the_same_phone_in_a_base_is_seen(api: People) -> None:
    first = added(api.agent, PERSON)
    second = added(api.agent, named("Гевердава Иван", phone=PERSON["phone"]))

    assert duplicates(api.agent, first) == [(second, ["phone"])]


def test_nothing_tells_an_agent_of_other_bases(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), PERSON)

    assert duplicates(api.agent, mine) == []
    assert duplicates(api.admin, mine) == [(theirs, ["document", "name", "phone"])]


def test_people_without_documents_can_not_be_told_apart(api: People) -> None:
    first = added(api.agent, person(document=None))
    second = added(other_agent(api), person(document=None))

    refused = api.admin.post(f"/v1/clients/{first}/not-same", {"client_id": second, "reason": "x"})

    assert (refused.status, refused.pointers) == (422, ["/client_id"])


def test_a_company_has_duplicates_by_its_phone(api: People) -> None:
    company = added(api.admin, {**COMPANY, "phone": PERSON["phone"]})
    client = added(api.admin, PERSON)

    assert duplicates(api.admin, company) == [(client, ["phone"])]


def test_nobody_is_told_apart_from_themselves_nor_an_erased_client(api: People) -> None:
    client = added(api.agent, PERSON)
    answer = api.admin.post(f"/v1/clients/{client}/not-same", {"client_id": client, "reason": "x"})
    assert (answer.status, answer.pointers) == (422, ["/client_id"])
    use(api.account.id, client, cases=1)
    api.admin.post(f"/v1/clients/{client}/erasure", {"reason": "x"}).expect(200)

    said = {"document": {"kind": "passport_ru", "number": "4517 654321"}, "reason": "x"}
    answer = api.admin.post(f"/v1/clients/{client}/not-same", said)

    assert (answer.status, answer.json["reason"]) == (409, "client-blocked")


def test_a_statement_about_a_namesake_goes_with_the_last_client_of_the_document(api: People) -> None:
    document = {"kind": "passport_ru", "number": "4517 654321"}
    first, other = added(api.agent, PERSON), other_agent(api)
    api.admin.post(f"/v1/clients/{first}/not-same", {"document": document, "reason": "x"})
    second = added(api.agent, person(document=document))
    third = added(other, person(document=document))

    def statements() -> list[str]:
        return [row.sk for row in rows_of(api.account.id) if row.sk.startswith("not#")]

    for client, left in ((second, 2), (third, 1), (first, 0)):
        api.admin.post("/v1/clients/delete", {"ids": [client]}).expect(200)
        assert len(statements()) == left


def test_an_agent_sees_its_own_duplicates_however_many_others_have(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.features.clients.table.same._AT_MOST", 2)
    other = other_agent(api)
    for name in ("Первый Иван", "Второй Иван", "Третий Иван"):
        added(other, named(name, phone=PERSON["phone"]))

    first, second = added(api.agent, PERSON), added(api.agent, named("Седьмой Иван", phone=PERSON["phone"]))

    assert duplicates(api.agent, first) == [(second, ["phone"])]


def test_a_namesake_is_added_once_an_administrator_has_told_them_apart(api: People) -> None:
    first = added(api.agent, PERSON)
    document = {"kind": "passport_ru", "number": "4517 654321"}
    other = person(document=document, phone=None)
    assert api.agent.post("/v1/clients", other).status == 409
    said = {"document": document, "reason": "видел оба паспорта"}
    assert api.agent.post(f"/v1/clients/{first}/not-same", said).status == 403

    assert api.admin.post(f"/v1/clients/{first}/not-same", said).status == 204

    second = added(api.agent, other)
    assert duplicates(api.agent, first) == []
    assert duplicates(api.agent, second) == []
    assert api.agent.get(f"/v1/clients/{first}/history").json["items"][0]["type"] == "told_apart"


def test_two_clients_are_told_apart(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), person(document=None))
    assert duplicates(api.admin, mine) == [(theirs, ["name", "phone"])]

    assert api.admin.post(f"/v1/clients/{mine}/not-same", {"client_id": theirs, "reason": "x"}).status == 204

    assert duplicates(api.admin, mine) == [(theirs, ["phone"])]


@pytest.mark.parametrize("body", [{"reason": "x"}, {"client_id": "a", "document": {}, "reason": "x"}])
def test_one_of_client_and_document_is_named(api: People, body: dict[str, Any]) -> None:
    client = added(api.agent, PERSON)

    assert api.admin.post(f"/v1/clients/{client}/not-same", body).pointers == ["/client_id"]


def test_r13_a_client_bound_to_another_agent_can_be_read_only(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), PERSON)
    bind(api, "sub-agent-2", theirs)

    seen = api.agent.get(f"/v1/clients/{mine}").expect(200)
    assert (seen["standing"], seen["warnings"]) == ("bound_elsewhere", ["client_bound"])
    assert seen["bound_since"] is not None
    refused = api.agent.patch(f"/v1/clients/{mine}", {"version": 1, "comment": "x"})
    assert (refused.status, refused.json["reason"], refused.json["since"]) == (409, "client-bound", seen["bound_since"])
    kept = api.agent.post("/v1/clients/delete", {"ids": [mine]}).json["kept"]
    assert kept == [{"id": mine, "reason": "bound"}]
    assert "sub-agent-2" not in api.agent.get(f"/v1/clients/{mine}").text


def test_case_34_one_digit_changed_steals_no_client(api: People) -> None:
    theirs = added(other_agent(api), PERSON)
    bind(api, "sub-agent-2", theirs)
    document = {"kind": "passport_ru", "number": "4517 123457"}

    made = api.agent.post("/v1/clients", person(document=document)).expect(201)
    assert made["standing"] == "bound_elsewhere"

    api.admin.post(f"/v1/clients/{made['id']}/not-same", {"client_id": theirs, "reason": "x"})
    assert api.agent.get(f"/v1/clients/{made['id']}").json["standing"] == "prospect"


def test_the_own_bound_client_is_bound_by_its_new_name_too(api: People) -> None:
    mine = added(api.agent, PERSON)
    bind(api, f"sub-agent-{api.account.id}", mine)
    assert api.agent.get(f"/v1/clients/{mine}").json["standing"] == "bound"
    kept = api.agent.post("/v1/clients/delete", {"ids": [mine]}).json["kept"]
    assert kept == [{"id": mine, "reason": "bound"}]

    api.agent.patch(f"/v1/clients/{mine}", {"version": 1, "surname": "Сидорова"}).expect(200)

    made = other_agent(api).post("/v1/clients", person(surname="Сидорова", document=None)).expect(201)
    assert made["standing"] == "bound_elsewhere"


def test_a_client_of_the_house_holds_no_agent_back(api: People) -> None:
    house, mine = added(api.key, PERSON), added(api.agent, PERSON)
    bind(api, "house", house)

    assert api.agent.get(f"/v1/clients/{mine}").json["standing"] == "prospect"
    api.agent.patch(f"/v1/clients/{mine}", {"version": 1, "comment": "x"}).expect(200)
