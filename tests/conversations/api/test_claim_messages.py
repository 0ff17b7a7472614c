"""Conversations about claims: both sides write and read, numbers have no holes, a closed claim takes no message."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine

from chalicelib.base.errors import Conflict
from chalicelib.base.ids import new_ulid
from chalicelib.features.claims import service as claims
from chalicelib.features.conversations.service import chatting
from chalicelib.features.conversations.service.talks import NewMessage
from chalicelib.features.conversations.table import threads
from tests.cabinet.visitors import Visitor
from tests.claims.area.holders import company_user_without, other_holder
from tests.claims.cases import claimed
from tests.conversations.chats import answered, asked, in_area, moved, seen_by
from tests.support.api.client import Answer, Api
from tests.support.api.desk import Desk, at_desk
from tests.support.api.people import People, admin_of

ULID = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


def test_case_a3_both_sides_talk_about_an_announced_claim_and_see_what_is_read(api: People) -> None:
    visitor, claim_id = in_area(api)
    first = asked(visitor, claim_id)
    second = answered(api.staff, claim_id)

    client, staff = seen_by(visitor, claim_id), api.viewer.get(f"/v1/claims/{claim_id}/messages").expect(200)
    visitor.call("POST", f"/claims/{claim_id}/messages/read", {"seq": 2}).expect(204)
    visitor.call("POST", f"/claims/{claim_id}/messages/read", {"seq": 1}).expect(204)
    api.staff.post(f"/v1/claims/{claim_id}/messages/read", {"seq": 1}).expect(204)
    later = seen_by(visitor, claim_id)

    assert [(each["seq"], each["side"], each["mine"]) for each in client["items"]] == [
        (1, "client", True), (2, "staff", False),
    ]  # fmt: skip
    assert [each["mine"] for each in staff["items"]] == [False, False]
    assert (first["name"], first["attachments"], second["text"]) == ("Вера Сергеевна", [], "Tres del embalaje.")
    assert (client["head"], client["unread"], client["read"]) == (2, 1, {"client": 0, "staff": 0})
    assert (client["stage"], client["can_write"]) == ("announced", True)
    assert (staff["unread"], later["unread"], later["read"]) == (1, 0, {"client": 2, "staff": 1})


def test_a_viewer_reads_for_themselves_alone(api: People) -> None:
    visitor, claim_id = in_area(api)
    asked(visitor, claim_id)

    api.viewer.post(f"/v1/claims/{claim_id}/messages/read", {"seq": 1}).expect(204)

    assert api.viewer.get(f"/v1/claims/{claim_id}/messages").expect(200)["unread"] == 0
    assert seen_by(visitor, claim_id)["read"] == {"client": 0, "staff": 0}
    assert api.staff.get(f"/v1/claims/{claim_id}/messages").expect(200)["unread"] == 1


def test_pages_of_a_conversation_go_both_ways(api: People) -> None:
    visitor, claim_id = in_area(api)
    for number in range(1, 6):
        asked(visitor, claim_id, f"Mensaje {number}")

    def numbers(query: str) -> list[int]:
        return [each["seq"] for each in seen_by(visitor, claim_id, query)["items"]]

    assert numbers("") == [1, 2, 3, 4, 5]
    assert numbers("?limit=2") == [4, 5]
    assert numbers("?before=4&limit=2") == [2, 3]
    assert numbers("?before=1") == numbers("?after=5") == numbers("?before=0") == []
    assert numbers("?after=1&limit=3") == [2, 3, 4]


def test_the_same_id_again_is_answered_with_the_first_message(api: People) -> None:
    visitor, claim_id = in_area(api)
    first = asked(visitor, claim_id, id=ULID)
    moved(api, claim_id, "start")
    moved(api, claim_id, "withdraw", reason="Arreglado")

    again = visitor.call("POST", f"/claims/{claim_id}/messages", {"id": ULID, "text": "Otra cosa"}).expect(200)

    assert again == first
    assert seen_by(visitor, claim_id)["head"] == 1


def test_case_f2_one_id_50_times_at_once_is_one_message(api: People) -> None:
    visitor, claim_id = in_area(api)
    path, body = f"/claims/{claim_id}/messages", {"id": ULID, "text": "¿Ha llegado?"}

    with ThreadPoolExecutor(10) as senders:
        answers = list(senders.map(lambda _: visitor.call("POST", path, body), range(50)))

    assert sorted({each.status for each in answers}) == [200, 201]
    assert [each.status for each in answers].count(201) == 1
    assert {json.dumps(each.json) for each in answers} == {json.dumps(seen_by(visitor, claim_id)["items"][0])}
    assert seen_by(visitor, claim_id)["head"] == 1


@pytest.mark.parametrize("ids", [(ULID, ULID), (ULID, "01JQ8ZK3N5V7W9X2Y4B6D8F0HB")])
def test_case_f2_a_message_between_the_reading_and_the_writing_of_another_is_neither_doubled_nor_lost(
    api: People, monkeypatch: pytest.MonkeyPatch, ids: tuple[str, str]
) -> None:
    visitor, claim_id = in_area(api)
    path, really, between = f"/claims/{claim_id}/messages", claims.demand_unchanged, list[Answer]()

    def sending(tx: Any, claim: Any) -> None:
        if not between:
            between.append(Answer(0, {}, ""))
            between[0] = visitor.call("POST", path, {"id": ids[1], "text": "¿Ha llegado?"})
        really(tx, claim)

    monkeypatch.setattr(claims, "demand_unchanged", sending)
    first = visitor.call("POST", path, {"id": ids[0], "text": "¿Ha llegado?"})

    number = len(set(ids))
    assert (between[0].status, first.status) == (201, 200 if number == 1 else 201)
    items = seen_by(visitor, claim_id)["items"]
    assert [each["seq"] for each in items] == [*range(1, number + 1)]
    assert items[-1] == first.json
    assert api.viewer.get(f"/v1/claims/{claim_id}/transcript").expect(200)["intact"] is True


def test_case_f9_a_stale_page_sends_into_a_closed_claim_and_is_refused(api: People) -> None:
    visitor, claim_id = in_area(api)
    asked(visitor, claim_id)
    moved(api, claim_id, "start")
    moved(api, claim_id, "withdraw", reason="Arreglado")

    own = visitor.call("POST", f"/claims/{claim_id}/messages", {"text": "Una cosa más"}).expect(409)
    staff = api.staff.post(f"/v1/claims/{claim_id}/messages", {"text": "Una cosa más"}).expect(409)

    assert (own["reason"], own["stage"], staff["reason"]) == ("closed", "closed", "closed")
    assert seen_by(visitor, claim_id)["can_write"] is False
    assert seen_by(visitor, claim_id)["head"] == 1


def test_case_f9_a_claim_that_closes_in_the_same_instant_takes_no_message(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, claim_id = in_area(api)
    moved(api, claim_id, "start")
    really, closed = claims.demand_unchanged, list[str]()

    def closing(tx: Any, claim: Any) -> None:
        if not closed:
            closed.append(moved(api, claim_id, "withdraw", reason="Arreglado")["stage"])
        really(tx, claim)

    monkeypatch.setattr(claims, "demand_unchanged", closing)
    with pytest.raises(Conflict) as refused:
        chatting.write(admin_of(api), claim_id, NewMessage(ULID, "¿Sigue ahí?"))

    assert (closed, refused.value.extra) == (["closed"], {"reason": "closed", "stage": "closed"})
    assert threads.list_messages(api.account.id, claim_id) == []


@pytest.mark.parametrize(("day", "status"), [("2026-12-08", 201), ("2026-12-09", 409)])
def test_a_rejected_claim_takes_messages_as_long_as_its_client_can_undo_that(
    api: People, day: str, status: int
) -> None:
    _, claim_id = in_area(api)
    with time_machine.travel("2026-12-01T12:00:00+03:00", tick=False):
        version = api.key.get(f"/v1/claims/{claim_id}").expect(200)["version"]
        api.key.post(f"/v1/claims/{claim_id}/reject", {"version": version, "reason": "duplicate"}).expect(200)
    with time_machine.travel(f"{day}T12:00:00+03:00", tick=False):
        answer = api.key.post(f"/v1/claims/{claim_id}/messages", {"text": "¿Seguro?"})

        assert answer.status == status
        assert api.key.get(f"/v1/claims/{claim_id}/messages").expect(200)["can_write"] is (status == 201)


@pytest.mark.parametrize("stranger", [other_holder, company_user_without])
def test_another_client_and_a_user_without_claims_find_no_conversation(
    api: People, stranger: Callable[[People], Visitor]
) -> None:
    visitor, claim_id = in_area(api)
    asked(visitor, claim_id)
    path = f"/claims/{claim_id}/messages"

    other = stranger(api)
    calls = (("GET", path, None), ("POST", path, {"text": "Hola"}), ("POST", f"{path}/read", {"seq": 1}))

    assert {other.call(*each).status for each in calls} <= {403, 404}
    assert other.call("GET", path).status == other.call("GET", f"/claims/{claim_id}").status
    assert seen_by(visitor, claim_id)["head"] == 1


def test_a_file_of_another_slot_is_no_attachment(api: People) -> None:
    visitor, claim_id = in_area(api)

    refused = visitor.call("POST", f"/claims/{claim_id}/messages", {"text": "", "attachments": [ULID, "x"]}).expect(422)

    assert [each["pointer"] for each in refused["errors"]] == ["/text", "/attachments/1", "/attachments/0"]


def test_a_person_writes_60_messages_a_minute(api: People) -> None:
    _, claim_id = in_area(api)
    statuses = [
        api.key.post(f"/v1/claims/{claim_id}/messages", {"id": new_ulid(), "text": "Hola"}).status for _ in range(61)
    ]

    assert statuses == [201] * 60 + [429]


def test_the_script_of_the_console_gets_json_and_only_from_its_own_pages(api: People) -> None:
    claim_id = claimed(api.admin)
    desk, path = at_desk(api.staff), f"/console/claims/{claim_id}/chat/messages"

    written = script(desk, "POST", path, {"text": "Buenos días"}).expect(201)
    shown = script(desk, "GET", path).expect(200)

    assert (written["mine"], shown["items"]) == (True, [written])
    assert script(desk, "POST", f"{path}/read", {"seq": 1}).status == 204
    assert script(desk, "POST", path, {"text": "x"}, origin="https://elsewhere.example").status == 403
    assert script(at_desk(api.viewer), "POST", path, {"text": "x"}).expect(403)["title"]
    assert Api().call("GET", path).expect(401)["title"]


def script(desk: Desk, method: str, path: str, body: Any = None, origin: str = "") -> Answer:
    """Call an operation as a script of the console's page does."""
    jar = "; ".join(f"{name}={value}" for name, value in desk.cookies.items())
    headers = {"Cookie": jar, "Sec-Fetch-Site": "same-origin", **({"Origin": origin} if origin else {})}
    api = Api(headers=headers)
    return api.call(method, path) if body is None else api.call(method, path, body=body)
