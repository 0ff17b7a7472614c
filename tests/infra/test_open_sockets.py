"""Sockets of the emulator at its end."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from infra.local import open_sockets


def ended(connections: dict[str, Any]) -> float:
    """Close sockets; return the seconds that it took by the loop's clock.

    In a thread of its own: the thread of a browser's tests has a loop that runs.
    """
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("infra.local.open_sockets.asyncio.sleep", sleep)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, open_sockets.close_sockets(SimpleNamespace(_ws_connections=connections))).result()
    return sum(waited)


def test_all_sockets_are_closed_and_their_functions_hear_of_it() -> None:
    connections = {each: {"close_event": asyncio.Event()} for each in "ab"}

    assert ended(connections) == pytest.approx(open_sockets.SECONDS)
    assert all(each["close_event"].is_set() for each in connections.values())


def test_without_sockets_nothing_waits() -> None:
    assert ended({}) == 0
