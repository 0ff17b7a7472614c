"""One run at a time per state folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process holds the state folder; `pid` is its number, for the message."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"Osmotr is running already (process {pid}); stop it with Ctrl-C there")
        self.pid = pid


@contextmanager
def only_run(state_dir: Path) -> Iterator[None]:
    """Hold the state folder for the time of the block. Raises AlreadyRunning.

    The system lets go of the lock when its process ends, however that happens, so a stale one can't be.
    """
    state_dir.mkdir(parents=True, exist_ok=True)
    with (state_dir / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise AlreadyRunning(file.read().strip() or "unknown") from None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield
