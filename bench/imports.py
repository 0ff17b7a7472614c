"""What every cold start pays: `python -m bench imports`.

CPU seconds of the import statement in fresh processes, by turns with importing chalice.app, boto3, pynamodb and
Powertools' parser alone (the median of the ratios of such pairs); byte code is there beforehand, as in the package.
Memory is what the process holds after the import (VmRSS).
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.environment import ENVIRONMENT
from bench.table import Figure, at_most

ROUNDS = 21
LIMIT = 1.3
_ALONE = "import chalice.app, boto3, pynamodb, aws_lambda_powertools.utilities.parser"
_OURS = "import app"
_MEASURE = """
import time
start = time.process_time()
{work}
taken = time.process_time() - start
held = next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]
print(taken, int(held) / 1024)
"""


def figures() -> Iterator[Figure]:
    """Measure."""
    with tempfile.TemporaryDirectory() as byte_code:
        runs = [(_run(_ALONE, byte_code), _run(_OURS, byte_code)) for _ in range(ROUNDS + 1)][1:]
    alone, ours = median(alone[0] for alone, _ in runs), median(ours[0] for _, ours in runs)
    note = f"{ours * 1000:.0f} / {alone * 1000:.0f} ms"
    ratio = median(ours[0] / alone[0] for alone, ours in runs)
    yield at_most("import of app / chalice.app, boto3, pynamodb, parser", ratio, LIMIT, unit="x", note=note)
    held, least = median(ours[1] for _, ours in runs), median(alone[1] for alone, _ in runs)
    yield Figure("memory after importing app (those four alone)", f"{held:.0f} MB ({least:.0f} MB)")


def _run(work: str, byte_code: str) -> tuple[float, float]:
    """Return CPU seconds and megabytes of an import in a new process."""
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPYCACHEPREFIX": byte_code}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE.format(work=work)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
        env=environment,
    )
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)
