"""Photo requests to clients: their phone, e-mail and language."""

from datetime import UTC, datetime
from typing import Any

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.features.cases.service import NewCase
from chalicelib.features.clients import table as clients
from chalicelib.features.photos import service
from chalicelib.features.photos.service import Asking
from tests.clients.bodies import PERSON, added, person
from tests.support import outbox
from tests.support.api.people import People, admin_of
from tests.support.faults import counted


def asked(api: People, client: str, **body: Any) -> Any:
    return api.staff.post("/v1/photo-requests", {"case": {"client_id": client}, **body}).expect(201)


def confirm(api: People, client: str) -> None:
    """Write that the client has confirmed the phone."""
    before = clients.get_client(api.account.id, client)
    assert before is not None
    confirmed = {"phone_confirmed_at": datetime(2026, 11, 1, tzinfo=UTC), "version": before.version + 1}
    tx = Transaction()
    clients.write_client(tx, before.model_copy(update=confirmed), replacing=before, otherwise=stale)
    tx.commit()


def test_r26_a_request_goes_to_the_clients_phone(api: People) -> None:
    request = asked(api, added(api.agent, PERSON), channels=["sms", "email"])

    assert (request["phone"], request["email"]) == ("+79109370341", "vera@example.org")
    assert request["phone_confirmed"] is False
    assert api.viewer.get(f"/v1/photo-requests/{request['id']}").expect(200)["phone_confirmed"] is False


def test_r26_a_confirmed_phone_is_said_to_be_confirmed(api: People) -> None:
    client = added(api.agent, PERSON)
    confirm(api, client)

    assert asked(api, client, channels=["sms"])["phone_confirmed"] is True


def test_the_callers_words_come_before_the_clients(api: People) -> None:
    client = added(api.agent, person(language="es"))

    request = asked(api, client, phone="+7 916 123-45-67", email="own@example.org", language="en")

    assert (request["phone"], request["email"], request["language"]) == ("+79161234567", "own@example.org", "en")
    assert request["phone_confirmed"] is None


def test_the_clients_language_counts_if_it_is_one_of_the_accounts(api: People) -> None:
    client = added(api.agent, person(language="es"))

    assert asked(api, client)["language"] == "es"
    api.admin.patch("/v1/account", {"languages": ["ru"]}).expect(200)
    assert asked(api, client)["language"] == "ru"


def test_a_case_with_a_client_lends_the_request_its_client(api: People) -> None:
    client = added(api.agent, person(language="es"))
    case = api.staff.post("/v1/cases", {"client_id": client}).expect(201)["id"]

    request = api.staff.post("/v1/photo-requests", {"case_id": case, "channels": ["sms"]}).expect(201)

    assert (request["phone"], request["language"], request["phone_confirmed"]) == ("+79109370341", "es", False)


def test_a_client_without_a_phone_is_asked_by_sms_in_vain(api: People) -> None:
    client = added(api.agent, person(phone=None))

    body = {"case": {"client_id": client}, "channels": ["sms"]}

    assert api.staff.post("/v1/photo-requests", body).pointers == ["/phone"]


def test_events_of_a_case_name_its_client(api: People) -> None:
    client = added(api.agent, PERSON)
    asked(api, client)

    told = [each["data"] for each in outbox.events() if each["type"] == "case.created"]
    assert [each["client_id"] for each in told] == [client]


def test_a_merged_clients_cases_and_requests_move_along(api: People) -> None:
    stays, goes = added(api.agent, PERSON), added(api.agent, person(surname="Петрова", document=None))
    case = asked(api, goes)["case_id"]

    api.agent.post(f"/v1/clients/{stays}/merge", {"from": [goes], "version": 1}).expect(200)

    assert api.staff.get(f"/v1/cases/{case}").expect(200)["client_id"] == stays
    assert [each["id"] for each in api.staff.get(f"/v1/clients/{stays}/cases").expect(200)["items"]] == [case]
    listed, _ = service.list_of_client(admin_of(api), stays, limit=25, position=None)
    assert [each.id for _, each in listed] == [case]
    kept = api.agent.post("/v1/clients/delete", {"ids": [stays]}).expect(200)["kept"]
    assert kept == [{"id": stays, "reason": "open_case"}]


def test_a_request_stays_as_it_was_made_when_the_client_changes(api: People) -> None:
    client = added(api.agent, PERSON)
    confirm(api, client)
    before = asked(api, client, channels=["sms"])
    version = api.agent.get(f"/v1/clients/{client}").expect(200)["version"]

    changes = {"version": version, "surname": "Петрова", "phone": "+7 916 123-45-67"}
    api.agent.patch(f"/v1/clients/{client}", changes).expect(200)

    stays = ("phone", "phone_confirmed", "status", "messages", "version")
    shown = api.staff.get(f"/v1/photo-requests/{before['id']}").expect(200)
    assert {name: shown[name] for name in stays} == {name: before[name] for name in stays}
    assert (shown["phone"], shown["phone_confirmed"]) == ("+79109370341", True)
    case = api.staff.get(f"/v1/cases/{before['case_id']}").expect(200)
    assert (case["owner"]["name"], case["owner"]["phone"]) == ("Гевердава Вера Сергеевна", "+79109370341")
    later = asked(api, client, channels=["sms"])
    assert (later["phone"], later["phone_confirmed"]) == ("+79161234567", False)
    listed, _ = service.list_of_client(admin_of(api), client, limit=25, position=None)
    assert [each.id for each, _ in listed] == [later["id"], before["id"]]


def test_the_list_of_a_changed_client_shows_the_state_of_each_request(api: People) -> None:
    client = added(api.agent, PERSON)
    revoked, open_one = asked(api, client), asked(api, client)
    api.agent.patch(f"/v1/clients/{client}", {"version": 1, "phone": "+7 916 123-45-67"}).expect(200)
    api.staff.post(f"/v1/photo-requests/{revoked['id']}/revoke", {}).expect(200)

    listed, _ = service.list_of_client(admin_of(api), client, limit=25, position=None)

    assert [(each.id, each.status) for each, _ in listed] == [(open_one["id"], "created"), (revoked["id"], "revoked")]


def test_asking_a_client_reads_once_more(api: People) -> None:
    client, caller = added(api.agent, PERSON), admin_of(api)
    asking = Asking(new_case=NewCase(client_id=client), channels=("sms",))
    service.ask_for_photos(caller, asking)

    with counted() as calls:
        service.ask_for_photos(caller, asking)

    assert calls == ["GetItem", "TransactWriteItems"]


def test_listing_a_clients_requests_reads_three_times(api: People) -> None:
    client, caller = added(api.agent, PERSON), admin_of(api)
    asked(api, client)
    service.list_of_client(caller, client, limit=25, position=None)

    with counted() as calls:
        service.list_of_client(caller, client, limit=25, position=None)

    assert calls == ["Query", "BatchGetItem", "BatchGetItem"]
