"""The cost of a cold start: `python -m bench imports`.

CPU seconds of importing `app` in fresh processes that are each a kind of function, by turns with importing chalice.app,
boto3, pynamodb and Powertools' parser alone. The ratio is the median of those within a round: on a busy machine the
best of each was twice as unsteady. Byte code is there beforehand, as in the package. The function that answers HTTP
loads the console, webhooks and the documents with the first requests for them. Their cost, in a process that is asked
for all of it, is shown too. Memory is the process's resident set after the import (VmRSS).
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.environment import ENVIRONMENT
from bench.table import Figure, at_most
from chalicelib.functions import HTTP, workers

ROUNDS = 21
#: For the function that answers HTTP, and for the others.
LIMIT, LIMIT_OF_WORKERS = 1.3, 1.2
_ALONE = "import chalice.app, boto3, pynamodb, aws_lambda_powertools.utilities.parser"
_OURS = "import app"
_ALL_PAGES = "import app; app.app.load_all()"
_MEASURE = """
import time
start = time.process_time()
{work}
taken = time.process_time() - start
held = next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]
print(taken, int(held) / 1024)
"""


class Work(NamedTuple):
    """The code of a process, and the function that it stands for."""

    code: str
    function: str


class Taken(NamedTuple):
    """CPU seconds, and megabytes held at the end."""

    seconds: float
    megabytes: float


ALONE = Work(_ALONE, "")
FUNCTIONS = tuple(Work(_OURS, name) for name in (HTTP, *sorted(workers())))
WITH_ALL_PAGES = Work(_ALL_PAGES, HTTP)


def figures() -> Iterator[Figure]:
    """Measure."""
    taken = _by_turns((ALONE, *FUNCTIONS, WITH_ALL_PAGES))
    for work in FUNCTIONS:
        ratio, note = _compared(taken[work], taken[ALONE])
        name = f"import of app in {work.function} / chalice.app, boto3, pynamodb, parser"
        limit = LIMIT if work.function == HTTP else LIMIT_OF_WORKERS
        yield at_most(name, ratio, limit, unit="x", note=note)
    ratio, note = _compared(taken[WITH_ALL_PAGES], taken[ALONE])
    name = "the same in api_handler with the console, webhooks and documents, which requests load"
    yield Figure(name, f"{ratio:.2f}x ({note})")
    held = " / ".join(f"{_held(taken[work]):.0f}" for work in (*FUNCTIONS, WITH_ALL_PAGES))
    yield Figure("memory then, in the same order (those four alone)", f"{held} MB ({_held(taken[ALONE]):.0f} MB)")


def _compared(ours: Sequence[Taken], alone: Sequence[Taken]) -> tuple[float, str]:
    """Return the ratio, and both in milliseconds."""
    ratio = median(one.seconds / other.seconds for one, other in zip(ours, alone, strict=True))
    both = " / ".join(f"{median(each.seconds for each in taken) * 1000:.0f}" for taken in (ours, alone))
    return ratio, f"{both} ms"


def _held(taken: Sequence[Taken]) -> float:
    return median(each.megabytes for each in taken)


def _by_turns(works: Sequence[Work]) -> Mapping[Work, Sequence[Taken]]:
    """Return the costs of each work in every round; the first round, which compiles, does not count."""
    with tempfile.TemporaryDirectory() as byte_code:
        rounds = [[_run(work, byte_code) for work in works] for _ in range(ROUNDS + 1)][1:]
    return {work: [each[place] for each in rounds] for place, work in enumerate(works)}


def _run(work: Work, byte_code: str) -> Taken:
    """Return the cost of an import in a new process."""
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPYCACHEPREFIX": byte_code}
    environment["AWS_LAMBDA_FUNCTION_NAME"] = f"osmotr-bench-{work.function}" if work.function else ""
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE.format(work=work.code)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
        env=environment,
    )
    seconds, megabytes = done.stdout.split()
    return Taken(float(seconds), float(megabytes))
