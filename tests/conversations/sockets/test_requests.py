"""Requests by sockets: both sides hear of everything, and strangers to one of nothing."""

from typing import Any

import pytest

from chalicelib.features.conversations.table import threads
from chalicelib.identity.area.permissions import HANDLING_CLAIMS
from tests.cabinet.visitors import Visitor, at_area
from tests.clients.bodies import added, named
from tests.conversations.requests import registered, with_desks
from tests.conversations.sockets.pages import Gateway, Page, Stream, opened
from tests.conversations.sockets.test_access import changed
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.area import company_user, holder, open_area
from tests.support.area import registered as person_of

ENDED = {"type": "bye", "reason": "ended"}
NOT_FOUND = {"type": "bye", "reason": "not_found"}


def asking(api: People, topic: str = "question") -> tuple[Visitor, str]:
    """Return the browser of a client, and the id of a request of theirs."""
    open_area(api.account.id)
    visitor = at_area(person_of(api.account.id, holder(added(api.key, named("Сидорова Вера")))))
    return visitor, visitor.call("POST", "/tickets", {"topic": topic, "text": "Где полис?"}).expect(201)["id"]


def at(page: Page, ticket_id: str) -> Any:
    """Return the welcome to a hello at a request."""
    before = len(page.frames)
    assert page.say(do="hello", ticket_id=ticket_id) == {"statusCode": 200}
    return next((each for each in page.frames[before:] if each["type"] == "welcome"), None)


def told(page: Page, *kinds: str) -> list[Any]:
    """Return the frames of some types, without their type and ids."""
    keys = ("seq", "text", "by", "side", "mine", "state", "online")
    return [[each[key] for key in keys if key in each] for each in page.frames if each["type"] in kinds]


def test_both_sides_of_a_request_hear_of_messages_reading_state_and_presence(
    api: People, gateway: Gateway, stream: Stream
) -> None:
    visitor, ticket_id = asking(api)
    client, staff, viewer = (opened(gateway, each) for each in (visitor, api.staff, api.viewer))
    first = at(client, ticket_id)
    for page in (staff, viewer):
        assert at(page, ticket_id)["ticket_id"] == ticket_id
    stream.take()

    api.staff.post(f"/v1/tickets/{ticket_id}/answer", {"text": "В кабинете."}).expect(200)
    visitor.call("POST", f"/tickets/{ticket_id}/messages/read", {"seq": 2}).expect(204)
    visitor.call("POST", f"/tickets/{ticket_id}/messages", {"text": "Вижу."}).expect(201)
    assert stream.push() == {"batchItemFailures": []}

    assert (first["head"], first["unread"], "claim_id" in first) == (1, 0, False)
    assert told(staff, "message", "read", "ticket")[-4:] == told(viewer, "message", "read", "ticket")[-4:]
    assert told(client, "message") == [
        [2, "В кабинете.", "Страхование", "staff", False],
        [3, "Вижу.", "Вера Сергеевна", "client", True],
    ]
    assert told(viewer, "read") == [[2, "client"]]
    assert told(client, "ticket") == [["answered"], ["open"]]
    assert ["staff", True] in [each[-2:] for each in told(client, "presence")]
    assert all(each.get("ticket_id", ticket_id) == ticket_id for each in client.frames)


def test_strangers_and_other_desks_do_not_find_a_request(api: People, gateway: Gateway, stream: Stream) -> None:
    with_desks(api.admin, mine=[], theirs=[f"sub-admin-{api.account.id}"])
    visitor, ticket_id = asking(api, "mine")
    client = holder(added(api.key, named("Петров Пётр")))
    other = at_area(person_of(api.account.id, client, email="p@mail.example", phone=None))
    elsewhere = registered(api.key, "theirs")["id"]
    pages: list[tuple[Visitor | Api, str]] = [
        (other, ticket_id),
        (api.stranger, ticket_id),
        (api.staff, elsewhere),
        (visitor, elsewhere),
    ]
    listening = [(opened(gateway, who), where) for who, where in pages]
    for page, where in listening:
        assert at(page, where) is None

    assert [page.frames for page, _ in listening] == [[NOT_FOUND]] * 4
    assert not any(page.is_open for page, _ in listening)
    assert at(opened(gateway, api.admin), elsewhere)["head"] == 1


@pytest.mark.parametrize("frame", [{"claim_id": "{}"}, {"claim_id": "claim_1", "ticket_id": "{}"}])
def test_a_request_is_named_as_one(api: People, gateway: Gateway, frame: dict[str, str]) -> None:
    _, ticket_id = asking(api)
    page = opened(gateway, api.staff)
    page.say(do="hello", **{name: each.format(ticket_id) for name, each in frame.items()})

    assert page.frames == []


def test_a_request_that_went_to_another_desk_is_silent_and_its_page_ends_at_the_next_ping(
    api: People, gateway: Gateway, stream: Stream
) -> None:
    with_desks(api.admin, mine=[f"sub-staff-{api.account.id}"], theirs=[f"sub-admin-{api.account.id}"])
    ticket_id = registered(api.key, "mine")["id"]
    page, administrators = opened(gateway, api.staff), opened(gateway, api.admin)
    for each in (page, administrators):
        assert at(each, ticket_id)
    stream.take()
    api.staff.post(f"/v1/tickets/{ticket_id}/route", {"desk": "theirs", "reason": "Не наше"}).expect(200)
    api.admin.post(f"/v1/tickets/{ticket_id}/answer", {"text": "Тайна"}).expect(200)
    stream.push()

    assert page.got("message") == []
    assert [each["text"] for each in administrators.got("message")] == ["Тайна"]
    page.say(do="ping", n=1)
    assert page.frames[-1] == ENDED
    assert not page.is_open


def test_a_person_without_the_permission_for_messages_hears_nothing_of_a_request(
    api: People, gateway: Gateway, stream: Stream
) -> None:
    client_id = added(api.key, named("ООО «Ромашка»"))
    open_area(api.account.id)
    visitor = at_area(person_of(api.account.id, company_user(client_id, permissions=HANDLING_CLAIMS)))
    ticket_id = registered(api.key, client_id=client_id)["id"]
    page = opened(gateway, visitor)
    assert at(page, ticket_id)
    changed(api, visitor, memberships=(company_user(client_id, permissions=frozenset({"area:claims"})),))
    api.staff.post(f"/v1/tickets/{ticket_id}/answer", {"text": "Тайна"}).expect(200)
    stream.push()
    again = opened(gateway, visitor)

    assert page.frames[-1] == ENDED
    assert page.got("message") == []
    assert at(again, ticket_id) is None
    assert len(threads.list_messages(api.account.id, ticket_id)) == 2
