"""Sockets in the deployed system: a ticket opens one, frames go both ways, an end of access closes it."""

import json
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest
from ulid import ULID
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from chalicelib.http.cookies import area_session
from infra.local import emulator
from infra.local.system import run_system
from tests.clients.bodies import COMPANY
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.support import area
from tests.support.running import Answer, call

#: Seconds; a function that begins needs most of them.
PATIENCE = 30.0


def staff(system: System, method: str, path: str, body: object = None) -> Answer:
    """Call an operation with the API key."""
    headers = {"Authorization": f"Bearer {system['api_key']}"}
    return call(method, f"{system['base_url']}{path}", body=body, headers=headers)


def claim_of(system: System, **body: object) -> str:
    """Open a case and convert it; return the id of its claim."""
    loss = {"occurred_at": "2026-11-24T12:00:00+03:00", "place": "Madrid", "description": "Palé roto"}
    case_id: str = staff(system, "POST", "/v1/cases", {"loss": loss, **body}).json()["id"]
    values = {"text": "ХХХ 0123456789", "date": "2026-11-24", "number": "1250.50"}
    (process, *_) = staff(system, "GET", "/v1/account").json()["processes"]
    fields = {each["code"]: values[each["type"]] for each in process["fields"]}
    converted = staff(system, "POST", f"/v1/cases/{case_id}/convert", {"process": process["code"], "fields": fields})
    assert converted.status == 200, converted.body
    return case_id.replace("case_", "claim_")


def colleague(system: System, root: Root, client_id: str) -> dict[str, str]:
    """Return the cookie of a company's user who may see its claims."""
    slug = f"s{ULID()}".lower()
    with root.in_production():
        area.open_area(system["account_id"], slug)
        membership = area.company_user(client_id, permissions=frozenset({"area:claims"}))
        person = area.registered(system["account_id"], membership, email=f"{slug}@mail.example", phone=None)
        return {"slug": slug, "cookie": f"{area_session(slug)}={area.signed_in(person, slug)}"}


def opened(given: Answer, **options: Any) -> AbstractContextManager[ClientConnection]:
    """Open a socket with a ticket."""
    assert given.status == 201, given.body
    address = f"{given.json()['url']}?ticket={given.json()['ticket']}"
    socket: AbstractContextManager[ClientConnection] = connect(address, open_timeout=PATIENCE, **options)
    return socket


def heard(socket: ClientConnection, kind: str) -> Mapping[str, Any]:
    """Return the next frame of a type."""
    deadline = time.monotonic() + PATIENCE
    while True:
        frame: dict[str, Any] = json.loads(socket.recv(timeout=deadline - time.monotonic()))
        if frame["type"] == kind:
            return frame


def say(socket: ClientConnection, **frame: object) -> None:
    """Send a frame."""
    socket.send(json.dumps(frame))


def test_a_ticket_opens_one_socket(system: System) -> None:
    given = staff(system, "POST", "/v1/socket-tickets")

    with opened(given) as socket:
        say(socket, do="ping", n=1)
        assert heard(socket, "pong") == {"type": "pong", "n": 1}
        with pytest.raises(InvalidStatus):
            opened(given)


def test_a_foreign_page_opens_none(system: System) -> None:
    with pytest.raises(InvalidStatus):
        opened(staff(system, "POST", "/v1/socket-tickets"), origin="https://evil.example")


def test_both_sides_hear_of_messages_and_an_ended_session_closes_the_socket(system: System, root: Root) -> None:
    client = staff(system, "POST", "/v1/clients", {**COMPANY, "tax_number": "7736050003"})
    assert client.status == 201, client.body
    claim_id = claim_of(system, client_id=client.json()["id"])
    person = colleague(system, root, client.json()["id"])
    cookie, here = {"Cookie": person["cookie"]}, f"{system['base_url']}/v1/area/{person['slug']}"
    path = f"/claims/{claim_id}/messages"

    with (
        opened(call("POST", f"{here}/socket-tickets", headers=cookie)) as page,
        opened(staff(system, "POST", "/v1/socket-tickets")) as desk,
    ):
        for socket in (page, desk):
            say(socket, do="hello", claim_id=claim_id)
            assert heard(socket, "welcome")["head"] == 0
        said = call("POST", f"{here}{path}", body={"id": str(ULID()), "text": "¿Qué fotos?"}, headers=cookie)
        assert said.status == 201, said.body
        assert [heard(socket, "message")["text"] for socket in (page, desk)] == ["¿Qué fotos?"] * 2
        assert staff(system, "POST", f"/v1{path}", {"id": str(ULID()), "text": "Tres."}).status == 201
        assert [heard(socket, "message")["seq"] for socket in (page, desk)] == [2, 2]

        say(desk, do="hello", claim_id=f"claim_{ULID()}")
        assert heard(desk, "bye") == {"type": "bye", "reason": "not_found"}

        (session,) = call("GET", f"{here}/sessions", headers=cookie).json()["items"]
        began = time.monotonic()
        assert call("DELETE", f"{here}/sessions/{session['id']}", headers=cookie).status == 204
        with pytest.raises(ConnectionClosed):
            while True:
                page.recv(timeout=PATIENCE)
        assert time.monotonic() - began < PATIENCE


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Python 3.14 will:DeprecationWarning")  # of chalice, when it unpacks dependencies
def test_h3_the_system_stops_within_ten_seconds_with_open_sockets(tmp_path: Path) -> None:
    """H3: it ends within ten seconds, and its state is whole: nobody had to kill it."""
    lines: list[str] = []
    with ExitStack() as stack:
        with run_system(state_dir=tmp_path / "state", port=emulator.free_port(), say=lines.append) as system:
            tickets = [staff(system, "POST", "/v1/socket-tickets") for _ in range(5)]
            sockets = [stack.enter_context(opened(each)) for each in tickets]
            for socket in sockets:
                say(socket, do="hello")
                heard(socket, "welcome")
            began = time.monotonic()
        took = time.monotonic() - began

        assert took < 10
        assert not any("killed" in line for line in lines)
        for socket in sockets:
            with pytest.raises(ConnectionClosed):
                socket.recv(timeout=1)
