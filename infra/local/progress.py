"""Waits for a process as long as it makes progress. On a busy machine a start takes minutes and is no failure."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

#: Less CPU time than this is an idle process that looks around: no progress.
STEP_SECONDS = 3


class GaveUp(Exception):
    """The wait is over without success; the message says why."""


@dataclass(frozen=True)
class Patience:
    """The limits of a wait, in seconds."""

    without_progress: float = 120.0
    in_all: float = 1800.0
    between_looks: float = 3.0
    between_tries: float = 0.2


PATIENT = Patience()


def wait_until(
    is_ready: Callable[[], bool],
    *,
    has_ended: Callable[[], bool],
    signs: Callable[[], object],
    patience: Patience = PATIENT,
) -> None:
    """Wait until ready. Raises GaveUp when it ended, when its signs of life stand still, or after too long in all."""
    began = looked = moved = time.monotonic()
    last = signs()
    while not is_ready():
        moment = time.monotonic()
        if has_ended():
            raise GaveUp("it ended by itself")
        if moment - looked >= patience.between_looks:
            looked, before, last = moment, last, signs()
            moved = moment if last != before else moved
        if moment - moved >= patience.without_progress:
            raise GaveUp(f"it did nothing for {moment - moved:.0f} s")
        if moment - began >= patience.in_all:
            raise GaveUp(f"it was busy, but not ready after {moment - began:.0f} s")
        time.sleep(patience.between_tries)


def signs_of(pid: int, *logs: Path) -> tuple[int, ...]:
    """Return the signs of a process's progress: the sizes of its logs, the CPU time of all its processes."""
    sizes = (log.stat().st_size if log.exists() else 0 for log in logs)
    return (*sizes, cpu_seconds(pid) // STEP_SECONDS)


def cpu_seconds(pid: int) -> int:
    """Return the CPU time that a process and those that it has started have spent, in whole seconds."""
    shown = subprocess.run(
        ["ps", "-A", "-o", "pid=", "-o", "ppid=", "-o", "time="], capture_output=True, text=True, check=False
    ).stdout
    rows = [line.split() for line in shown.splitlines()]
    parents = {int(child): int(parent) for child, parent, _ in rows}
    return sum(seconds_of(spent) for child, _, spent in rows if is_below(int(child), pid, parents))


def is_below(child: int, pid: int, parents: dict[int, int]) -> bool:
    """Return True if a process is another one, or was started by it or by one below it."""
    while child != pid and child in parents:
        child = parents[child]
    return child == pid


def seconds_of(spent: str) -> int:
    """Return the seconds of a time as `ps` writes it: [[days-]hours:]minutes:seconds, on macOS with hundredths."""
    days, _, clock = spent.rpartition("-")
    seconds = 0
    for part in clock.partition(".")[0].split(":"):
        seconds = seconds * 60 + int(part)
    return int(days or 0) * 86400 + seconds


def last_lines(*logs: Path, count: int = 5) -> str:
    """Return the ends of logs in one line."""
    texts = (log.read_text(errors="replace") if log.exists() else "" for log in logs)
    return " | ".join(line for text in texts for line in text.strip().splitlines()[-count:]) or "it said nothing"
