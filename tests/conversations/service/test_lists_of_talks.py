"""Lists of conversations: one for clients, one of those that wait for the staff; flat; they follow the claim."""

from typing import Any

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_ulid
from chalicelib.features.claims.upkeep.merging import move_claims
from chalicelib.features.conversations import moving
from chalicelib.features.conversations.reindexing import reindex_all
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Draft, Head, Side, next_message
from tests.cabinet.visitors import HOME, Visitor, at_area
from tests.claims.area.holders import other_holder
from tests.claims.cases import claimed, shown
from tests.clients.bodies import added, named
from tests.conversations.calls import counted
from tests.conversations.chats import answered, asked, in_area, moved, seen_by
from tests.conversations.requests import listed
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.area import holder, registered


def talks(visitor: Visitor) -> list[Any]:
    items: list[Any] = visitor.call("GET", "/messages").expect(200)["items"]
    return items


def waiting(api: People, query: str = "") -> list[str]:
    return [each["claim_id"] for each in api.staff.get(f"/v1/claims/conversations{query}").expect(200)["items"]]


def handle(api: People, claim_id: str, user_id: str) -> None:
    version = shown(api.admin, claim_id)["version"]
    api.admin.patch(f"/v1/claims/{claim_id}", {"version": version, "handler": user_id}).expect(200)


def user(api: People, role: str) -> str:
    return f"sub-{role}-{api.account.id}"


def filled(account_id: str, claim_id: str, client_id: str, count: int) -> None:
    """Write messages of the staff at the end of a conversation, as quickly as it goes."""
    head = threads.get_head(account_id, claim_id) or Head(account_id=account_id, thread_id=claim_id, kind="claim")
    for _ in range(count):
        before = head.model_copy(update={"client_id": client_id})
        draft = Draft(id=new_ulid(), side=Side.STAFF, author="user:x", text="Hola", at=now())
        head, message = next_message(before, draft)
        tx = Transaction()
        threads.append(tx, before, head, message)
        tx.commit()


def test_a_client_has_requests_and_claims_in_one_list_the_latest_first(api: People) -> None:
    visitor, claim_id = in_area(api)
    ticket = visitor.call("POST", "/tickets", {"topic": "question", "text": "¿Dónde está?"}).expect(201)
    asked(visitor, claim_id, "¿Qué fotos necesitan?")
    api.staff.post(f"/v1/tickets/{ticket['id']}/answer", {"text": "Aquí."}).expect(200)
    answered(api.staff, claim_id)
    answered(api.staff, claim_id, "Y dos de la etiqueta.")

    found = talks(visitor)
    total = visitor.call("GET", "/messages/unread").expect(200)
    visitor.call("GET", f"/tickets/{ticket['id']}").expect(200)
    visitor.call("POST", f"/claims/{claim_id}/messages/read", {"seq": 2}).expect(204)

    assert [(each["kind"], each["id"], each["unread"]) for each in found] == [
        ("claim", claim_id, 2), ("ticket", ticket["id"], 1),
    ]  # fmt: skip
    assert found[0]["last"]["text"] == "Y dos de la etiqueta."
    assert total == {"count": 3, "shown": "3"}
    assert visitor.call("GET", "/messages/unread").expect(200)["count"] == 1
    page = seen(visitor.get(f"{HOME}/messages"))
    assert "1 новое сообщение" in page
    assert "Y dos de la etiqueta." in page


def test_nobody_else_has_them_in_a_list(api: People) -> None:
    visitor, claim_id = in_area(api)
    asked(visitor, claim_id)

    assert talks(other_holder(api)) == []


def test_more_than_99_unread_messages_are_99_plus(api: People) -> None:
    visitor, claim_id = in_area(api)
    filled(api.account.id, claim_id, shown(api.key, claim_id)["client_id"], 101)

    assert visitor.call("GET", "/messages/unread").expect(200) == {"count": 101, "shown": "99+"}


def test_case_h2_a_page_is_one_query_and_a_message_one_transaction_however_long_it_is(api: People) -> None:
    visitor, claim_id = in_area(api)
    asked(visitor, claim_id)
    acts = (lambda: seen_by(visitor, claim_id), lambda: talks(visitor), lambda: asked(visitor, claim_id))
    for act in acts:
        act()  # settings are remembered by now
    calls = []
    for _ in range(2):
        for act in acts:
            with counted() as called:
                act()
            calls.append(dict(called))
        filled(api.account.id, claim_id, shown(api.key, claim_id)["client_id"], 120)

    page, listed_, sent = calls[:3]
    # beside the session, the person and the claim
    assert page == {"GetItem": 3, "Query": 1, "BatchGetItem": 1}
    assert listed_ == {"GetItem": 2, "Query": 1, "BatchGetItem": 2}
    assert (sent["TransactWriteItems"], "Query" in sent) == (1, False)
    assert calls[3:] == calls[:3]


def test_the_inbox_has_claims_that_wait_the_longest_wait_first(api: People) -> None:
    visitor, claim_id = in_area(api)
    asked(visitor, claim_id)
    other = claimed(api.staff, "kasko", client_id=shown(api.key, claim_id)["client_id"])
    asked(visitor, other, "¿Y este?")
    handle(api, other, user(api, "admin"))
    asked(visitor, claim_id, "¿Hola?")

    assert waiting(api) == [claim_id, other]
    assert waiting(api, f"?handler={user(api, 'admin')}") == [other]
    page = seen(at_desk(api.admin).get("/console/tickets?mine=yes"))
    assert ("¿Y este?" in page, "¿Hola?" in page) == (False, False)  # the last line says who handles it
    assert "handles your claim now." in page
    answered(api.staff, claim_id)
    assert waiting(api) == [other]
    assert listed(api.staff) == []


def test_a_closed_claim_waits_no_more(api: People) -> None:
    visitor, claim_id = in_area(api)
    moved(api, claim_id, "start")
    asked(visitor, claim_id)
    moved(api, claim_id, "withdraw", reason="Arreglado")

    assert waiting(api) == []
    assert [each["id"] for each in talks(visitor)] == [claim_id]


def test_a_new_handler_has_the_whole_thread_and_it_says_so(api: People) -> None:
    visitor, claim_id = in_area(api)
    asked(visitor, claim_id)
    handle(api, claim_id, user(api, "admin"))
    handle(api, claim_id, user(api, "staff"))

    found = visitor.call("GET", f"/claims/{claim_id}/messages").expect(200)
    whole = api.admin.get(f"/v1/claims/{claim_id}/messages").expect(200)

    assert [(each["seq"], each["event"], each["side"]) for each in found["items"]] == [
        (1, None, "client"), (2, "handler", "staff"), (3, "handler", "staff"),
    ]  # fmt: skip
    assert found["items"][2]["text"] == f"{found['handler']['name']} handles your claim now."
    assert (found["unread"], whole["head"], len(whole["items"])) == (0, 3, 3)
    assert api.viewer.get(f"/v1/claims/{claim_id}/transcript").expect(200)["intact"] is True
    assert waiting(api, f"?handler={user(api, 'staff')}") == [claim_id]
    assert waiting(api, f"?handler={user(api, 'admin')}") == []


def test_a_conversation_follows_a_client_who_is_merged(api: People) -> None:
    visitor, claim_id = in_area(api)
    asked(visitor, claim_id)
    old, new = shown(api.key, claim_id)["client_id"], added(api.key, named("Сидоров Пётр"))

    assert move_claims(api.account.id, old, new, limit=10) == 1

    assert talks(visitor) == []
    assert [each["id"] for each in talks(other_of(api, new))] == [claim_id]


def other_of(api: People, client_id: str) -> Visitor:
    person = registered(api.account.id, holder(client_id), email="o@mail.example", phone="+79167654321")
    return at_area(person)


@pytest.mark.parametrize("limit", [1, 2])
def test_lists_have_pages(api: People, limit: int) -> None:
    visitor, claim_id = in_area(api)
    client_id = shown(api.key, claim_id)["client_id"]
    ids = [claim_id, *(claimed(api.staff, "kasko", client_id=client_id) for _ in range(2))]
    for each in ids:
        asked(visitor, each)

    def pages(call: Any) -> list[str]:
        found, cursor = list[str](), ""
        while True:
            page = call(f"?limit={limit}{cursor}").expect(200)
            found += [each.get("claim_id") or each["id"] for each in page["items"]]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    assert pages(lambda query: visitor.call("GET", f"/messages{query}")) == ids[::-1]
    assert pages(lambda query: api.staff.get(f"/v1/claims/conversations{query}")) == ids


def test_requests_of_before_get_their_places(api: People) -> None:
    visitor, _ = in_area(api)
    ticket = visitor.call("POST", "/tickets", {"topic": "question", "text": "¿Dónde está?"}).expect(201)
    head = threads.get_head(api.account.id, ticket["id"])
    assert head is not None
    tx = Transaction()
    threads.put_head(tx, head, head.model_copy(update={"client_id": None, "person_id": None}))
    tx.commit()
    assert talks(visitor) == []

    first, second = (list(reindex_all([api.account.id])) for _ in range(2))

    assert (first, second) == ([(api.account.id, 1)], [(api.account.id, 0)])
    assert [each["id"] for each in talks(visitor)] == [ticket["id"]]


def test_a_request_follows_a_client_who_is_merged(api: People) -> None:
    visitor, claim_id = in_area(api)
    old, new = shown(api.key, claim_id)["client_id"], added(api.key, named("Сидоров Пётр"))
    ticket = api.staff.post("/v1/tickets", {"topic": "question", "text": "?", "client_id": old}).expect(201)

    assert moving.move(api.account.id, old, new, limit=10) == 1

    assert talks(visitor) == []
    assert [each["id"] for each in talks(other_of(api, new))] == [ticket["id"]]
