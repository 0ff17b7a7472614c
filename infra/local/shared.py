"""One running system for all workers of a test run."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from infra.local.emulator import SAVE_SECONDS
from infra.local.progress import GaveUp, last_lines, signs_of, wait_until
from infra.package import ROOT

#: More than the emulator gets for its own end.
END_SECONDS = 90.0


class SystemDidNotStart(Exception):
    """The shared system ended, or made no progress any more; the message has its last lines."""


def start_early(folder: Path) -> None:
    """Start the test run's system in the background, by a process that nobody waits for."""
    command = [sys.executable, "-m", "infra.local.shared", str(folder), str(owner())]
    starter = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    starter.returncode = 0


def owner() -> int:
    """Return the number of the test run's main process."""
    return os.getppid() if os.environ.get("PYTEST_XDIST_WORKER") else os.getpid()


def shared_system(folder: Path, *, until_end_of: int | None = None) -> dict[str, Any]:
    """Return the content of run.json of the test run's system; the first worker to ask starts it.

    `folder` is known to all workers of the run and to no other run: under pytest-xdist the parent of a worker's base
    temporary folder. The system ends by itself when the test run's main process does, whose number is `until_end_of`.
    Raises SystemDidNotStart when it could not be started in two tries; later callers get the same at once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run_file, failed = folder / "state" / "run.json", folder / "failed"
    with (folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if failed.exists():
            raise SystemDidNotStart(failed.read_text())
        if not run_file.exists():
            start(folder, failed, until_end_of or owner())
    content: dict[str, Any] = json.loads(run_file.read_text())
    return content


def start(folder: Path, failed: Path, until_end_of: int) -> None:
    """Start the system, with one more try from an empty state. Raises SystemDidNotStart, and notes why in a file."""
    try:
        start_once(folder, until_end_of)
        return
    except SystemDidNotStart as first:
        shutil.rmtree(folder / "state", ignore_errors=True)
        try:
            start_once(folder, until_end_of)
        except SystemDidNotStart as second:
            failed.write_text(f"first: {first}\nagain: {second}")
            raise SystemDidNotStart(failed.read_text()) from None


def start_once(folder: Path, until_end_of: int) -> None:
    """Start the system in a process of its own and wait until it runs, as long as it makes progress.

    Raises SystemDidNotStart.
    """
    process = launch(folder, until_end_of)
    logs = folder / "system.log", folder / "state" / "emulator.log"
    try:
        wait_until(
            (folder / "state" / "run.json").exists,
            has_ended=lambda: process.poll() is not None,
            signs=lambda: signs_of(process.pid, *logs),
        )
    except GaveUp as reason:
        end(process)
        raise SystemDidNotStart(f"{reason}; its logs end: {last_lines(*logs)}") from None
    # Nobody waits for it here: it outlives this worker and ends with the whole run.
    process.returncode = 0


def launch(folder: Path, until_end_of: int) -> subprocess.Popen[bytes]:
    """Start the process that runs the system for as long as the test run's main process lives."""
    command = [sys.executable, "-m", "infra.local", "serve", "--port", "0", "--owner", str(until_end_of)]
    with (folder / "system.log").open("wb") as output:
        return subprocess.Popen(
            [*command, "--state-dir", folder / "state"],
            cwd=ROOT,
            # Why: saving takes a third of the emulator's time, and nobody starts this state again.
            env={**os.environ, SAVE_SECONDS: "3600"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a system that did not start, and its emulator with it."""
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    with suppress(SystemDidNotStart):  # a file tells the tests that need the system
        shared_system(Path(sys.argv[1]), until_end_of=int(sys.argv[2]))
