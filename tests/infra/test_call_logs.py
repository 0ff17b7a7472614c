"""Log lines of a call in the emulator: all that were written before the answer, without waiting."""

import os
import threading
from collections.abc import Callable, Iterator
from queue import Queue
from types import SimpleNamespace
from typing import Any

import pytest

from infra.local.call_logs import CallLog, read_logs_at_once


class Worker:
    """The emulator's worker, as far as logs go."""

    _proc: Any = None
    _read_stderr: Callable[[], None]
    _drain_stderr_bounded: Callable[[], str]

    def __init__(self) -> None:
        self._stderr_queue: Queue[str] = Queue()

    def _drain_stderr(self) -> str:
        return "\n".join(self._stderr_queue.get_nowait() for _ in range(self._stderr_queue.qsize()))


@pytest.fixture
def pipe() -> Iterator[tuple[Any, Any]]:
    """Return both ends of a pipe: the emulator's and the function's."""
    reads, writes = os.pipe()
    with os.fdopen(reads, "rb") as emulator, os.fdopen(writes, "wb", buffering=0) as function:
        yield emulator, function


def test_lines_written_before_the_answer_are_its_log(pipe: tuple[Any, Any]) -> None:
    emulator, function = pipe
    read_logs_at_once(SimpleNamespace(Worker=Worker))
    worker = Worker()
    worker._proc = SimpleNamespace(stderr=emulator)
    follow = worker._read_stderr  # its thread comes late

    function.write("один\ntwo\nthr".encode())
    first = worker._drain_stderr_bounded()
    nothing = worker._drain_stderr_bounded()
    function.write(b"ee\n")
    second = worker._drain_stderr_bounded()
    function.close()
    follow()

    assert (first, nothing, second) == ("один\ntwo", "", "three")


def test_lines_between_calls_are_read_too_until_the_pipe_is_closed(pipe: tuple[Any, Any]) -> None:
    emulator, function = pipe
    lines: Queue[str] = Queue()
    log = CallLog(emulator, lines)
    reader = threading.Thread(target=log.follow)
    reader.start()
    assert log.catch_up()  # while the reader waits
    emulator.close()  # as the emulator does with a process that has ended

    function.write(b"late\n")
    assert lines.get(timeout=300) == "late"
    function.close()
    reader.join(300)

    assert not log.catch_up()
    assert not reader.is_alive()
