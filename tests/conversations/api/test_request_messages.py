"""Requests as conversations: pages of messages, ids, reading, and those who see nothing."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.ids import new_ulid
from chalicelib.features.conversations import table
from chalicelib.features.conversations.service import recording
from chalicelib.features.conversations.threads import Side
from tests.conversations.api.test_claim_messages import script
from tests.conversations.requests import registered, with_desks
from tests.conversations.writers import TICKETS, client_in_area, opened, written
from tests.support.api.client import Api
from tests.support.api.desk import at_desk
from tests.support.api.people import People

ULID = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


def numbers(client: Api, ticket_id: str, query: str = "") -> list[int]:
    """Return the numbers of a page of messages."""
    return [each["seq"] for each in client.get(f"{TICKETS}/{ticket_id}/messages{query}").expect(200)["items"]]


def test_an_addition_is_answered_with_the_request_and_the_message(api: People) -> None:
    client = opened(api)
    ticket = written(client)
    path, body = f"{TICKETS}/{ticket['id']}/messages", {"id": ULID, "text": "Добавлю."}

    first, again = client.post(path, body), client.post(path, body)

    assert (first.status, again.status, first.json) == (201, 200, again.json)
    summary = client.get(f"{TICKETS}/{ticket['id']}").expect(200)
    assert {name: first.json[name] for name in ("id", "number", "state")} == {
        name: summary[name] for name in ("id", "number", "state")
    }
    assert (first.json["message"]["id"], first.json["message"]["seq"]) == (ULID, 2)


def test_pages_of_a_request_go_both_ways_and_say_its_state(api: People) -> None:
    client = opened(api)
    ticket = written(client)
    for number in range(2, 6):
        client.post(f"{TICKETS}/{ticket['id']}/messages", {"text": f"Сообщение {number}"}).expect(201)
    api.staff.post(f"/v1/tickets/{ticket['id']}/answer", {"text": "Он у вас."}).expect(200)

    mine = client.get(f"{TICKETS}/{ticket['id']}/messages").expect(200)
    staffs = api.viewer.get(f"/v1/tickets/{ticket['id']}/messages?limit=1").expect(200)

    assert numbers(client, ticket["id"], "?limit=2") == [5, 6]
    assert numbers(client, ticket["id"], "?before=4&limit=2") == [2, 3]
    assert numbers(client, ticket["id"], "?after=4") == [5, 6]
    assert (mine["head"], mine["unread"], mine["can_write"], mine["state"]) == (6, 1, True, "answered")
    assert mine["status"] == "There is an answer."
    assert [(each["name"], each["mine"]) for each in mine["items"][-2:]] == [
        ("Вера Сергеевна", True), ("Страхование", False),
    ]  # fmt: skip
    assert (staffs["status"], staffs["unread"], staffs["items"][0]["mine"]) == ("Answered.", 5, False)


def test_the_same_id_again_is_the_first_message_also_once_the_request_is_closed(api: People) -> None:
    client = opened(api)
    path = f"{TICKETS}/{written(client)['id']}/messages"
    first = client.post(path, {"id": ULID, "text": "Раз"}).expect(201)
    api.staff.post(f"{path.removesuffix('/messages').replace(TICKETS, '/v1/tickets')}/close", {"text": "Всё"})

    assert client.post(path, {"id": ULID, "text": "Два"}).expect(200)["message"] == first["message"]
    assert client.post(path, {"text": "Три"}).expect(409)["reason"] == "closed"
    assert client.get(path).expect(200)["can_write"] is False


def test_reading_shows_to_the_other_side_and_a_viewer_reads_for_themselves(api: People) -> None:
    client = opened(api)
    ticket_id = written(client)["id"]
    read = f"/v1/tickets/{ticket_id}/messages/read"
    api.viewer.post(read, {"seq": 1}).expect(204)
    by_viewer = client.get(f"{TICKETS}/{ticket_id}/messages").expect(200)["read"]
    api.staff.post(read, {"seq": 9}).expect(204)
    api.staff.post(f"/v1/tickets/{ticket_id}/answer", {"text": "Он у вас."}).expect(200)
    client.post(f"{TICKETS}/{ticket_id}/messages/read", {"seq": 2}).expect(204)

    assert by_viewer == {"client": 0, "staff": 0}
    assert api.staff.get(f"/v1/tickets/{ticket_id}/messages").expect(200)["read"] == {"client": 2, "staff": 1}
    assert client.get(f"{TICKETS}/{ticket_id}/messages").expect(200)["unread"] == 0


def test_another_client_another_desk_and_a_claims_address_find_no_messages(api: People) -> None:
    client = opened(api)
    ticket_id = written(client)["id"]
    other = client_in_area(api, name="Сидоров Пётр", email="other@mail.example", phone=None)
    paths = (f"{TICKETS}/{ticket_id}/messages", f"{TICKETS.replace('tickets', 'claims')}/{ticket_id}/messages")

    for path in paths:
        other.get(path).expect(404)
        other.post(path, {"text": "Я"}).expect(404)
        other.post(f"{path}/read", {"seq": 1}).expect(404)
    client.get(paths[1]).expect(404)
    api.stranger.get(f"/v1/tickets/{ticket_id}/messages").expect(404)
    assert numbers(client, ticket_id) == [1]


def test_a_desk_that_one_does_not_belong_to_is_forbidden(api: People) -> None:
    with_desks(api.admin, theirs=[f"sub-admin-{api.account.id}"])
    path = f"/v1/tickets/{registered(api.key, 'theirs')['id']}/messages"

    api.staff.get(path).expect(403)
    api.staff.post(f"{path}/read", {"seq": 1}).expect(403)
    assert api.admin.get(path).expect(200)["head"] == 1


def test_the_script_of_the_console_answers_a_request(api: People) -> None:
    client = opened(api)
    ticket_id = written(client)["id"]
    path = f"/console/tickets/{ticket_id}/chat/messages"
    desk = at_desk(api.staff)

    said = script(desk, "POST", path, {"id": ULID, "text": "Он у вас."}).expect(201)
    again = script(desk, "POST", path, {"id": ULID, "text": "Он у вас."}).expect(200)
    shown = script(desk, "GET", f"{path}?after=1").expect(200)

    assert said == again == shown["items"][0]
    assert (said["seq"], said["mine"], shown["state"]) == (2, True, "answered")
    assert script(desk, "POST", f"{path}/read", {"seq": 1}).status == 204
    assert script(desk, "POST", path, {"text": "x"}, origin="https://elsewhere.example").status == 403
    assert script(at_desk(api.viewer), "POST", path, {"text": "x"}).status == 403


def test_words_that_staff_write_down_are_the_clients_and_messages_of_before_have_their_authors(api: People) -> None:
    ticket_id = registered(api.staff)["id"]
    ticket = table.get_ticket(api.account.id, ticket_id)
    assert ticket is not None
    tx, author = Transaction(), f"user:sub-admin-{api.account.id}"
    recording.say(tx, ticket, id=new_ulid(), side=Side.STAFF, author=author, text="Давно")
    tx.commit()
    first, old = api.staff.get(f"/v1/tickets/{ticket_id}/messages").expect(200)["items"]

    assert (first["side"], first["mine"], first["name"]) == ("client", False, "")
    assert (old["side"], old["name"]) == ("staff", "Страхование")
