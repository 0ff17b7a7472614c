"""Leaner workers for the emulator's functions: one copy of the code for all, a bound, no traces of dead ones.

By itself the emulator unpacks a function's package (130 MB) for each process that runs it, and leaves the folder of a
dead one. It starts as many processes as there are calls at a time, and at its end waits for each of them. Runs in the
emulator's environment: nothing of this project can be imported here; `runtime` is ministack's module of workers.
"""

import asyncio
import shutil
import signal
import tempfile
import threading
import time
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from weakref import WeakSet

#: The pattern of names of workers' folders in the emulator.
FOLDERS = "ministack-lambda-*"
#: A folder that is younger may belong to a worker that just begins and isn't known yet.
YOUNG_SECONDS = 60.0
#: Processes of one function; a call over it waits for its turn.
MOST_OF_A_FUNCTION = 16

_unpacking = threading.Lock()


class SharedZip(zipfile.ZipFile):
    """A package that is unpacked once; who unpacks it again gets a link to the first copy."""

    def extractall(self, path: Any = None, members: Any = None, pwd: Any = None) -> None:
        """Make `path` a link to the only copy, and drop the packed one."""
        shared, place = self._shared(), Path(path)
        with _unpacking:
            if not shared.exists():
                aside = Path(tempfile.mkdtemp(prefix="osmotr-unpacking-"))
                super().extractall(aside, members, pwd)
                aside.rename(shared)
        place.rmdir()
        place.symlink_to(shared)
        Path(str(self.filename)).unlink()

    def _shared(self) -> Path:
        listed = repr([(file.filename, file.CRC, file.file_size) for file in self.infolist()])
        return Path(tempfile.gettempdir()) / f"osmotr-code-{zlib.crc32(listed.encode()):08x}-{len(listed)}"


def share_code(runtime: Any) -> None:
    """Run all workers of a package from one unpacked copy, as it is read-only on AWS, too."""
    errors = {"BadZipFile": zipfile.BadZipFile, "LargeZipFile": zipfile.LargeZipFile}
    runtime.zipfile = SimpleNamespace(ZipFile=SharedZip, **errors)


def bound_workers(service: Any, *, most: int = MOST_OF_A_FUNCTION) -> None:
    """Bound the running calls of a function to `most`; others wait, since a burst would start a process for each.

    No more messages are taken from a queue than can run, as on AWS. Why: a batch that waits here has left the queue,
    which is fair.
    """
    execute, lock, allowed = service._execute_function_warm, threading.Lock(), service._sqs_esm_concurrency
    places: defaultdict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(most))

    def in_turn(func: Any, event: object, request_id: str) -> Any:
        with lock:
            place = places[(func.get("config") or func).get("FunctionName", "")]
        with place:
            return execute(func, event, request_id)

    service._execute_function_warm = in_turn
    service._sqs_esm_concurrency = lambda *mapping: min(most, allowed(*mapping))


def watch_workers(runtime: Any) -> Callable[[Path], None]:
    """Return a callable that removes the folders, in a given one, of workers that have ended."""
    known: WeakSet[Any] = WeakSet()
    begin = runtime.Worker.__init__

    def begin_known(self: Any, *args: Any, **more: Any) -> None:
        begin(self, *args, **more)
        known.add(self)

    runtime.Worker.__init__ = begin_known
    return lambda folder: clear_dead(list(known), folder)


def clear_dead(workers: Iterable[Any], folder: Path, *, young: float = YOUNG_SECONDS) -> None:
    """Remove the folders of workers whose process has ended, and those that belong to none."""
    kept = {worker._tmpdir for worker in workers if not discard_dead(worker)}
    for left in folder.glob(FOLDERS):
        if str(left) not in kept and time.time() - left.lstat().st_mtime >= young:
            shutil.rmtree(left, ignore_errors=True)


def discard_dead(worker: Any) -> bool:
    """Remove a worker's folder if its process has ended; say whether. One at work, or just beginning, is let be."""
    if not worker._lock.acquire(blocking=False):
        return False
    try:
        if worker._proc is not None and worker._proc.poll() is None:
            return False
        worker._discard_tmpdir()
        worker._tmpdir = None
        return True
    finally:
        worker._lock.release()


def end_workers_first(server: Any, runtime: Any, *, before: Callable[[], Awaitable[None]]) -> None:
    """End all functions as soon as the emulator is asked to end. It would wait for each of them, up to 15 minutes.

    `before` is awaited when it is asked, while functions still run.
    """
    serve = server.serve

    async def serve_until_asked(application: object, config: object) -> None:
        await serve(application, config, shutdown_trigger=lambda: _asked_to_end(runtime, before))

    server.serve = serve_until_asked


async def _asked_to_end(runtime: Any, before: Callable[[], Awaitable[None]]) -> None:
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    await asked.wait()
    await before()
    runtime.Worker._spawn = _refuse
    runtime.reset()


def _refuse(worker: object) -> None:
    raise RuntimeError("the emulator is ending")
