"""A client company in the deployed system: its people hear of a claim soon, and of none without the permission."""

import json
import time
from contextlib import suppress
from typing import Any
from uuid import uuid4

from ulid import ULID
from websockets.exceptions import ConnectionClosed

from chalicelib.base.clock import now, stamp
from chalicelib.http.cookies import area_session
from chalicelib.identity.area.model import LoginKind, Notify
from chalicelib.identity.table import area as area_table
from tests.cargo.shippers import announcement
from tests.clients.bodies import COMPANY
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.deployed.test_messages import mails_to
from tests.deployed.test_sockets import PATIENCE, heard, opened, say
from tests.support import area
from tests.support.running import Answer, call, eventually

#: Seconds in which everybody is told of an announced claim.
SOON = 60.0


def insurer(system: System, path: str, body: object = None, *, method: str = "POST", **headers: str) -> Answer:
    """Call an operation of the insurer of cargo with its API key."""
    key = {"Authorization": f"Bearer {system['cargo']['api_key']}", **headers}
    return call(method, f"{system['base_url']}/v1{path}", body=body, headers=key)


def damaged(client_id: str) -> dict[str, Any]:
    """Return the announcement of a company's damaged pallets. No day of arrival: nobody is warned of deadlines."""
    return announcement(client_id, delivered_at=None, occurred_at=stamp(now()))


class Browser:
    """The browser of a person of the cargo insurer's client area, who is signed in."""

    def __init__(self, system: System, root: Root, person: Any) -> None:
        slug = system["cargo"]["slug"]
        with root.in_production():
            self.cookie = f"{area_session(slug)}={area.signed_in(person, slug)}"
        self.area = f"{system['base_url']}/v1/area/{slug}"

    def call(self, method: str, path: str, body: object = None) -> Answer:
        """Call an operation of the client area."""
        return call(method, f"{self.area}{path}", body=body, headers={"Cookie": self.cookie})


def known(system: System, root: Root, who: str) -> Any:
    """Return a person of the demo's company: its administrator, or its user."""
    account_id, login = system["cargo"]["account_id"], system["cargo"][who]
    with root.in_production():
        person_id = area_table.find_login(account_id, LoginKind.EMAIL, login["email"])
        return area_table.get_person(account_id, person_id or "")


def test_a1_everybody_is_told_within_a_minute_and_the_same_key_tells_nobody_again(system: System, root: Root) -> None:
    """A1: three users with the permission, two with e-mail: 3 notices, 2 e-mails; the same key again: none more."""
    client_id: str = insurer(system, "/clients", {**COMPANY, "email": f"{uuid4().hex}@shipper.example"}).json()["id"]
    account_id = system["cargo"]["account_id"]
    ways = {"ana": Notify.AREA_AND_EMAIL, "luis": Notify.AREA_AND_EMAIL, "eva": Notify.AREA}
    addresses = {name: f"{name}-{uuid4().hex[:12]}@shipper.example" for name in ways}
    with root.in_production():
        people = [
            area.registered(account_id, area.company_user(client_id, notify=way), email=addresses[name], phone=None)
            for name, way in ways.items()
        ]
    browsers = [Browser(system, root, person) for person in people]

    def told() -> tuple[list[list[str]], list[int]]:
        """Return everybody's notices, and their numbers of e-mails."""
        notices = [[item["kind"] for item in each.call("GET", "/notices").json()["items"]] for each in browsers]
        return notices, [len(mails_to(system, address)) for address in addresses.values()]

    body, key = damaged(client_id), {"Idempotency-Key": str(ULID())}
    claim = insurer(system, "/claims", body, **key)
    assert claim.status == 201, claim.body
    all_are_told = [["claim_announced"]] * 3, [1, 1, 0]
    eventually(told, holds=lambda found: found == all_are_told, within=SOON)

    assert insurer(system, "/claims", body, **key).json() == claim.json()
    root.sweep()
    assert told() == all_are_told


def test_g3_a_permission_that_is_taken_closes_the_socket_and_nothing_is_pushed_after_it(
    system: System, root: Root
) -> None:
    """G3: taken while the socket is open: closed, 404, no push after."""
    marta, luis = known(system, root, "administrator"), known(system, root, "user")
    boss, user = Browser(system, root, marta), Browser(system, root, luis)
    assert boss.call("PATCH", f"/people/{luis.id}", {"claims": True}).status == 200
    claim_id = insurer(system, "/claims", damaged(system["cargo"]["client_id"])).json()["id"]
    messages = f"/claims/{claim_id}/messages"

    with (
        opened(user.call("POST", "/socket-tickets")) as taken,
        opened(boss.call("POST", "/socket-tickets")) as kept,
    ):
        for socket in (taken, kept):
            say(socket, do="hello", claim_id=claim_id)
            heard(socket, "welcome")
        assert insurer(system, messages, {"id": str(ULID()), "text": "Antes."}).status == 201
        assert [heard(socket, "message")["text"] for socket in (taken, kept)] == ["Antes."] * 2

        began = time.monotonic()
        assert boss.call("PATCH", f"/people/{luis.id}", {"claims": False}).status == 200
        assert insurer(system, messages, {"id": str(ULID()), "text": "Después."}).status == 201
        assert heard(kept, "message")["text"] == "Después."
        rest = list[dict[str, Any]]()
        with suppress(ConnectionClosed):
            while True:
                rest.append(json.loads(taken.recv(timeout=PATIENCE)))
        took = time.monotonic() - began

    assert took < PATIENCE
    assert rest[-1] == {"type": "bye", "reason": "ended"}
    assert [each for each in rest if each["type"] == "message"] == []
    assert {user.call("GET", path).status for path in (f"/claims/{claim_id}", messages)} == {404}
    assert user.call("POST", "/socket-tickets").status == 404
