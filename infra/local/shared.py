"""One running system for all workers of a test run."""

import fcntl
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from infra.package import ROOT

START_SECONDS = 300.0


class SystemDidNotStart(Exception):
    """The shared system ended, or took too long; the message is its output."""


def shared_system(folder: Path) -> dict[str, Any]:
    """Return the content of run.json of the test run's system; the first worker to ask starts it.

    `folder` is one that all workers of the run know and no other run does (under pytest-xdist the parent of a worker's
    base temporary folder). The system ends by itself when the test run's main process does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run_file = folder / "state" / "run.json"
    with (folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not run_file.exists():
            start(folder, run_file)
    content: dict[str, Any] = json.loads(run_file.read_text())
    return content


def start(folder: Path, run_file: Path) -> None:
    """Start the system in a process of its own and wait until it runs. Raises SystemDidNotStart."""
    owner = os.getppid() if os.environ.get("PYTEST_XDIST_WORKER") else os.getpid()
    command = [sys.executable, "-m", "infra.local", "serve", "--port", "0", "--owner", str(owner)]
    log = folder / "system.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--state-dir", folder / "state"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while not run_file.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            process.terminate()
            raise SystemDidNotStart(log.read_text(errors="replace"))
        time.sleep(0.1)
    # Nobody waits for it here: it outlives this worker and ends with the whole run.
    process.returncode = 0
