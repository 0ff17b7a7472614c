"""Log lines of a call to a function as soon as it has answered. The emulator waits 50 ms for a first one.

By itself it looks for lines each millisecond, 50 times after a call that logs nothing (ministack 1.5.33,
core/lambda_runtime.py: `_drain_stderr_bounded`, 1362). So each page, call and event took longer by that.

A function writes its answer after its last line, so the lines of a call are in the pipe when the answer is there. Runs
in the emulator's environment: nothing of this project can be imported here; `runtime` is ministack's module of workers.
"""

import os
import select
import threading
from collections.abc import Callable
from queue import Queue
from typing import Any

PIECE = 64 * 1024


class CallLog:
    """The standard error of a process. A thread reads it, and others do who need all lines so far."""

    def __init__(self, stream: Any, lines: "Queue[str]") -> None:
        # Why: the process's own descriptor may be closed, and its number given to another file, while a thread waits.
        self._file = os.fdopen(os.dup(stream.fileno()), "rb", buffering=0)
        self._lines, self._rest, self._lock = lines, b"", threading.Lock()

    def follow(self) -> None:
        """Add lines to the queue until the process and its children have closed the pipe."""
        while _is_ready(self._file) and self.catch_up():
            pass
        with self._lock:
            self._file.close()

    def catch_up(self) -> bool:
        """Add the lines that are in the pipe now; return False at its end."""
        with self._lock:
            while not self._file.closed and _is_ready(self._file, milliseconds=0):
                if not (data := self._file.read(PIECE)):
                    return False
                *whole, self._rest = (self._rest + data).split(b"\n")
                for line in whole:
                    self._lines.put(line.decode(errors="replace"))
            return not self._file.closed


def _is_ready(file: Any, *, milliseconds: int | None = None) -> bool:
    """Return True if a file has bytes or is at its end. Waits for that, at most as long as given."""
    waiting = select.poll()
    waiting.register(file)
    return bool(waiting.poll(milliseconds))


def read_logs_at_once(runtime: Any) -> None:
    """Return the log of a call with its answer."""

    def follow(worker: Any) -> Callable[[], None]:
        log = worker._call_log = CallLog(worker._proc.stderr, worker._stderr_queue)
        return log.follow

    def drain(worker: Any) -> Any:
        worker._call_log.catch_up()
        return worker._drain_stderr()

    # Why a property: it is looked up before its thread starts, hence before the first call.
    runtime.Worker._read_stderr = property(follow)
    runtime.Worker._drain_stderr_bounded = drain
