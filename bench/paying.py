"""Payments: `python -m bench paying`.

First in the emulator: that of `make run` if it runs, else one of its own. Measured is the time from the payer's button
at the training bank, by the bank's notice, to the policy of the paid quote. It is wall time, with looks that are
LOOK_SECONDS apart.

Then in this process, with moto and the bank: instalments of policies paid with faults (bench/payment_faults.py).
"""

import time
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any

from bench import payment_faults
from bench.emulator import DEADLINE_SECONDS, running_system
from bench.table import Figure
from tests.support import selling
from tests.support.selling import Seller

QUOTES = 40
LOOK_SECONDS = 0.05
#: Seconds from the notice to the policy, p95: a payer waits on the page that the bank leads back to.
LIMIT_SECONDS = 5.0


def figures() -> Iterator[Figure]:
    """Measure."""
    yield from payment_faults.figures()
    with running_system() as run:
        selling.open_shops(run)
        agent = selling.signed_in(run["base_url"], run["agent"])
        seconds = [_paid(agent) for _ in range(QUOTES + 1)][1:]  # the first one starts workers
    slowest = quantiles(seconds, n=20)[-1]
    yield Figure(f"notice -> policy issued, median of {QUOTES}", f"{median(seconds):.2f} s")
    fine = slowest <= LIMIT_SECONDS
    yield Figure(f"notice -> policy issued, p95 of {QUOTES}", f"{slowest:.2f} s", f"<= {LIMIT_SECONDS:g} s", fine)


def _paid(agent: Seller) -> float:
    """Return the seconds from the payer's button to the sold quote."""
    quoted: dict[str, Any] = agent.offered(agent.add_client())
    url = agent.start_payment(f"quo#{quoted['id']}")["url"]
    begun = time.perf_counter()
    selling.pay_at_bank(url)
    while agent.quote(quoted["id"])["status"] != "sold":
        if time.perf_counter() > begun + DEADLINE_SECONDS:
            raise RuntimeError(f"no policy after {DEADLINE_SECONDS:g} s")
        time.sleep(LOOK_SECONDS)
    return time.perf_counter() - begun
