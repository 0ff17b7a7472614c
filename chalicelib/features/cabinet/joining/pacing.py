"""Even durations: answers leave at full steps of time. A clock does not tell the work behind them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

#: Seconds. Why so long: nearly all of these answers take less, and then leave at the same moment.
STEP = 0.25


@contextmanager
def evenly() -> Iterator[None]:
    """Wait at the end of a block until the next full step since its beginning, also if it fails."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        spent = time.perf_counter() - begun
        if STEP:
            time.sleep(ceil(spent / STEP) * STEP - spent)
