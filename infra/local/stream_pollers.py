"""A poller of its own for each function that reads a table's stream, as on AWS. The emulator has one for all.

By itself it reads every queue and every stream in one thread, and waits there for the answer of each batch of a stream.
See ministack 1.5.33, services/lambda_svc.py: `_poll_loop`, 7486, and `_execute_function` in `_poll_dynamodb_streams`,
8000. A backlog of one function keeps all others waiting, of any table and queue.

Runs in the emulator's environment: nothing of this project can be imported here; `service` is ministack's lambda_svc.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

#: A poller that nobody wakes looks by itself after this time.
IDLE_SECONDS = 1.0

logger = logging.getLogger("lambda")
#: The mapping of this thread's poller; the emulator's own thread is for all.
_mine: ContextVar[str | None] = ContextVar("mine", default=None)


class Pollers:
    """The threads that poll streams: one for each mapping, as long as the mapping is there."""

    def __init__(self, poll: Callable[[], bool], list_mappings: Callable[[], Iterator[Any]]) -> None:
        """Store the emulator's pass over all streams, and its list of mappings."""
        self._poll, self._list = poll, list_mappings
        self._awake: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def mappings(self) -> Iterator[Any]:
        """Return the mappings that this thread polls."""
        mine = _mine.get()
        return (each for each in self._list() if mine in (None, _name(each)))

    def wake(self) -> bool:
        """Wake the poller of each stream, in place of the emulator's pass; return that this pass did no work itself."""
        for each in self._list():
            if ":dynamodb:" in each[2].get("EventSourceArn", ""):
                self._poller_of(_name(each)).set()
        return False

    def _poller_of(self, name: str) -> threading.Event:
        with self._lock:
            if name not in self._awake:
                self._awake[name] = threading.Event()
                threading.Thread(target=self._work, args=(name,), daemon=True, name=f"stream-{name}").start()
            return self._awake[name]

    def _work(self, name: str) -> None:
        _mine.set(name)
        awake = self._awake[name]
        while any(self.mappings()):
            awake.wait(IDLE_SECONDS)
            awake.clear()
            self._poll_all()
        with self._lock:
            del self._awake[name]

    def _poll_all(self) -> None:
        try:
            while self._poll():
                pass
        except Exception:
            logger.exception("a stream could not be polled")


def poll_streams_apart(service: Any) -> Pollers:
    """Start a thread of its own for each mapping of a stream."""
    pollers = Pollers(service._poll_dynamodb_streams, service._iter_all_esms)
    service._iter_all_esms = pollers.mappings
    service._poll_dynamodb_streams = pollers.wake
    return pollers


def _name(mapping: Any) -> str:
    _account, _region, described = mapping
    return str(described["UUID"])
