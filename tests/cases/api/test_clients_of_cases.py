"""Cases that name clients, by the API."""

from typing import Any

import pytest

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.features.cases import service, table
from chalicelib.features.cases.model import Case
from chalicelib.features.clients import table as clients
from chalicelib.identity import keys
from tests.clients.bodies import COMPANY, PERSON, added, named, other_agent, person
from tests.support.api.client import Api, as_key
from tests.support.api.people import People, admin_of
from tests.support.faults import counted

CASES = "/v1/cases"
FULL_NAME = "Гевердава Вера Сергеевна"


def opened(by: Api, **body: Any) -> Any:
    return by.post(CASES, body).expect(201)


def key_of(api: People, *scopes: str) -> Api:
    return as_key(keys.add_api_key(account_id=api.account.id, name="CRM", scopes=frozenset(scopes))[1])


def listed(by: Api, client: str, query: str = "") -> list[str]:
    return [each["id"] for each in by.get(f"/v1/clients/{client}/cases?{query}").expect(200)["items"]]


def number(api: People, client: str) -> int:
    found = clients.get_client(api.account.id, client)
    assert found is not None
    return found.cases


def with_foreign_client(api: People) -> Case:
    """Return a case as it was stored before clients were checked."""
    case = service.open_case(admin_of(api), service.NewCase())
    former = case.model_copy(update={"client_id": "CRM-17"})
    tx = Transaction()
    table.write_case(tx, former, replacing=case, otherwise=stale)
    tx.commit()
    return former


def test_r26_a_client_gives_the_owner_that_the_caller_leaves_out(api: People) -> None:
    client = added(api.agent, PERSON)

    case = opened(api.staff, client_id=client)
    own = opened(api.staff, client_id=client, owner={"phone": "+7 916 123-45-67"})

    assert case["owner"] == {"name": FULL_NAME, "phone": "+79109370341", "email": "vera@example.org"}
    assert own["owner"] == {"name": FULL_NAME, "phone": "+79161234567", "email": "vera@example.org"}


def test_r26_a_company_gives_its_name(api: People) -> None:
    case = opened(api.staff, client_id=added(api.staff, COMPANY))

    assert case["owner"] == {"name": "ООО «Перевозчик»", "phone": None, "email": "office@carrier.example"}


def test_a_name_that_phones_would_make_a_link_of_is_none_in_a_case(api: People) -> None:
    client = added(api.staff, {**COMPANY, "name": "avto.example.com"})

    assert opened(api.staff, client_id=client)["owner"]["name"] == "avto. example. com"


@pytest.mark.parametrize("client_id", ["CRM-17", "cli_1", "cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"])
def test_a_client_that_is_none_of_ours_is_refused(api: People, client_id: str) -> None:
    case = opened(api.staff)["id"]

    assert api.staff.post(CASES, {"client_id": client_id}).pointers == ["/client_id"]
    assert api.staff.patch(f"{CASES}/{case}", {"client_id": client_id}).pointers == ["/client_id"]
    asked = {"case": {"client_id": client_id}, "categories": ["none"]}
    assert set(api.staff.post("/v1/photo-requests", asked).pointers) == {"/case/client_id", "/categories/0"}


def test_a_client_that_was_erased_is_refused_at_its_field(api: People) -> None:
    client = added(api.staff, PERSON)
    opened(api.staff, client_id=client)
    case = opened(api.staff)["id"]
    api.admin.post(f"/v1/clients/{client}/erasure", {"reason": "отзыв"}).expect(200)

    refused = [
        api.staff.post(CASES, {"client_id": client}),
        api.staff.patch(f"{CASES}/{case}", {"client_id": client}),
        api.staff.post("/v1/photo-requests", {"case": {"client_id": client}, "phone": "+7 916 123-45-67"}),
    ]

    pointers = [["/client_id"], ["/client_id"], ["/case/client_id"]]
    assert [(each.status, each.pointers) for each in refused] == [(422, each) for each in pointers]
    assert ["was erased" in each.text for each in refused] == [True] * 3


def test_a_client_that_is_erased_at_the_same_moment_fails_the_case(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = added(api.staff, PERSON)
    opened(api.staff, client_id=client)
    before = service.add_case

    def erasing(*arguments: Any, **named_too: Any) -> None:
        api.admin.post(f"/v1/clients/{client}/erasure", {"reason": "отзыв"}).expect(200)
        before(*arguments, **named_too)

    monkeypatch.setattr(service, "add_case", erasing)
    answer = api.staff.post(CASES, {"client_id": client})

    assert (answer.status, answer.pointers, "was erased" in answer.text) == (422, ["/client_id"], True)


def test_a_client_of_another_account_is_refused(api: People) -> None:
    client = added(api.staff, PERSON)

    assert api.stranger.post(CASES, {"client_id": client}).pointers == ["/client_id"]


def test_a_key_names_clients_of_the_house_if_it_sees_clients(api: People) -> None:
    own, agents = added(api.staff, PERSON), added(api.agent, PERSON)
    key, blind = key_of(api, "cases:write", "clients:read"), key_of(api, "cases:write")

    opened(key, client_id=own)

    assert key.post(CASES, {"client_id": agents}).pointers == ["/client_id"]
    refused = blind.post(CASES, {"client_id": own})
    assert (refused.pointers, "clients:read" in refused.text) == (["/client_id"], True)


def test_a_key_that_sees_phones_masked_gets_none_by_a_case(api: People) -> None:
    client = added(api.staff, PERSON)
    masked = key_of(api, "cases:write", "clients:read", "requests:write")
    case = opened(masked)["id"]

    shown = [
        opened(masked, client_id=client),
        masked.patch(f"{CASES}/{case}", {"client_id": client}).expect(200),
    ]

    assert [each["owner"] for each in shown] == [{"name": FULL_NAME, "phone": None, "email": None}] * 2
    asked = masked.post("/v1/photo-requests", {"case": {"client_id": client}, "channels": ["sms"]})
    assert (asked.status, "/phone" in asked.pointers, "0341" in asked.text) == (422, True, False)
    whole = key_of(api, "cases:write", "clients:read", "clients:write")
    assert opened(whole, client_id=client)["owner"]["phone"] == "+79109370341"


def test_everything_wrong_in_a_change_is_told_at_once(api: People) -> None:
    case = opened(api.staff)["id"]

    answer = api.staff.patch(f"{CASES}/{case}", {"client_id": "CRM-17", "owner": {"phone": "+7 916 1"}})

    assert set(answer.pointers) == {"/client_id", "/owner/phone"}


def test_an_id_of_before_stays_and_is_not_asked_about(api: People) -> None:
    case = with_foreign_client(api)
    at = f"{CASES}/{case.id}"

    assert api.viewer.get(at).expect(200)["client_id"] == "CRM-17"
    kept = api.staff.patch(at, {"client_id": "CRM-17", "owner": {"name": "Анна"}}).expect(200)
    assert (kept["client_id"], kept["owner"]["name"]) == ("CRM-17", "Анна")

    client = added(api.staff, PERSON)
    assert api.staff.patch(at, {"client_id": client}).expect(200)["client_id"] == client
    assert api.staff.patch(at, {"client_id": "CRM-17"}).pointers == ["/client_id"]


def test_a_client_named_later_fills_only_what_nobody_says(api: People) -> None:
    client = added(api.staff, PERSON)
    case = opened(api.staff, owner={"name": "Анна"})["id"]

    changed = api.staff.patch(f"{CASES}/{case}", {"client_id": client, "owner": {"email": None}}).expect(200)

    assert changed["owner"] == {"name": "Анна", "phone": "+79109370341", "email": None}


def test_case_27_a_client_with_a_case_is_kept(api: People) -> None:
    client = added(api.agent, PERSON)
    case = opened(api.staff, client_id=client)["id"]
    delete = {"ids": [client]}

    kept = api.agent.post("/v1/clients/delete", delete).expect(200)

    assert kept == {"deleted": [], "kept": [{"id": client, "reason": "open_case"}]}
    api.staff.patch(f"{CASES}/{case}", {"client_id": None}).expect(200)
    assert api.agent.post("/v1/clients/delete", delete).expect(200)["deleted"] == [client]


def test_the_count_moves_with_the_client(api: People) -> None:
    first, second = added(api.staff, PERSON), added(api.staff, named("Сидоров Пётр"))
    case = opened(api.staff, client_id=first)["id"]

    api.staff.patch(f"{CASES}/{case}", {"client_id": second}).expect(200)
    api.staff.patch(f"{CASES}/{case}", {"client_id": second, "policy_id": "p"}).expect(200)

    assert (number(api, first), number(api, second)) == (0, 1)
    assert (listed(api.viewer, first), listed(api.viewer, second)) == ([], [case])


def test_a_client_that_is_deleted_at_the_same_moment_fails_the_case(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = added(api.agent, PERSON)
    before = service.add_case

    def deleting(*arguments: Any, **named_too: Any) -> None:
        api.agent.post("/v1/clients/delete", {"ids": [client]}).expect(200)
        before(*arguments, **named_too)

    monkeypatch.setattr(service, "add_case", deleting)

    assert api.staff.post(CASES, {"client_id": client}).pointers == ["/client_id"]
    assert api.staff.post("/v1/photo-requests", {"case": {"client_id": client}}).pointers == ["/case/client_id"]
    assert api.staff.get(CASES).expect(200)["items"] == []


def test_a_clients_cases_are_listed_newest_first_in_pages(api: People) -> None:
    client = added(api.agent, PERSON)
    made = [opened(api.staff, client_id=client)["id"] for _ in range(5)]
    opened(api.staff)

    page = api.viewer.get(f"/v1/clients/{client}/cases?limit=3").expect(200)
    rest = listed(api.viewer, client, f"limit=3&cursor={page['next_cursor']}")

    assert [each["id"] for each in page["items"]] + rest == made[::-1]


def test_cases_of_a_client_whom_the_caller_does_not_see_are_not_listed(api: People) -> None:
    client = added(api.agent, PERSON)

    api.key.get(f"/v1/clients/{client}/cases").expect(404)
    api.stranger.get(f"/v1/clients/{client}/cases").expect(404)
    other_agent(api).get(f"/v1/clients/{client}/cases").expect(403)


def test_naming_a_client_reads_once_more(api: People) -> None:
    client, caller = added(api.staff, person()), admin_of(api)
    service.open_case(caller, service.NewCase(client_id=client))

    with counted() as calls:
        service.open_case(caller, service.NewCase(client_id=client))

    assert calls == ["GetItem", "TransactWriteItems"]


def test_listing_a_clients_cases_reads_twice(api: People) -> None:
    client, caller = added(api.staff, person()), admin_of(api)
    service.open_case(caller, service.NewCase(client_id=client))
    service.list_of_client(caller, client, limit=25, position=None)

    with counted() as calls:
        service.list_of_client(caller, client, limit=25, position=None)

    assert calls == ["Query", "BatchGetItem"]
