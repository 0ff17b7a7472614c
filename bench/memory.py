"""Peak memory of a piece of work, in a process of its own."""

import subprocess
import sys
from pathlib import Path

_REPORT = """
import sys
sys.stdout.write("\\n" + next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


def peak_megabytes(code: str, *arguments: str) -> float:
    """Run Python code (`sys.argv[1:]` are `arguments`) and return the most resident memory its process had, in MB.

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
