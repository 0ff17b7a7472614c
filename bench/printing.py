"""Printed documents: `python -m bench printing`.

CPU seconds of the first document of a fresh process, with the import of the engine, and of further ones. They are a
policy of a page with three tables, and a statement of 1,000 lines: the examples of the tests.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

from bench.table import Figure, at_most
from chalicelib.features.printing import engine
from chalicelib.features.printing.contents import Content, TemplateName
from tests.printing import examples

ROUNDS, COLD_ROUNDS = 11, 5
#: Milliseconds of CPU.
COLD_LIMIT, WARM_LIMIT, LONG_LIMIT = 600, 100, 1000
LINES = 1000
_COLD = """
import time
from tests.printing import examples
start = time.process_time()
from chalicelib.features.printing import engine
made = engine.print_pdf(
    "e_policy", examples.content("e_policy"), issuer=examples.issuer(), language="ru", moment=examples.MOMENT
)
print(time.process_time() - start)
"""


def figures() -> Iterator[Figure]:
    """Print documents."""
    cold = median(_cold() for _ in range(COLD_ROUNDS))
    yield at_most("printing, first document of a process", cold * 1000, COLD_LIMIT, unit=" ms")
    warm = _warm(partial(printed, examples.content("e_policy")))
    yield at_most("printing, further ones", warm * 1000, WARM_LIMIT, unit=" ms")
    long = _warm(partial(printed, _long_statement(), template="statement"))
    yield at_most(f"printing, a statement of {LINES:,} lines", long * 1000, LONG_LIMIT, unit=" ms")


def printed(content: Content, template: TemplateName = "e_policy") -> bytes:
    """Return a document as PDF."""
    return engine.print_pdf(template, content, issuer=examples.issuer(), language="ru", moment=examples.MOMENT)


def _cold() -> float:
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", _COLD], cwd=root, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _warm(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return median(taken[1:])


def _long_statement() -> Content:
    statement = examples.content("statement")
    (section,) = statement.sections
    assert section.table is not None
    rows = (section.table.rows * (LINES // len(section.table.rows) + 1))[:LINES]
    table = section.table.model_copy(update={"rows": rows})
    return statement.model_copy(update={"sections": (section.model_copy(update={"table": table}),)})
