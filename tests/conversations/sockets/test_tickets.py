"""Tickets: who gets one, and which sockets they open."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.conversations.sockets import tickets
from chalicelib.features.conversations.table import sockets as table
from tests.claims.area.holders import company_user_without, with_claim
from tests.conversations.sockets.pages import Gateway
from tests.support.api.desk import at_desk
from tests.support.api.people import People


def test_people_staff_and_back_ends_get_tickets(api: People) -> None:
    person, _ = with_claim(api)

    given = [
        person.call("POST", "/socket-tickets").expect(201),
        at_desk(api.staff).post("/console/socket-tickets").expect(201),
        api.staff.post("/v1/socket-tickets").expect(201),
        api.key.post("/v1/socket-tickets").expect(201),
    ]

    assert {each["url"] for each in given} == {"wss://sockets.example/api"}
    assert {each["expires_in"] for each in given} == {60}
    assert len({each["ticket"] for each in given}) == 4
    assert all(len(each["ticket"]) >= 43 for each in given)


def test_without_the_permission_for_claims_there_is_none(api: People) -> None:
    person, _ = with_claim(api)
    person.call("POST", "/socket-tickets").expect(201)

    assert company_user_without(api).call("POST", "/socket-tickets").status == 404
    assert api.agent.post("/v1/socket-tickets").status == 403


def test_a_foreign_page_gets_none(api: People) -> None:
    person, _ = with_claim(api)
    person.headers = {"Origin": "https://evil.example"}

    assert person.call("POST", "/socket-tickets").status == 403


def test_a_ticket_opens_one_socket(api: People, gateway: Gateway) -> None:
    ticket = api.staff.post("/v1/socket-tickets").expect(201)["ticket"]

    opened = [gateway.connect(ticket) for _ in range(5)]

    assert [each is not None for each in opened] == [True, False, False, False, False]


def test_of_two_sockets_that_are_opened_with_a_ticket_at_once_one_opens(
    api: People, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket, really, other = api.staff.post("/v1/socket-tickets").expect(201)["ticket"], table.list_own, list[Any]()

    def connecting(account_id: str, actor: str) -> Any:
        if not other:
            other.append(None)
            other[0] = gateway.connect(ticket)
        return really(account_id, actor)

    monkeypatch.setattr(table, "list_own", connecting)
    first = gateway.connect(ticket)

    assert (first is None, other[0] is not None) == (True, True)


def test_a_ticket_opens_nothing_after_a_minute(api: People, gateway: Gateway) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        ticket = api.key.post("/v1/socket-tickets").expect(201)["ticket"]
        clock.shift(timedelta(seconds=60))

        assert gateway.connect(ticket) is None


@pytest.mark.parametrize("ticket", ["", "x", "т" * 5000])
def test_what_is_no_ticket_opens_nothing(api: People, gateway: Gateway, ticket: str) -> None:
    assert gateway.connect(ticket) is None


def test_pages_of_others_open_nothing_programs_do(api: People, gateway: Gateway) -> None:
    ticket = api.key.post("/v1/socket-tickets").expect(201)["ticket"]

    assert gateway.connect(ticket, origin="https://evil.example") is None
    assert gateway.connect(ticket, origin=None) is not None


def test_tickets_of_one_user_are_limited(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "_LIMIT", 2)

    found = [api.staff.post("/v1/socket-tickets").status for _ in range(3)]

    assert found == [201, 201, 429]
    assert api.admin.post("/v1/socket-tickets").status == 201


def test_the_twenty_first_socket_closes_the_oldest(api: People, gateway: Gateway) -> None:
    pages = [gateway.connect(api.staff.post("/v1/socket-tickets").expect(201)["ticket"]) for _ in range(21)]

    assert [page is not None and page.is_open for page in pages] == [False] + [True] * 20
    assert pages[0] is not None
    assert pages[0].frames == [{"type": "bye", "reason": "replaced"}]
