"""Clients' requests over HTTP: registered, listed by desk, answered, routed, extended, closed."""

from typing import Any

import pytest
import time_machine

from tests.clients.bodies import added, named
from tests.conversations.requests import SETTINGS, WORDS, listed, registered, shown, with_desks
from tests.support import outbox
from tests.support.api.people import People
from tests.support.sweeping import sweep_cases

ULID, ANSWER = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA", "01JQ8ZK3N5V7W9X2Y4B6D8F0HB"


def told(kind: str) -> list[Any]:
    return [event["data"] for event in outbox.events() if event["type"] == kind]


def test_a_request_has_a_number_a_desk_and_a_day(api: People) -> None:
    client_id = added(api.key, named("Сидоров Пётр"))

    ticket = registered(api.staff, client_id=client_id)

    assert len(ticket["number"]) == 7
    assert (ticket["topic"], ticket["kind"], ticket["desk"], ticket["state"]) == (
        "complaint", "complaint", "general", "open",
    )  # fmt: skip
    assert (ticket["client_id"], ticket["version"]) == (client_id, 1)
    (event,) = told("ticket.created")
    assert (event["ticket_id"], event["number"], event["due"]) == (ticket["id"], ticket["number"], ticket["due"])
    (message,) = shown(api.viewer, ticket["id"])["messages"]
    assert (message["number"], message["side"], message["text"]) == (1, "client", WORDS)
    assert listed(api.viewer) == [ticket["id"]] == listed(api.viewer, f"client_id={client_id}")


def test_the_same_id_is_the_same_request_and_the_same_answer(api: People) -> None:
    first = registered(api.staff, id=ULID)
    again = registered(api.staff, id=ULID)
    for _ in range(2):
        api.staff.post(f"/v1/tickets/{first['id']}/answer", {"id": ANSWER, "text": "Ответ"}).expect(200)

    assert again["number"] == first["number"]
    assert [each["text"] for each in shown(api.staff, first["id"])["messages"]] == [WORDS, "Ответ"]
    assert len(told("ticket.answered")) == 1


def test_k17_case_52_who_is_not_in_the_desk_is_refused_and_administrators_see_all(api: People) -> None:
    users = {role: f"sub-{role}-{api.account.id}" for role in ("staff", "viewer")}
    with_desks(api.admin, claims=[users["viewer"]], sales=[users["staff"]])
    claim, sale = registered(api.admin, "claims"), registered(api.admin, "sales")

    assert listed(api.staff) == [sale["id"]]
    assert listed(api.viewer) == [claim["id"]]
    assert set(listed(api.admin)) == {sale["id"], claim["id"]} == set(listed(api.key))
    assert (claim["handler"], sale["handler"]) == (f"user:{users['viewer']}", f"user:{users['staff']}")
    api.staff.get("/v1/tickets?desk=claims").expect(403)
    api.staff.get(f"/v1/tickets/{claim['id']}").expect(403)
    api.staff.post(f"/v1/tickets/{claim['id']}/answer", {"text": "Да"}).expect(403)
    assert listed(api.staff, f"handler={users['staff']}") == [sale["id"]]


def test_a_routed_request_is_the_other_desks_and_keeps_its_day(api: People) -> None:
    staff = f"sub-staff-{api.account.id}"
    with_desks(api.admin, claims=[f"sub-viewer-{api.account.id}"], sales=[staff])
    ticket = registered(api.admin, "claims")
    wrong = api.admin.post(f"/v1/tickets/{ticket['id']}/route", {"desk": "none", "reason": "x"}).expect(422)

    routed = api.admin.post(f"/v1/tickets/{ticket['id']}/route", {"desk": "sales", "reason": "О полисе"}).expect(200)

    assert [each["pointer"] for each in wrong["errors"]] == ["/desk"]
    assert (routed["desk"], routed["handler"], routed["due"]) == ("sales", f"user:{staff}", ticket["due"])
    assert listed(api.staff) == [ticket["id"]]
    assert listed(api.viewer) == []
    assert [each["desk"] for each in told("ticket.routed")] == ["sales"]


def test_notes_are_no_messages(api: People) -> None:
    ticket = registered(api.staff)

    api.staff.post(f"/v1/tickets/{ticket['id']}/notes", {"text": "Звонил агенту"}).expect(201)

    found = shown(api.staff, ticket["id"])
    assert [each["text"] for each in found["messages"]] == [WORDS]
    assert [each["data"].get("text") for each in found["history"]] == [None, "Звонил агенту"]


def test_case_51_a_term_is_extended_once_and_the_client_reads_why(api: People) -> None:
    ticket, question = registered(api.staff), registered(api.staff, "question")
    path = f"/v1/tickets/{ticket['id']}/extend"

    extended = api.staff.post(path, {"text": "Ждём ответа банка."}).expect(200)

    assert extended["due"] > ticket["due"]
    assert (extended["extended"], extended["state"]) == (True, "open")
    assert shown(api.staff, ticket["id"])["messages"][-1]["text"] == "Ждём ответа банка."
    assert api.staff.post(path, {"text": "Ещё"}).expect(409)["reason"] == "extended"
    refused = api.staff.post(f"/v1/tickets/{question['id']}/extend", {"text": "Ещё"}).expect(409)
    assert refused["reason"] == "not-extendable"


@pytest.mark.parametrize(
    ("came", "due", "extended"),
    [("2026-11-27", "2026-12-18", "2027-01-11"), ("2026-12-25", "2027-01-25", "2027-02-08")],
)
def test_case_51_a_complaint_has_15_working_days_and_10_more(api: People, came: str, due: str, extended: str) -> None:
    with time_machine.travel(f"{came}T23:30:00+03:00", tick=False):
        ticket = registered(api.key)
        after = api.key.post(f"/v1/tickets/{ticket['id']}/extend", {"text": "Ждём банк."}).expect(200)

    assert (ticket["due"], after["due"]) == (due, extended)


def test_nothing_is_closed_without_an_answer_and_nothing_is_said_afterwards(api: People) -> None:
    ticket = registered(api.staff)
    path = f"/v1/tickets/{ticket['id']}"
    unanswered = api.staff.post(f"{path}/close", {}).expect(422)

    closed = api.staff.post(f"{path}/close", {"text": "Агент предупреждён."}).expect(200)

    assert [each["pointer"] for each in unanswered["errors"]] == ["/text"]
    assert (closed["state"], closed["handler"]) == ("closed", f"user:sub-staff-{api.account.id}")
    api.staff.post(f"{path}/close", {}).expect(200)
    assert api.staff.post(f"{path}/answer", {"text": "Ещё"}).expect(409)["reason"] == "closed"
    assert listed(api.staff) == []
    assert listed(api.staff, "state=closed") == [ticket["id"]]
    assert len(told("ticket.closed")) == 1


def test_case_52_the_desk_is_warned_once_at_four_fifths_and_once_at_the_end(api: People) -> None:
    viewer = f"sub-viewer-{api.account.id}"
    with_desks(api.admin, claims=[f"sub-staff-{api.account.id}", viewer])
    with time_machine.travel("2026-11-27T10:00:00+03:00", tick=False) as clock:
        ticket = registered(api.key, "claims")
        clock.move_to("2026-12-14T12:00:00+03:00")
        swept_twice()
        early = notices()
        clock.move_to("2026-12-14T20:00:00+03:00")
        swept_twice()
        warned = notices()
        clock.move_to("2026-12-19T00:00:01+03:00")
        swept_twice()
        overdue = notices()
        found = shown(api.key, ticket["id"])

    assert early == ["ticket_arrived"]
    assert warned == [*early, "ticket_warned", "ticket_warned"]
    assert overdue == [*warned, "ticket_overdue", "ticket_overdue"]
    assert len(told("ticket.overdue")) == 1
    assert (found["overdue"], found["due"]) == (True, "2026-12-18")


def swept_twice() -> None:
    for _ in range(2):
        sweep_cases()


def notices() -> list[str]:
    return [each.data["notice"] for each in outbox.messages() if "notice" in each.data]


def test_a_list_has_pages(api: People) -> None:
    made = [registered(api.staff)["id"] for _ in range(3)]

    first = api.staff.get("/v1/tickets?limit=2").expect(200)
    rest = api.staff.get(f"/v1/tickets?limit=2&cursor={first['next_cursor']}").expect(200)

    assert {each["id"] for each in (*first["items"], *rest["items"])} == set(made)
    assert rest["next_cursor"] is None


def test_settings_are_changed_in_the_version_that_was_read(api: People) -> None:
    before = api.admin.get(SETTINGS).expect(200)

    after = api.admin.patch(SETTINGS, {"version": 0, "terms": {"question": {"days": 3}}}).expect(200)

    assert [each["code"] for each in before["topics"]] == ["question", "suggestion", "complaint"]
    assert (after["terms"]["question"]["days"], after["terms"]["complaint"]["days"]) == (3, 15)
    api.admin.patch(SETTINGS, {"version": 0, "terms": {}}).expect(409)


@pytest.mark.parametrize("field", ["client_id", "policy_id", "claim_id"])
def test_another_accounts_things_are_unknown(api: People, field: str) -> None:
    body = {"topic": "question", "text": WORDS, field: "cli_01J9Z6X0000000000000000000"}

    assert [each["pointer"] for each in api.staff.post("/v1/tickets", body).expect(422)["errors"]] == [f"/{field}"]
