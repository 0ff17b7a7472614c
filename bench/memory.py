"""The cost of a piece of work: its peak memory in a process of its own, and its CPU time."""

import subprocess
import sys
import time
from pathlib import Path

from chalicelib.features.photos.sandbox.examination import SANDBOX

_REPORT = """
import os
import sys
def _peak(process):
    return next(int(line.split()[1]) for line in open(f"/proc/{process}/status") if line.startswith("VmHWM"))
_children = open(f"/proc/self/task/{os.getpid()}/children").read().split()
sys.stdout.write("\\n" + str(sum(map(_peak, ["self", *_children]))))
"""


def peak_megabytes(code: str, *arguments: str) -> float:
    """Run Python code (`sys.argv[1:]` are `arguments`) and return the peak memory of it and its children, in MB.

    From /proc, not from getrusage: there a child starts with the peak of the process that began it. Raises
    CalledProcessError when the code fails.
    """
    result = subprocess.run(
        [sys.executable, "-c", code + _REPORT, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    return int(result.stdout.splitlines()[-1]) / 1024


def cpu_seconds() -> float:
    """Return the CPU time of this process and of the child that decodes."""
    return time.process_time() + sum(map(_cpu_of, SANDBOX.children))


def _cpu_of(process: int) -> float:
    return time.clock_gettime((~process << 3) | 2)  # CPUCLOCK_SCHED of the whole process (Linux)
