"""Requests of clients that are merged, exported and erased."""

import json

from chalicelib.features.clients.model import Client
from chalicelib.features.clients.table import get_client
from chalicelib.features.conversations import forgetting, moving, person_file
from chalicelib.features.conversations.table import places, threads
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from tests.claims.cases import shown as shown_claim
from tests.clients.bodies import added, named
from tests.conversations.chats import asked, in_area
from tests.conversations.requests import WORDS, listed, registered, shown
from tests.support.api.people import People, admin_of


def of_client(api: People, name: str = "Сидоров Пётр") -> Client:
    client = get_client(api.account.id, added(api.key, named(name)))
    assert client is not None
    return client


def test_requests_follow_a_merged_client(api: People) -> None:
    old, new = of_client(api), of_client(api, "Сидоров Павел")
    ticket = registered(api.staff, client_id=old.id)

    assert moving.move(api.account.id, old.id, new.id, limit=10) == 1
    assert moving.move(api.account.id, old.id, new.id, limit=10) == 0
    assert listed(api.staff, f"client_id={new.id}") == [ticket["id"]]


def test_an_export_has_the_words_of_both_sides(api: People) -> None:
    client = of_client(api)
    ticket = registered(api.staff, client_id=client.id)
    api.staff.post(f"/v1/tickets/{ticket['id']}/answer", {"text": "Ответ"}).expect(200)

    (held,) = person_file.files(admin_of(api), client, "ru")

    (exported,) = json.loads(held.content)["requests"]
    assert [each["text"] for each in exported["messages"]] == [WORDS, "Ответ"]


def test_an_erasure_leaves_the_number_and_no_words(api: People) -> None:
    client = of_client(api)
    ticket = registered(api.staff, client_id=client.id)
    api.staff.post(f"/v1/tickets/{ticket['id']}/notes", {"text": "Сидоров звонил"}).expect(201)

    for _ in range(2):
        forgetting.forget(api.account.id, client.id)

    found = shown(api.staff, ticket["id"])
    assert (found["number"], found["state"]) == (ticket["number"], "closed")
    assert [each["text"] for each in found["messages"]] == [""]
    assert "Сидоров" not in json.dumps(found, ensure_ascii=False)


def test_the_end_of_the_retention_deletes_all(api: People) -> None:
    client = of_client(api)
    ticket = registered(api.staff, client_id=client.id)

    for _ in range(2):
        forgetting.delete(api.account.id, client.id)

    api.staff.get(f"/v1/tickets/{ticket['id']}").expect(404)
    assert threads.list_messages(api.account.id, ticket["id"]) == []


def talking(api: People) -> tuple[Client, str]:
    """Return a client who has written about a claim, and the claim's id."""
    visitor, claim_id = in_area(api)
    asked(visitor, claim_id, "Soy Vera")
    client = get_client(api.account.id, shown_claim(api.key, claim_id)["client_id"])
    assert client is not None
    return client, claim_id


def test_an_export_has_the_conversations_about_claims(api: People) -> None:
    client, claim_id = talking(api)

    (held,) = person_file.files(admin_of(api), client, "es")

    (exported,) = json.loads(held.content)["conversations"]
    assert (exported["claim_id"], exported["messages"][0]["text"]) == (claim_id, "Soy Vera")


def test_whoever_sees_no_claims_exports_no_conversations(api: People) -> None:
    client, _ = talking(api)
    nobody = Caller(account_id=api.account.id, principal=StaffMember("agent"), role=Role.AGENT, scopes=frozenset())

    (held,) = person_file.files(nobody, client, "es")

    assert (held.name, b"Vera" in held.content) == ("conversations.txt", False)


def test_an_erasure_leaves_numbers_of_conversations_and_no_words(api: People) -> None:
    client, claim_id = talking(api)

    for _ in range(2):
        forgetting.forget(api.account.id, client.id)

    found = api.staff.get(f"/v1/claims/{claim_id}/messages").expect(200)
    assert [(each["seq"], each["text"], each["name"]) for each in found["items"]] == [(1, "", "")]


def test_the_end_of_the_retention_deletes_conversations(api: People) -> None:
    client, claim_id = talking(api)

    for _ in range(2):
        forgetting.delete(api.account.id, client.id)

    assert threads.list_messages(api.account.id, claim_id) == []
    assert threads.get_head(api.account.id, claim_id) is None
    assert places.list_latest(api.account.id, [f"client#{client.id}"], limit=9) == ([], None)
