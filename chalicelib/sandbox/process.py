"""The parent's side of the child: start it, give it a file, end it when it breaks a limit."""

import atexit
import os
import signal
import subprocess
import sys
from enum import StrEnum
from threading import Event, Lock, Timer
from typing import BinaryIO, cast

from chalicelib.base.settings import inherited
from chalicelib.sandbox.wire import Message, receive, send

#: Files after which a child is replaced: memory that its libraries leak goes with it.
MAX_FILES = 200
#: The capacity of a pipe: with Linux' 64 KiB a photo would wake both sides a hundred times.
PIPE_BYTES = 1024 * 1024
_ENVIRONMENT = {
    # Why: each arena and each thread costs address space, and a function has one core or two.
    "MALLOC_ARENA_MAX": "2",
    # Why: memory given back after each picture is cleared by the kernel for the next one, a tenth of a photo's time.
    "MALLOC_MMAP_THRESHOLD_": str(32 * 1024 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(128 * 1024 * 1024),
    "VIPS_CONCURRENCY": "2",
    "PYTHONDONTWRITEBYTECODE": "1",
}
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "LANG", "HOME", "TMPDIR")


#: Signals by which the kernel ends a process that used up its CPU time (limits.py).
_CPU_SIGNALS = frozenset({-signal.SIGPROF, -signal.SIGXCPU})


class Limit(StrEnum):
    """The cause of a child's end."""

    CPU = "cpu"
    TIME = "time"
    DIED = "died"


class Violation(Exception):
    """The child broke a limit, or died, over a file; it is gone. `is_fresh`: it had seen no other file."""

    def __init__(self, limit: Limit, *, is_fresh: bool) -> None:
        super().__init__(limit)
        self.limit, self.is_fresh = limit, is_fresh


class Sandbox:
    """One child, started at the first file, and used again while it is well. Threads take turns."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._turn = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0

    @property
    def children(self) -> list[int]:
        """Return the ids of the processes that are there."""
        return [self._process.pid] if self._process is not None else []

    def warm_up(self) -> None:
        """Start the child, if there is none, without waiting for it."""
        if self._turn.acquire(blocking=False):
            try:
                self._running()
            finally:
                self._turn.release()

    def ask(self, request: Message, *, seconds: float) -> Message:
        """Return the child's answer.

        Raises Violation when it takes longer than `seconds`, more CPU time than the request says, or dies.
        """
        with self._turn:
            process, is_fresh, late = self._running(), self._files == 0, Event()
            timer = Timer(seconds, _kill, (process, late))
            timer.daemon = True
            timer.start()
            try:
                answer = _exchange(process, request)
            except (EOFError, OSError, ValueError, KeyError, TypeError) as error:
                raise Violation(self._end(late=late.is_set()), is_fresh=is_fresh) from error
            except BaseException:
                self._end()
                raise
            finally:
                timer.cancel()
            self._count()
            return answer

    def close(self) -> None:
        """End the child."""
        with self._turn:
            self._end()

    def forget(self) -> None:
        """Leave the child to the process that started it; for its forks."""
        self._turn, self._process, self._files = Lock(), None, 0

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = _start(self._module)
        return self._process

    def _count(self) -> None:
        self._files += 1
        if self._files >= MAX_FILES:
            self._end()

    def _end(self, *, late: bool = False) -> Limit:
        process, self._process, self._files = self._process, None, 0
        if process is None:
            return Limit.DIED
        for pipe in (process.stdin, process.stdout):
            _close(pipe)
        process.kill()
        status = process.wait()
        return Limit.CPU if status in _CPU_SIGNALS else Limit.TIME if late else Limit.DIED


def _start(module: str) -> subprocess.Popen[bytes]:
    path = {"PYTHONPATH": os.pathsep.join(filter(None, map(os.path.abspath, sys.path)))}
    return subprocess.Popen(  # noqa: S603 - no argument of a stranger's
        [sys.executable, "-S", "-s", "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=PIPE_BYTES,
        env=_ENVIRONMENT | inherited(_INHERITED) | path,
    )


def _kill(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()


def _exchange(process: subprocess.Popen[bytes], request: Message) -> Message:
    send(cast("BinaryIO", process.stdin), request)
    return receive(cast("BinaryIO", process.stdout))


def _close(pipe: object) -> None:
    try:
        cast("BinaryIO", pipe).close()
    except OSError:  # the rest of the data can't be written any more
        return


def own_sandbox(module: str) -> Sandbox:
    """Return a sandbox whose child runs a module and ends with this process."""
    sandbox = Sandbox(module)
    atexit.register(sandbox.close)
    os.register_at_fork(after_in_child=sandbox.forget)
    return sandbox
