"""Access that ends closes the open sockets, and nothing is pushed after it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.cabinet import members
from chalicelib.features.conversations.sockets import serving
from chalicelib.features.conversations.table import sockets as table
from chalicelib.http.cookies import area_session
from chalicelib.identity import keys
from chalicelib.identity import people as staff
from chalicelib.identity.area import people
from chalicelib.identity.area import sessions as area_sessions
from chalicelib.identity.area.model import IDLE, PersonState
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from chalicelib.identity.table import area as area_table
from chalicelib.tenancy import operating
from tests.cabinet.visitors import Visitor
from tests.claims.cases import claimed
from tests.conversations.sockets.pages import Gateway, Page, Stream, colleague, opened, said
from tests.support.api.desk import at_desk
from tests.support.api.people import People
from tests.support.area import SLUG
from tests.support.grants import elsewhere
from tests.support.lambda_events import recorded_log

ENDED = {"type": "bye", "reason": "ended"}


def listening(api: People, gateway: Gateway) -> tuple[Visitor, str, Page]:
    """Return a person of the area with a claim, and their open page that shows it."""
    person, claim_id = colleague(api)
    page = opened(gateway, person)
    assert page.hello(claim_id)
    return person, claim_id, page


def person_id(visitor: Visitor) -> str:
    """Return the id of the person at a browser."""
    return area_sessions.resume(visitor.cookies[area_session(SLUG)], slug=SLUG).person.id


def client_id(api: People, visitor: Visitor) -> str:
    """Return the client of the person at a browser."""
    found = area_table.get_person(api.account.id, person_id(visitor))
    assert found is not None
    return found.memberships[0].client_id


def changed(api: People, visitor: Visitor, **changes: object) -> None:
    """Change the person at a browser."""
    before = area_table.get_credentials(api.account.id, person_id(visitor))
    assert before is not None
    tx = Transaction()
    people.change(tx, before, changes)
    tx.commit()


def without_claims(api: People, visitor: Visitor) -> None:
    """Change a person so that they lack the permission for claims."""
    found = area_table.get_person(api.account.id, person_id(visitor))
    assert found is not None
    left = [each.model_copy(update={"permissions": frozenset({"area:messages"})}) for each in found.memberships]
    changed(api, visitor, memberships=tuple(left))


ENDS: dict[str, Callable[[People, Visitor], Any]] = {
    "permission taken": without_claims,
    "disabled": lambda api, visitor: changed(api, visitor, state=PersonState.DISABLED),
    "membership gone": lambda api, visitor: changed(api, visitor, memberships=()),
    "signed out": lambda _, visitor: visitor.post(f"/area/{SLUG}/sign-out"),
    "signed out everywhere": lambda _, visitor: visitor.call("DELETE", "/sessions").expect(204),
    "forgotten": lambda api, visitor: members.forget(api.account.id, client_id(api, visitor)),
}


@pytest.mark.parametrize("how", list(ENDS))
def test_g3_an_access_that_ends_closes_the_socket_and_nothing_is_pushed_after_it(
    api: People, gateway: Gateway, stream: Stream, how: str
) -> None:
    """G3: taken while the socket is open: closed at once, 404, no push after."""
    visitor, claim_id, page = listening(api, gateway)
    ticket = visitor.call("POST", "/socket-tickets").expect(201)["ticket"]
    said(api.account.id, claim_id)
    stream.push()
    ENDS[how](api, visitor)
    said(api.account.id, claim_id)
    stream.push()

    assert not page.is_open
    assert [each["seq"] for each in page.got("message")] == [1]
    assert page.frames[-1] == ENDED
    assert gateway.connect(ticket) is None
    # Whoever signs out elsewhere goes on here, with a new session.
    assert visitor.call("POST", "/socket-tickets").status in {"signed out everywhere": {201}}.get(how, {401, 404})


def administrator(api: People) -> Caller:
    """Return the administrator of the account."""
    return Caller(api.account.id, StaffMember(f"sub-admin-{api.account.id}"), role=Role.ADMIN)


STAFFS: dict[str, Callable[[People], Any]] = {
    "disabled": lambda api: staff.disable_user(administrator(api), f"sub-staff-{api.account.id}"),
    "role": lambda api: staff.change_role(administrator(api), f"sub-staff-{api.account.id}", role=Role.AGENT),
}


@pytest.mark.parametrize("how", list(STAFFS))
def test_a_user_of_the_staff_who_is_shut_out_hears_nothing(
    api: People, gateway: Gateway, stream: Stream, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("disable", "end_sessions", "move_to_group"):
        monkeypatch.setattr(f"chalicelib.aws.staff_pool.{name}", lambda *_, **__: None)
    claim_id = claimed(api.admin)
    page = opened(gateway, api.staff)
    page.hello(claim_id)
    STAFFS[how](api)
    said(api.account.id, claim_id)
    stream.push()

    assert not page.is_open
    assert page.got("message") == []


def test_signing_out_closes_the_pages_of_that_session_alone(api: People, gateway: Gateway) -> None:
    desks = [at_desk(api.staff), at_desk(api.staff)]
    pages = [gateway.connect(each.post("/console/socket-tickets").expect(201)["ticket"]) for each in desks]
    desks[0].post("/console/sign-out")

    assert [page is not None and page.is_open for page in pages] == [False, True]


def test_a_revoked_key_hears_nothing(api: People, gateway: Gateway) -> None:
    page = opened(gateway, api.key)
    (key,) = keys.list_api_keys(administrator(api))
    keys.revoke_api_key(administrator(api), key.id)

    assert not page.is_open


def test_a_ping_after_half_an_hour_without_a_call_ends_the_socket(api: People, gateway: Gateway) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        _, _, page = listening(api, gateway)
        clock.shift(IDLE)
        page.say(do="ping", n=1)
        open_after_half_an_hour = page.is_open
        clock.shift(timedelta(seconds=1))
        page.say(do="ping", n=2)

    assert open_after_half_an_hour
    assert page.frames[-1] == ENDED
    assert not page.is_open


def test_a_suspended_account_hears_nothing_from_the_next_ping_on(api: People, gateway: Gateway) -> None:
    _, _, page = listening(api, gateway)
    operating.suspend_account(api.account.id)
    page.say(do="ping", n=1)

    assert not page.is_open


def test_an_access_that_ends_during_hello_leaves_no_listener(
    api: People, gateway: Gateway, stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The permission is taken after it was looked at, and before the page listens."""
    person, claim_id = colleague(api)
    page = opened(gateway, person)
    listen = serving._listen

    def taken_meanwhile(*arguments: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(serving, "_listen", listen)
            patch.setattr(table, "list_own", lambda *_: [])  # the connection is not found yet
            with elsewhere():
                without_claims(api, person)
        return listen(*arguments)

    monkeypatch.setattr(serving, "_listen", taken_meanwhile)
    assert page.hello(claim_id) is None
    said(api.account.id, claim_id)
    stream.push()

    assert not page.is_open
    assert page.frames == [ENDED]


def test_a_table_that_fails_hinders_no_end_of_an_access(
    api: People, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, _, page = listening(api, gateway)
    with monkeypatch.context() as patch, recorded_log() as log:
        patch.setattr(table, "list_own", _unavailable)
        without_claims(api, visitor)
    page.say(do="ping", n=1)

    assert log.alarms == ["sockets stay open after an access ended"]
    assert not page.is_open


def _unavailable(*_: object) -> Any:
    from chalicelib.base.errors import Unavailable  # noqa: PLC0415

    raise Unavailable("busy")
