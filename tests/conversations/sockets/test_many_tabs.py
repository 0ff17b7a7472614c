"""Many open pages of one person close side by side, and the others hear of it once."""

from threading import Barrier, Lock
from typing import Any

import pytest

from chalicelib.features.conversations.sockets.at_once import AT_ONCE
from chalicelib.features.conversations.sockets.model import MOST
from tests.claims.cases import claimed, shown
from tests.conversations.sockets.pages import Gateway, Stream, colleague, opened, said
from tests.support.api.people import People

#: Seconds after which calls that wait for one another would fail.
PATIENCE = 30
ENDED = {"type": "bye", "reason": "ended"}


class Crowd:
    """Calls that go on when AT_ONCE of them are there; `most` of them were at the same time."""

    def __init__(self) -> None:
        self._barrier, self._lock = Barrier(AT_ONCE, timeout=PATIENCE), Lock()
        self.most = self._here = 0

    def wait(self) -> None:
        """Wait until the crowd is complete."""
        with self._lock:
            self._here += 1
            self.most = max(self.most, self._here)
        self._barrier.wait()
        with self._lock:
            self._here -= 1


def test_all_tabs_of_an_ended_access_close_ten_at_once(
    api: People, gateway: Gateway, stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, claim_id = colleague(api)
    tabs = [opened(gateway, person) for _ in range(MOST)]
    for tab in tabs:
        tab.hello(claim_id)
    crowd, really = Crowd(), gateway.delete_connection

    def delete_together(**arguments: Any) -> None:
        crowd.wait()
        really(**arguments)

    monkeypatch.setattr(gateway, "delete_connection", delete_together)
    person.call("DELETE", "/sessions").expect(204)
    said(api.account.id, claim_id)
    stream.push()

    assert [tab.is_open for tab in tabs] == [False] * MOST
    assert [tab.frames[-1] for tab in tabs] == [ENDED] * MOST
    assert [tab.got("message") for tab in tabs] == [[]] * MOST
    assert crowd.most == AT_ONCE


def test_the_others_hear_once_on_each_page_that_somebody_is_offline(api: People, gateway: Gateway) -> None:
    person, first = colleague(api)
    second = claimed(api.admin, client_id=shown(api.key, first)["client_id"])
    desks = {claim_id: opened(gateway, api.staff) for claim_id in (first, second)}
    for claim_id, desk in desks.items():
        desk.hello(claim_id)
        for _ in range(2):
            opened(gateway, person).hello(claim_id)

    person.call("DELETE", "/sessions").expect(204)

    for desk in desks.values():
        assert [each["online"] for each in desk.got("presence")] == [True, True, False]


def test_many_sockets_that_are_gone_are_forgotten_at_once(api: People, gateway: Gateway, stream: Stream) -> None:
    person, claim_id = colleague(api)
    desk, tabs = opened(gateway, api.staff), [opened(gateway, person) for _ in range(3)]
    for page in (*tabs, desk):
        page.hello(claim_id)
    gateway.lost |= {tab.id for tab in tabs}

    said(api.account.id, claim_id)
    stream.push()

    assert [each["seq"] for each in desk.got("message")] == [1]
    assert [each["online"] for each in desk.got("presence")] == [True, False]
