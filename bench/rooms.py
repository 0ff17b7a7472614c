"""Claims with open pages in a running system: a person of the client area has each open in ten tabs.

A page keeps the frames of messages by their number, and asks for numbers that it lacks, as the page's script does.
"""

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3
from ulid import ULID
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

TABS = 10
#: Seconds; a machine that is busy with a thousand sockets is slow.
PATIENCE = 300.0
_AGAIN = 1.0
HTTP = urllib3.PoolManager(retries=False, timeout=60, maxsize=64)


class Refused(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, words: str) -> None:
        """Store the status."""
        super().__init__(words)
        self.status = status


@dataclass
class Tab:
    """An open page: its frames of each message, by number, and the moments of the first ones."""

    socket: ClientConnection
    frames: Counter[int] = field(default_factory=Counter)
    got: dict[str, float] = field(default_factory=dict)
    #: The text of each message that the page shows.
    shown: dict[int, str] = field(default_factory=dict)
    closed: float | None = None

    async def listen(self) -> None:
        """Read frames until the socket closes."""
        try:
            async for text in self.socket:
                frame = json.loads(text)
                if frame["type"] == "message":
                    self.frames[frame["seq"]] += 1
                    self.got.setdefault(frame["text"], time.perf_counter())
                    self.shown[frame["seq"]] = frame["text"]
        except ConnectionClosed:
            pass
        self.closed = time.perf_counter()


@dataclass
class Room:
    """A claim with its tabs, and the moments at which texts were sent."""

    system: Mapping[str, Any]
    claim_id: str
    cookie: str
    #: Makes a ticket for one tab. Why so late: it is good for a minute.
    ticket: Callable[[], str]
    tabs: list[Tab] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)
    retries: int = 0

    async def open_tab(self) -> float:
        """Open a page that listens; return the seconds of the handshake."""
        ticket = await asyncio.to_thread(self.ticket)
        start = time.perf_counter()
        address = f"{self.system['environment']['SOCKETS_URL']}?ticket={ticket}"
        socket = await connect(address, open_timeout=PATIENCE, ping_interval=None)
        took = time.perf_counter() - start
        await socket.send(json.dumps({"do": "hello", "claim_id": self.claim_id}))
        while json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))["type"] != "welcome":
            pass
        self.tabs.append(Tab(socket))
        return took

    def write(self, text: str) -> None:
        """Write a message of the person, as a page does: the same one again until the server has it."""
        self.sent[text] = time.perf_counter()
        body = {"id": str(ULID()), "text": text}
        while not self._is_taken(body):
            if time.perf_counter() > self.sent[text] + PATIENCE:
                raise RuntimeError(f"{text} could not be written")
            self.retries += 1
            time.sleep(_AGAIN)

    def _is_taken(self, body: Mapping[str, str]) -> bool:
        try:
            self.call("POST", f"/claims/{self.claim_id}/messages", body)
        except Refused as error:
            if error.status < 500 and error.status != 429:
                raise
            return False
        except urllib3.exceptions.HTTPError:  # no answer
            return False
        return True

    def is_told(self) -> bool:
        """Return True if each tab got each text."""
        return all(text in tab.got for tab in self.tabs for text in self.sent)

    def ask_for_missing(self) -> None:
        """Fetch the messages that each tab lacks, page by page."""
        for tab in self.tabs:
            after = next(number for number in range(len(self.sent) + 1) if number + 1 not in tab.shown)
            while after < len(self.sent):
                items = self.call("GET", f"/claims/{self.claim_id}/messages?after={after}")["items"]
                tab.shown.update({each["seq"]: each["text"] for each in items})
                after = items[-1]["seq"]

    def shows_all_once(self) -> int:
        """Return the number of tabs that show each text that was sent once, without a hole."""
        numbers = list(range(1, len(self.sent) + 1))
        return sum(
            sorted(tab.shown) == numbers and sorted(tab.shown.values()) == sorted(self.sent) for tab in self.tabs
        )

    def end_access(self) -> None:
        """End the person's sessions."""
        self.call("DELETE", "/sessions")

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Call an operation of the client area as the person."""
        address = f"{self.system['base_url']}/v1/area/{self.system['area']['slug']}{path}"
        return called(method, address, {"Cookie": self.cookie}, body)


def new_room(system: Mapping[str, Any]) -> Room:
    """Make a client with a claim and a person, who gets tickets. Needs the environment of the system."""
    from chalicelib.base.clock import now  # noqa: PLC0415 - the environment of the system has to be set before
    from chalicelib.features.conversations.sockets.model import Visitor  # noqa: PLC0415
    from chalicelib.features.conversations.sockets.tickets import digest  # noqa: PLC0415
    from chalicelib.features.conversations.table import sockets as table  # noqa: PLC0415
    from chalicelib.features.conversations.threads import Side  # noqa: PLC0415
    from chalicelib.http.cookies import area_session  # noqa: PLC0415
    from chalicelib.identity.area.sessions import digest as session_digest  # noqa: PLC0415
    from tests.support import area  # noqa: PLC0415

    def by_key(method: str, path: str, body: object = None) -> Any:
        return called(method, f"{system['base_url']}{path}", {"Authorization": f"Bearer {system['api_key']}"}, body)

    tag, slug = f"{ULID()}".lower(), system["area"]["slug"]
    named = {"surname": f"Bench {tag}", "given_name": "Ana", "no_patronymic": True, "birth_date": "1990-01-31"}
    client = by_key("POST", "/v1/clients", {"kind": "person", **named, "email": f"{tag}@mail.example"})
    loss = {"occurred_at": "2026-11-24T12:00:00+03:00", "place": "Madrid", "description": tag}
    case_id = by_key("POST", "/v1/cases", {"loss": loss, "client_id": client["id"]})["id"]
    (process, *_) = by_key("GET", "/v1/account")["processes"]
    values = {"text": tag, "date": "2026-11-24", "number": "1"}
    fields = {each["code"]: values[each["type"]] for each in process["fields"]}
    by_key("POST", f"/v1/cases/{case_id}/convert", {"process": process["code"], "fields": fields})
    account_id = system["account_id"]
    person = area.registered(account_id, area.holder(client["id"]), email=f"{tag}@mail.example", phone=None)
    secret = area.signed_in(person, slug)
    visitor = Visitor(
        account_id=account_id,
        actor=f"person:{person.id}",
        side=Side.CLIENT,
        session=session_digest(secret),
        since=now(),
    )

    def ticket() -> str:
        made = f"{ULID()}"
        table.put_ticket(digest(made), visitor)
        return made

    return Room(system, case_id.replace("case_", "claim_"), f"{area_session(slug)}={secret}", ticket)


def called(method: str, address: str, headers: Mapping[str, str], body: object = None) -> Any:
    """Return the JSON of an operation's answer; None if it has no body."""
    more: dict[str, Any] = {} if body is None else {"json": body}
    answer = HTTP.request(method, address, headers=dict(headers), **more)
    if answer.status >= 300:
        raise Refused(answer.status, f"{method} {address} answered {answer.status}: {answer.data[:500]!r}")
    return answer.json() if answer.data else None


def sockets_wanted() -> int:
    """Return the number of sockets to open: OSMOTR_BENCH_SOCKETS, or 1,000."""
    return int(os.environ.get("OSMOTR_BENCH_SOCKETS", "1000"))
