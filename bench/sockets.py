"""Open sockets in the emulator: `python -m bench sockets`, OSMOTR_BENCH_SOCKETS of them (1,000), ten to a claim.

In the system that `make run` runs when it is running, else in one of its own. CONNECTS handshakes run at once, each
followed by its hello. Then messages are written by HTTP: one at a time; and PER_SECOND of them for OSMOTR_BENCH_SECONDS
(60), or as many as the machine takes. At last a person's sessions end. Times are from the call to the frame in the
socket. Each page has to show each message once, in order, on any machine.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from statistics import median, quantiles

from bench.emulator import running_system
from bench.rooms import PATIENCE, TABS, Room, new_room, sockets_wanted
from bench.table import Figure, at_most

CONNECTS = 40
ALONE, SENDERS = 40, 16
#: Messages in a second that are wished for. A person may write one in a second, so few claims take fewer.
PER_SECOND = 20
SECONDS = int(os.environ.get("OSMOTR_BENCH_SECONDS", "60"))
#: Issue's objective for a message on a page of the other side, and for an access that ends.
LIMIT_MS = 2000


def figures() -> Iterator[Figure]:
    """Yield the times of opening and of messages, and the pages that show all."""
    with running_system() as run:
        os.environ.update(run["environment"])
        with ThreadPoolExecutor(SENDERS) as pool:
            rooms = list(pool.map(new_room, [run] * max(1, sockets_wanted() // TABS)))
            yield from asyncio.run(_measured(rooms, pool))


async def _measured(rooms: list[Room], pool: ThreadPoolExecutor) -> list[Figure]:
    async with _open(rooms) as opening:
        for number in range(ALONE):
            room = rooms[number % len(rooms)]
            await asyncio.get_running_loop().run_in_executor(pool, room.write, f"alone {number}")
            await _settled([room])
        rate = await _write_many(rooms, pool)
        await _settled(rooms)
        frames = [tab.frames[number] for room in rooms for tab in room.tabs for number in range(1, len(room.sent) + 1)]
        await asyncio.gather(*(asyncio.to_thread(room.ask_for_missing) for room in rooms))
        whole, closing = sum(room.shows_all_once() for room in rooms), await _closing(rooms[0])
    alone, together = _waits(rooms, "alone"), _waits(rooms, "together")
    wished, count = _wished(rooms), len(rooms) * TABS
    return [
        Figure(f"{count} sockets open", f"{opening[-1]:.0f} s"),
        Figure("the handshake, median (p95)", f"{median(opening[:-1]):.2f} s ({_p95(opening[:-1]):.2f} s)"),
        at_most("a message on ten open pages, one at a time, median", 1000 * median(alone), LIMIT_MS, unit=" ms"),
        Figure("the same, p95", f"{1000 * _p95(alone):.0f} ms"),
        Figure(f"messages of a second, for {SECONDS} s ({wished} are wished for)", f"{rate:.1f}/s"),
        Figure("messages that were sent again, without an answer", str(sum(room.retries for room in rooms))),
        Figure("their time to the page, median (p95)", f"{median(together):.2f} s ({_p95(together):.2f} s)"),
        Figure(
            f"frames of {len(frames):,} that came once, more than once, never",
            f"{frames.count(1):,}, {sum(each > 1 for each in frames)}, {frames.count(0)}",
        ),
        Figure("pages that show each message once, in order", f"{whole} of {count}", "all", whole == count),
        at_most("ten sockets closed after an access ended", 1000 * closing, LIMIT_MS, unit=" ms"),
    ]


def _wished(rooms: list[Room]) -> int:
    return min(PER_SECOND, max(1, len(rooms) // 2))


async def _write_many(rooms: list[Room], pool: ThreadPoolExecutor) -> float:
    """Write messages at the wished rate, each person in turn; return the reached rate."""
    loop, rate = asyncio.get_running_loop(), _wished(rooms)
    began, writing = time.perf_counter(), list[asyncio.Future[None]]()
    for number in range(rate * SECONDS):
        await asyncio.sleep(began + number / rate - time.perf_counter())
        writing.append(loop.run_in_executor(pool, rooms[number % len(rooms)].write, f"together {number}"))
    await asyncio.gather(*writing)
    return len(writing) / (time.perf_counter() - began)


async def _closing(room: Room) -> float:
    """Return the seconds from the end of a person's access to the end of their last socket."""
    began = time.perf_counter()
    await asyncio.to_thread(room.end_access)
    while not all(tab.closed for tab in room.tabs) and time.perf_counter() < began + PATIENCE:
        await asyncio.sleep(0.01)
    return max(tab.closed or began + PATIENCE for tab in room.tabs) - began


@asynccontextmanager
async def _open(rooms: list[Room]) -> AsyncIterator[list[float]]:
    """Open all sockets and say hello; yield the seconds of each handshake, and at last of all."""
    began, gate = time.perf_counter(), asyncio.Semaphore(CONNECTS)

    async def one(room: Room) -> float:
        async with gate:
            return await room.open_tab()

    seconds = await asyncio.gather(*(one(room) for room in rooms for _ in range(TABS)))
    tabs = [tab for room in rooms for tab in room.tabs]
    listening = [asyncio.create_task(tab.listen()) for tab in tabs]
    try:
        yield [*seconds, time.perf_counter() - began]
    finally:
        await asyncio.gather(*(tab.socket.close() for tab in tabs), return_exceptions=True)
        await asyncio.gather(*listening)


async def _settled(rooms: list[Room]) -> None:
    """Wait until each text is on all pages, or no frame has come for a while."""
    heard, since = -1, time.perf_counter()
    while not all(room.is_told() for room in rooms) and time.perf_counter() < since + PATIENCE / 10:
        await asyncio.sleep(0.02)
        now_heard = sum(len(tab.got) for room in rooms for tab in room.tabs)
        if now_heard != heard:
            heard, since = now_heard, time.perf_counter()


def _waits(rooms: list[Room], kind: str) -> list[float]:
    """Return the seconds that each page waited for each text of a kind."""
    return [
        moment - room.sent[text]
        for room in rooms
        for tab in room.tabs
        for text, moment in tab.got.items()
        if text.startswith(kind)
    ]


def _p95(seconds: Iterable[float]) -> float:
    found = sorted(seconds)
    return quantiles(found, n=20)[-1] if len(found) > 1 else found[0]
