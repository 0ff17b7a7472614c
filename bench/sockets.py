"""Open sockets in the emulator: `python -m bench sockets`, OSMOTR_BENCH_SOCKETS of them (1,000), ten to a claim.

In the system that `make run` runs when it is running, else in one of its own. Each claim has a client with a person of
the area, who has the claim open in ten tabs. CONNECTS handshakes run at once, each followed by its hello.
Then messages are written by the API: one at a time, and as many a second as the emulator takes from SENDERS at once.
Figures are wall time from the call to the frame in the socket. Each message has to reach each of its sockets once.
"""

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

import urllib3
from ulid import ULID
from websockets.asyncio.client import ClientConnection, connect

from bench.emulator import running_system
from bench.table import Figure, at_most

SOCKETS = int(os.environ.get("OSMOTR_BENCH_SOCKETS", "1000"))
TABS = 10
CONNECTS = 40
ALONE, SENDERS, EACH = 10, 8, 5
PATIENCE = 300.0
#: Issue's objective for a message on a page of the other side.
LIMIT_MS = 2000
_HTTP = urllib3.PoolManager(retries=False, timeout=60, maxsize=SENDERS * 2)


@dataclass
class Room:
    """A claim with its open tabs: the moments at which each text was sent, and at which tabs got it."""

    claim_id: str
    #: Makes a ticket for one tab. Why so late: it is good for a minute.
    ticket: Callable[[], str]
    sockets: list[ClientConnection] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)
    got: dict[str, list[float]] = field(default_factory=dict)


def figures() -> Iterator[Figure]:
    """Yield the times of opening and of messages, one at a time and many at once, and the lost frames."""
    with running_system() as run:
        os.environ.update(run["environment"])
        with ThreadPoolExecutor(SENDERS) as pool:
            rooms = list(pool.map(_room, [run] * max(1, SOCKETS // TABS)))
        yield from asyncio.run(_measured(run, rooms))


async def _measured(run: Mapping[str, Any], rooms: list[Room]) -> list[Figure]:
    async with _open(run, rooms) as opening:
        for number in range(ALONE):
            await _write(run, rooms[number % len(rooms)], f"alone {number}")
            await _settled(rooms)
        alone = _waits(rooms, "alone")
        began = time.perf_counter()
        turn = iter(range(SENDERS * EACH))
        await asyncio.gather(*(_run_of(run, rooms, turn) for _ in range(SENDERS)))
        rate = SENDERS * EACH / (time.perf_counter() - began)
        await _settled(rooms)
    together = _waits(rooms, "together")
    frames = Counter(len(room.got.get(text, ())) for room in rooms for text in room.sent)
    return [
        Figure(f"{len(rooms) * TABS} sockets open", f"{opening[-1]:.0f} s", ""),
        Figure("the handshake, median (p95)", f"{median(opening[:-1]):.2f} s ({_p95(opening[:-1]):.2f} s)"),
        at_most("a message on ten open pages, one at a time, median", 1000 * median(alone), LIMIT_MS, unit=" ms"),
        Figure("the same, p95", f"{1000 * _p95(alone):.0f} ms"),
        Figure(f"messages written at once by {SENDERS} senders", f"{rate:.0f}/s"),
        Figure("their time to the page, median (p95)", f"{median(together):.2f} s ({_p95(together):.2f} s)"),
        Figure(
            "messages that a page got once", f"{frames[TABS]} of {sum(frames.values())}", "all", set(frames) == {TABS}
        ),
    ]


async def _run_of(run: Mapping[str, Any], rooms: list[Room], turn: Iterator[int]) -> None:
    for _ in range(EACH):
        number = next(turn)
        await _write(run, rooms[number % len(rooms)], f"together {number}")


@asynccontextmanager
async def _open(run: Mapping[str, Any], rooms: list[Room]) -> AsyncIterator[list[float]]:
    """Open all sockets and say hello; yield the seconds of each handshake, and at last of all."""
    seconds, began, gate = list[float](), time.perf_counter(), asyncio.Semaphore(CONNECTS)

    async def one(room: Room) -> None:
        async with gate:
            ticket = await asyncio.to_thread(room.ticket)
            start = time.perf_counter()
            address = f"{run['environment']['SOCKETS_URL']}?ticket={ticket}"
            socket = await connect(address, open_timeout=PATIENCE, ping_interval=None)
            seconds.append(time.perf_counter() - start)
            room.sockets.append(socket)
            await socket.send(json.dumps({"do": "hello", "claim_id": room.claim_id}))
            while json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))["type"] != "welcome":
                pass

    await asyncio.gather(*(one(room) for room in rooms for _ in range(TABS)))
    seconds.append(time.perf_counter() - began)
    readers = [asyncio.create_task(_read(room, socket)) for room in rooms for socket in room.sockets]
    try:
        yield seconds
    finally:
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*(socket.close() for room in rooms for socket in room.sockets), return_exceptions=True)


async def _read(room: Room, socket: ClientConnection) -> None:
    async for text in socket:
        frame = json.loads(text)
        if frame["type"] == "message":
            room.got.setdefault(frame["text"], []).append(time.perf_counter())


async def _write(run: Mapping[str, Any], room: Room, text: str) -> None:
    room.sent[text] = time.perf_counter()
    body = {"id": str(ULID()), "text": text}
    await asyncio.to_thread(_call, run, "POST", f"/v1/claims/{room.claim_id}/messages", body)


async def _settled(rooms: list[Room]) -> None:
    """Wait until each text is on all pages, or as long as patience lasts."""
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline:
        if all(len(room.got.get(text, ())) >= TABS for room in rooms for text in room.sent):
            return
        await asyncio.sleep(0.02)


def _waits(rooms: list[Room], kind: str) -> list[float]:
    """Return the seconds that each page waited for each text of a kind."""
    return [
        moment - room.sent[text]
        for room in rooms
        for text, moments in room.got.items()
        if text.startswith(kind)
        for moment in moments
    ]


def _p95(seconds: Iterable[float]) -> float:
    found = sorted(seconds)
    return quantiles(found, n=20)[-1] if len(found) > 1 else found[0]


def _room(run: Mapping[str, Any]) -> Room:
    """Make a client with a claim and a person, who gets tickets."""
    from chalicelib.base.clock import now  # noqa: PLC0415 - the environment of the system has to be set before
    from chalicelib.features.conversations.sockets.model import Visitor  # noqa: PLC0415
    from chalicelib.features.conversations.sockets.tickets import digest  # noqa: PLC0415
    from chalicelib.features.conversations.table import sockets as table  # noqa: PLC0415
    from chalicelib.features.conversations.threads import Side  # noqa: PLC0415
    from chalicelib.identity.area.sessions import digest as session_digest  # noqa: PLC0415
    from tests.support import area  # noqa: PLC0415

    tag = f"{ULID()}".lower()
    named = {"surname": f"Bench {tag}", "given_name": "Ana", "no_patronymic": True, "birth_date": "1990-01-31"}
    client = _call(run, "POST", "/v1/clients", {"kind": "person", **named, "email": f"{tag}@mail.example"})
    loss = {"occurred_at": "2026-11-24T12:00:00+03:00", "place": "Madrid", "description": tag}
    case_id = _call(run, "POST", "/v1/cases", {"loss": loss, "client_id": client["id"]})["id"]
    (process, *_) = _call(run, "GET", "/v1/account")["processes"]
    values = {"text": tag, "date": "2026-11-24", "number": "1"}
    fields = {each["code"]: values[each["type"]] for each in process["fields"]}
    _call(run, "POST", f"/v1/cases/{case_id}/convert", {"process": process["code"], "fields": fields})
    account_id = run["account_id"]
    person = area.registered(account_id, area.holder(client["id"]), email=f"{tag}@mail.example", phone=None)
    session = session_digest(area.signed_in(person, tag))
    visitor = Visitor(
        account_id=account_id, actor=f"person:{person.id}", side=Side.CLIENT, session=session, since=now()
    )

    def ticket() -> str:
        made = f"{ULID()}"
        table.put_ticket(digest(made), visitor)
        return made

    return Room(case_id.replace("case_", "claim_"), ticket)


def _call(run: Mapping[str, Any], method: str, path: str, body: object = None) -> Any:
    headers = {"Authorization": f"Bearer {run['api_key']}"}
    address = f"{run['base_url']}{path}"
    if body is None:
        answer = _HTTP.request(method, address, headers=headers)
    else:
        answer = _HTTP.request(method, address, headers=headers, json=body)
    if answer.status >= 300:
        raise RuntimeError(f"{method} {path} answered {answer.status}: {answer.data[:500]!r}")
    return answer.json()
