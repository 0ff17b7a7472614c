"""F12: a message that is written while a page says hello is never missed, in any order of events."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.client import BaseClient

from chalicelib.base.clock import now
from chalicelib.features.conversations.sockets.model import Visitor
from chalicelib.features.conversations.sockets.tickets import digest
from chalicelib.features.conversations.table import sockets as table
from chalicelib.features.conversations.threads import Side
from tests.claims.cases import claimed
from tests.conversations.sockets.pages import Gateway, Page, Stream, said
from tests.support.api.people import People
from tests.support.grants import elsewhere

#: Calls of a hello are fewer: later steps happen after it.
_LATEST = 16


@contextmanager
def before_calls(steps: dict[int, list[Callable[[], object]]]) -> Iterator[None]:
    """Do things before the n-th call of DynamoDB, and at the end those that remain."""
    send, count, busy = BaseClient._make_api_call, 0, False  # type: ignore[attr-defined]

    def stepped(client: Any, operation: str, call: Any) -> Any:
        nonlocal count, busy
        if busy:
            return send(client, operation, call)
        busy = True
        with elsewhere():
            for step in steps.pop(count, ()):
                step()
        busy, count = False, count + 1
        return send(client, operation, call)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", stepped)
        yield
    for _, left in sorted(steps.items()):
        for step in left:
            step()


def connected(api: People, gateway: Gateway, number: int) -> Page:
    """Open a socket of the staff."""
    ticket = f"ticket-{number}"
    actor = f"user:sub-staff-{api.account.id}"
    visitor = Visitor(account_id=api.account.id, actor=actor, side=Side.STAFF, since=now())
    table.put_ticket(digest(ticket), visitor)
    page = gateway.connect(ticket)
    assert page is not None
    return page


@pytest.mark.parametrize("runs", [150, pytest.param(1000, marks=pytest.mark.slow)])
def test_f12_a_message_during_hello_is_never_missed(api: People, gateway: Gateway, stream: Stream, runs: int) -> None:
    claim_id, chance, last, both = claimed(api.admin), random.Random(runs), 0, [0, 0]
    for number in range(runs):
        page = connected(api, gateway, number)
        stream.take()
        steps: dict[int, list[Callable[[], object]]] = {}
        for _ in range(chance.randint(1, 3)):
            last += 1
            written = chance.randrange(_LATEST)
            steps.setdefault(written, []).append(lambda: said(api.account.id, claim_id))
            steps.setdefault(chance.randint(written, _LATEST), []).append(stream.push)
        with before_calls(steps):
            welcome = page.hello(claim_id)
        stream.push()

        assert welcome is not None
        pushed = {each["seq"] for each in page.got("message")}
        missed = set(range(welcome["head"] + 1, last + 1)) - pushed
        assert missed == set(), (number, welcome, pushed)
        both = [both[0] + bool(pushed), both[1] + (welcome["head"] == last)]
        page.leave()

    assert min(both) > runs / 10  # it met both: messages that were pushed, and those that the welcome told of
