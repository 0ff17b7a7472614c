"""The client base as the product's description has it, a test for each statement. Sales are set by their locks."""

import pytest

from tests.clients.bindings import bind
from tests.clients.bodies import PERSON, added, named, names, other_agent, person
from tests.clients.texts import confirm
from tests.support.api.people import People


@pytest.mark.parametrize("field", ["surname", "given_name", "patronymic", "birth_date", "email"])
def test_r20_client_has_each_starred_field(api: People, field: str) -> None:
    assert api.agent.post("/v1/clients", person(**{field: None})).pointers == [f"/{field}"]


def test_r20_client_has_a_document_of_kind_number_and_issue_date(api: People) -> None:
    client = added(api.agent, PERSON)

    revealed = api.agent.post(f"/v1/clients/{client}/reveal", {"reason": "полис"}).expect(200)

    assert revealed == {"kind": "passport_ru", "number": "4517123456", "issued_on": "2018-03-01"}
    added(api.agent, named("Без Документа"))


def test_r20_phone_with_or_without_confirmation_by_a_code_of_an_sms(api: People) -> None:
    first, second = added(api.agent, PERSON), added(api.agent, named("Сидоров Пётр", phone="+7 916 123-45-67"))

    confirm(api.agent, first)

    assert api.agent.get(f"/v1/clients/{first}").expect(200)["phone"]["confirmed_at"] is not None
    assert api.agent.get(f"/v1/clients/{second}").expect(200)["phone"]["confirmed_at"] is None


def test_r20_edit_a_profile_and_comment(api: People) -> None:
    client = added(api.agent, PERSON)

    changes = {"surname": "Петрова", "email": "petrova@example.org", "comment": "Перезвонить"}
    api.agent.patch(f"/v1/clients/{client}", {"version": 1, **changes}).expect(200)

    shown = api.agent.get(f"/v1/clients/{client}").expect(200)
    assert {name: shown[name] for name in changes} == changes


def test_r20_delete_prospects_only_several_at_once(api: People) -> None:
    clients = [added(api.agent, named(f"{name} Иван")) for name in ("Первый", "Второй", "Проданный")]
    bind(api, f"sub-agent-{api.account.id}", clients[2])

    answer = api.agent.post("/v1/clients/delete", {"ids": clients}).expect(200)

    assert answer == {"deleted": clients[:2], "kept": [{"id": clients[2], "reason": "bound"}]}
    assert names(api.agent, "order=name") == ["Проданный Иван"]


def test_r20_search_by_name_and_by_phone(api: People) -> None:
    added(api.agent, PERSON)
    added(api.agent, named("Сидоров Пётр", phone="+7 916 123-45-67"))

    assert names(api.agent, "q=сидоров") == names(api.agent, "phone=4567") == ["Сидоров Пётр"]
    assert names(api.agent, "q=сидоров&phone=0341") == []


def test_r20_a_prospect_is_in_several_agents_bases(api: People) -> None:
    mine, theirs = added(api.agent, PERSON), added(other_agent(api), PERSON)

    assert mine != theirs
    assert names(api.agent, "q=гевердава") == names(other_agent(api), "q=гевердава")


def test_r20_once_sold_the_client_is_the_sellers_and_others_can_not_edit_it(api: People) -> None:
    seller = other_agent(api)
    mine, theirs = added(api.agent, PERSON), added(seller, PERSON)
    bind(api, "sub-agent-2", theirs)

    refused = {
        "edit": api.agent.patch(f"/v1/clients/{mine}", {"version": 1, "email": "x@example.org"}),
        "send a code": api.agent.post(f"/v1/clients/{mine}/phone", {}),
        "record a consent": api.agent.post(
            f"/v1/clients/{mine}/consents", {"purpose": "personal_data", "channel": "paper"}
        ),
    }

    assert {name: (each.status, each.json["reason"]) for name, each in refused.items()} == dict.fromkeys(
        refused, (409, "client-bound")
    )
    assert api.agent.get(f"/v1/clients/{mine}").expect(200)["standing"] == "bound_elsewhere"
    edited = seller.patch(f"/v1/clients/{theirs}", {"version": 1, "email": "x@example.org"}).expect(200)
    assert (edited["standing"], edited["email"]) == ("bound", "x@example.org")
